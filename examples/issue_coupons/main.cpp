// Issues one coupon to each of several customers, and tells for every one of them what happened:
// the call as a whole can succeed while some customers get nothing.
#include <bss/bss.h>

#include <algorithm>

#include "common/arguments.h"

namespace {

constexpr const char* kHelp =
    "issue_coupons QUOTA VALUE CUSTOMER... [--memo TEXT] [--reseller ID] [--real-money]\n"
    "\n"
    "Issues a coupon of VALUE yuan out of the coupon quota QUOTA to each CUSTOMER (account id).\n"
    "  --memo TEXT    kept with each coupon, up to 256 characters: your own reference\n"
    "  --reseller ID  the distributor acts for this reseller: its quota, its customers\n"
    "  --real-money   needed when the endpoint is not on this machine\n"
    "\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT and the partner's credentials.\n"
    "Exit codes: 0 each customer got one, 1 somebody did not, 2 usage, 3 outcome unknown.\n";

/// The service takes at most so many customers in one call.
constexpr std::size_t kCustomersPerCall = 100;

struct Outcome {
  int issued = 0;
  int failed = 0;
};

int issue(const bss::Client& client, bss::CreatePartnerCouponsRequest request, Outcome& outcome) {
  const auto answer = client.create_partner_coupons(request);
  if (!answer) return examples::report(answer.error());
  for (const bss::CouponSimpleInfo& coupon : answer->coupon_infos) {
    std::cout << coupon.id << " coupon " << coupon.coupon_id << "\n";
    ++outcome.issued;
  }
  for (const bss::ErrorDetail& failed : answer->error_details) {
    std::cerr << failed.id.value_or("?") << " " << failed.error_code.value_or("?") << " "
              << failed.error_msg.value_or("") << "\n";
    ++outcome.failed;
  }
  return examples::kDone;
}

int issue_to_all(const bss::Client& client, const bss::CreatePartnerCouponsRequest& request,
                 const std::vector<std::string>& customers) {
  Outcome outcome;
  for (std::size_t at = 0; at < customers.size(); at += kCustomersPerCall) {
    bss::CreatePartnerCouponsRequest part = request;
    const std::size_t end = std::min(at + kCustomersPerCall, customers.size());
    part.customer_ids.assign(customers.begin() + static_cast<std::ptrdiff_t>(at),
                             customers.begin() + static_cast<std::ptrdiff_t>(end));
    // A lost answer ends the run: whether these customers have a coupon has to be looked up in
    // ListPartnerCouponsRecord before anybody is asked again.
    if (const int failed = issue(client, part, outcome)) return failed;
  }
  std::cout << outcome.issued << " issued, " << outcome.failed << " not" << std::endl;
  return outcome.failed == 0 ? examples::kDone : examples::kFailed;
}

}  // namespace

int main(int count, char** texts) {
  const auto arguments =
      examples::read_arguments(count, texts, {"--memo", "--reseller"}, {"--help", "--real-money"});
  if (!arguments) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  if (arguments->others.size() < 3) {
    std::cerr << kHelp;
    return examples::kUsage;
  }
  bss::CreatePartnerCouponsRequest request;
  request.quota_id = arguments->others[0];
  const auto value = bss::Decimal::parse(arguments->others[1]);
  if (!value || value->is_negative() || value->is_zero()) {
    std::cerr << "VALUE must be a positive number such as 50.00\n";
    return examples::kUsage;
  }
  request.face_value = *value;
  if (arguments->has("--memo")) request.memo = arguments->value("--memo", "");
  if (arguments->has("--reseller"))
    request.indirect_partner_id = arguments->value("--reseller", "");
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());
  if (!examples::may_move_money(client->config(), *arguments)) return examples::kUsage;
  return issue_to_all(*client, request, {arguments->others.begin() + 2, arguments->others.end()});
}
