// The whole way of a new customer: check the name, send a code, create the account, give it money
// and a coupon, and look at the books.
#include <bss/bss.h>

#include <chrono>
#include <thread>

#include "common/arguments.h"

namespace {

using examples::Arguments;

constexpr const char* kHelp =
    "onboard_customer [--name N] [--amount A] [--mobile M] [--real-money]\n"
    "\n"
    "Creates a customer, allocates money to it and issues a coupon.\n"
    "  --name N       account name (default: made from the time)\n"
    "  --amount A     yuan to allocate (default 100.00)\n"
    "  --mobile M     mobile number that gets the verification code (default: made from the time)\n"
    "  --real-money   needed when the endpoint is not on this machine\n"
    "\n"
    "The code is read from the local server's mailbox, or from the standard input when there is "
    "none.\n"
    "Environment: HUAWEICLOUD_BSS_ENDPOINT, HUAWEICLOUD_IAM_ENDPOINT, the partner's credentials,\n"
    "HUAWEICLOUD_BSS_XACCOUNT_TYPE (the platform id).\n"
    "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 outcome unknown.\n";

struct Plan {
  std::string name;
  std::string mobile;
  bss::Decimal amount;
};

void step(const std::string& text) {
  std::cout << "- " << text << std::endl;
}

/// A GET to the local server's own pages, which need no credentials.
bss::Result<bss::RawResponse> look(const bss::Client& client, const std::string& target) {
  bss::RawOptions options;
  options.operation_class = bss::OperationClass::kRead;
  options.authenticate = false;
  return client.raw("GET", target, "", options);
}

/// The code of the newest message; the mailbox lists newest first.
std::string newest_code(const std::string& mailbox) {
  const std::string name = "\"code\":\"";
  const std::size_t at = mailbox.find(name);
  return at == std::string::npos ? std::string() : mailbox.substr(at + name.size(), 6);
}

std::string receive_code(const bss::Client& client, const std::string& mobile, bool local) {
  if (local) {
    const auto mailbox = look(client, "/_mock/v1/messages?to=" + mobile);
    if (mailbox) return newest_code(mailbox->body);
    std::cerr << mailbox.error().to_string() << "\n";
  }
  std::cout << "  code sent to " << mobile << ": " << std::flush;
  std::string code;
  std::getline(std::cin, code);
  return code;
}

/// The partner's spendable money: the account of type 1.
std::string partner_balance(const bss::ListPartnerBalancesResponse& answer) {
  for (const bss::AccountBalanceV2& account : answer.account_balances) {
    if (account.account_type == 1) return bss::Money{account.amount, account.currency}.to_string();
  }
  return "none";
}

int print_balances(const bss::Client& client, const std::string& customer_id,
                   const std::string& when) {
  const auto own = client.list_partner_balances({});
  if (!own) return examples::report(own.error());
  bss::ListCustomersBalancesDetailRequest request;
  request.customer_infos.push_back({customer_id});
  const auto customers = client.list_customers_balances_detail(request);
  if (!customers) return examples::report(customers.error());
  std::string theirs = "0.00";
  for (const bss::CustomerBalancesV2& balance : customers->customer_balances) {
    if (balance.customer_id == customer_id && balance.amount) theirs = balance.amount->to_string(2);
  }
  step("balances " + when + ": partner " + partner_balance(own.value()) + ", customer " + theirs);
  return examples::kDone;
}

/// The customer shows in the list when its association with the partner is complete.
int wait_for_association(const bss::Client& client, const std::string& customer_id) {
  for (int second = 0; second < 30; ++second) {
    bss::ListSubCustomersRequest request;
    request.customer_id = customer_id;
    const auto list = client.list_sub_customers(request);
    if (!list) return examples::report(list.error());
    if (!list->customer_infos.empty()) return examples::kDone;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  std::cerr << "The customer does not show in the partner's list.\n";
  return examples::kFailed;
}

int register_customer(const bss::Client& client, const Plan& plan, bool local,
                      std::string* customer_id) {
  bss::CheckUserIdentityRequest check;
  check.search_type = bss::check_user_identity_request_search_type_values::kName;
  check.search_value = plan.name;
  const auto verdict = client.check_user_identity(check);
  if (!verdict) return examples::report(verdict.error());
  if (verdict->check_result != bss::check_user_identity_response_check_result_values::kAvailable) {
    std::cerr << "The name " << plan.name << " is taken.\n";
    return examples::kFailed;
  }
  step("the name " + plan.name + " is free");

  bss::SendVerificationMessageCodeRequest message;
  message.receiver_type = bss::send_verification_message_code_request_receiver_type_values::kSms;
  message.mobile_phone = plan.mobile;
  const auto sent = client.send_verification_message_code(message);
  if (!sent) return examples::report(sent.error());
  step("verification code sent to " + plan.mobile);

  bss::CreateSubCustomerRequest request;
  request.domain_name = plan.name;
  request.mobile_phone = plan.mobile;
  request.verification_code = bss::Secret(receive_code(client, plan.mobile, local));
  request.xaccount_id = plan.name;  // the customer's id on your own platform
  request.xaccount_type = client.config().xaccount_type;
  const auto created = client.create_sub_customer(request);
  if (!created) return examples::report(created.error());
  *customer_id = created->domain_id.value_or("");
  step("customer created: " + *customer_id);
  return wait_for_association(client, *customer_id);
}

int allocate(const bss::Client& client, const Plan& plan, const std::string& customer_id) {
  if (const int failed = print_balances(client, customer_id, "before")) return failed;
  bss::UpdateCustomerAccountAmountRequest request;
  request.customer_id = customer_id;
  request.amount = plan.amount;
  const auto moved = client.update_customer_account_amount(request);
  if (!moved) return examples::report(moved.error());
  step("allocated " + plan.amount.to_string(2) + " CNY, transfer " +
       moved->transfer_id.value_or("?"));
  return print_balances(client, customer_id, "after");
}

int issue_coupon(const bss::Client& client, const std::string& customer_id) {
  const bss::Decimal face_value = bss::Decimal::from_scaled(5000, 2);
  bss::ListQuotaCouponsRequest wanted;
  wanted.quota_status_list = {bss::coupon_quota_v2_quota_status_values::kNormal};
  for (const auto& quota : client.list_quota_coupons_all(wanted)) {
    if (!quota) return examples::report(quota.error());
    if (!quota->quota_id || !quota->balance || *quota->balance < face_value) continue;
    step("coupon quota " + *quota->quota_id + ", left " + quota->balance->to_string(2));
    bss::CreatePartnerCouponsRequest request;
    request.quota_id = *quota->quota_id;
    request.customer_ids = {customer_id};
    request.face_value = face_value;
    request.memo = "welcome";
    const auto issued = client.create_partner_coupons(request);
    if (!issued) return examples::report(issued.error());
    // Success of the call is not success of every customer in it.
    for (const bss::ErrorDetail& failed : issued->error_details) {
      std::cerr << "No coupon: " << failed.error_code.value_or("?") << " "
                << failed.error_msg.value_or("") << "\n";
    }
    if (issued->coupon_infos.empty()) return examples::kFailed;
    step("coupon " + issued->coupon_infos[0].coupon_id + " of " + face_value.to_string() +
         " CNY issued");
    return examples::kDone;
  }
  std::cerr << "No coupon quota has " << face_value << " CNY left.\n";
  return examples::kFailed;
}

int check_ledger(const bss::Client& client) {
  const auto check = look(client, "/_mock/v1/ledger/check");
  if (!check) return examples::report(check.error());
  step("the server's books: " + check->body);
  return check->body.find("\"ok\":true") != std::string::npos ? examples::kDone : examples::kFailed;
}

int onboard(const bss::Client& client, const Plan& plan) {
  const auto balances = client.list_partner_balances({});
  if (!balances) return examples::report(balances.error());
  step("signed in as the partner; balance " + partner_balance(balances.value()));
  const bool local = look(client, "/_mock/health").ok();
  std::string customer_id;
  if (const int failed = register_customer(client, plan, local, &customer_id)) return failed;
  if (const int failed = allocate(client, plan, customer_id)) return failed;
  if (const int failed = issue_coupon(client, customer_id)) return failed;
  if (local) {
    if (const int failed = check_ledger(client)) return failed;
  }
  std::cout << "done" << std::endl;
  return examples::kDone;
}

std::optional<Plan> make_plan(const Arguments& arguments) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const std::string digits =
      std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
  Plan plan;
  plan.name = arguments.value("--name", "customer-" + digits);
  plan.mobile = arguments.value("--mobile", "139" + digits.substr(digits.size() - 8));
  const auto amount = bss::Decimal::parse(arguments.value("--amount", "100.00"));
  if (!amount || amount->is_negative() || amount->is_zero()) {
    std::cerr << "--amount must be a positive number such as 100.00\n";
    return std::nullopt;
  }
  plan.amount = *amount;
  return plan;
}

}  // namespace

int main(int count, char** texts) {
  const auto arguments = examples::read_arguments(count, texts, {"--name", "--amount", "--mobile"},
                                                  {"--help", "--real-money"});
  if (!arguments || !arguments->others.empty()) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  const auto plan = make_plan(*arguments);
  if (!plan) return examples::kUsage;
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());
  const bss::ClientConfig& config = client->config();
  if (config.xaccount_type.empty()) {
    std::cerr
        << "HUAWEICLOUD_BSS_XACCOUNT_TYPE is not set: it is the platform id of the partner.\n";
    return examples::kUsage;
  }
  if (!examples::may_move_money(config, *arguments)) return examples::kUsage;
  if (!examples::is_loopback(config.bss_endpoint) && !arguments->has("--mobile")) {
    std::cerr << "Give --mobile: the code has to reach somebody.\n";
    return examples::kUsage;
  }
  return onboard(*client, *plan);
}
