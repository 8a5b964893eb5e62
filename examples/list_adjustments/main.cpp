// Reads every allocation and reclaim, page by page, and adds them up exactly.
#include <bss/bss.h>

#include <map>

#include "common/arguments.h"

namespace {

constexpr const char* kHelp =
    "list_adjustments [CUSTOMER] [--reseller ID]\n"
    "\n"
    "Lists what was allocated to customers and taken back, newest first, and the sum of each.\n"
    "  CUSTOMER       only of this customer (account id)\n"
    "  --reseller ID  the distributor looks at this reseller's records\n"
    "\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT and the partner's credentials.\n"
    "Exit codes: 0 done, 1 refused or failed, 2 usage.\n";

std::string word_for(const std::string& operation_type) {
  namespace types = bss::adjust_record_v3_operation_type_values;
  if (operation_type == types::kAllocation) return "allocated";
  if (operation_type == types::kReclaim) return "reclaimed";
  if (operation_type == types::kUnbinding) return "returned when the association ended";
  return operation_type;  // one that came into being after this program
}

int list(const bss::Client& client, bss::ListPartnerAdjustRecordsRequest request) {
  std::map<std::string, bss::Decimal> sums;
  request.limit = 100;
  // The range asks for the next page when it is needed, and ends at the end or with an error.
  for (const auto& row : client.list_partner_adjust_records_all(request)) {
    if (!row) return examples::report(row.error());
    const std::string what = word_for(row->operation_type.value_or("?"));
    const bss::Decimal amount = row->amount.value_or(bss::Decimal());
    std::cout << row->operation_time.value_or("?") << " " << row->trans_id.value_or("?") << " "
              << row->customer_name.value_or(row->customer_id.value_or("?")) << " "
              << amount.to_string(2) << " " << what << "\n";
    // Exact, or nothing at all when the sum has more digits than a number can have.
    const auto sum = sums[what].plus(amount);
    if (!sum) {
      std::cerr << "The sum of what was " << what << " is too large.\n";
      return examples::kFailed;
    }
    sums[what] = *sum;
  }
  for (const auto& [what, sum] : sums)
    std::cout << "total " << what << ": " << sum.to_string(2) << "\n";
  if (sums.empty()) std::cout << "no records\n";
  return examples::kDone;
}

}  // namespace

int main(int count, char** texts) {
  const auto arguments = examples::read_arguments(count, texts, {"--reseller"}, {"--help"});
  if (!arguments || arguments->others.size() > 1) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());
  bss::ListPartnerAdjustRecordsRequest request;
  if (!arguments->others.empty()) request.customer_id = arguments->others[0];
  if (arguments->has("--reseller"))
    request.indirect_partner_id = arguments->value("--reseller", "");
  return list(*client, request);
}
