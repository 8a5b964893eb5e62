// Documented errors of the account operations. What all operations share stands in
// gateway_errors.cpp.
#include "cast.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

constexpr auto kBalances = &bss::Operations::list_partner_balances;
constexpr auto kCustomerBalances = &bss::Operations::list_customers_balances_detail;
constexpr auto kAllocate = &bss::Operations::update_customer_account_amount;
constexpr auto kReclaim = &bss::Operations::reclaim_to_partner_account;
constexpr auto kRecords = &bss::Operations::list_partner_adjust_records;
constexpr auto kGive = &bss::Operations::update_indirect_partner_account;
constexpr auto kTake = &bss::Operations::reclaim_indirect_partner_account;
constexpr auto kPartnerChanges = &bss::Operations::list_partner_account_change_records;
constexpr auto kCustomerChanges = &bss::Operations::list_customer_account_change_records;
constexpr auto kOwnBalances = &bss::Operations::show_customer_account_balances;

constexpr const char* kBalancesPath = "/v2/accounts/partner-accounts/balances";
constexpr const char* kCustomerBalancesPath = "/v2/accounts/customer-accounts/balances/batch-query";
constexpr const char* kAllocatePath = "/v2/accounts/partner-accounts/adjust-amount";
constexpr const char* kReclaimPath = "/v2/accounts/partner-accounts/reclaim";
constexpr const char* kRecordsPath = "/v3/accounts/partner-accounts/adjust-records";

const std::string k65(65, 'a');

/// Ids for a list of `count` customers.
std::string customer_list(int count) {
  std::string body = R"({"customer_infos":[)";
  for (int i = 0; i < count; ++i)
    body += std::string(i == 0 ? "" : ",") + R"({"customer_id":"c)" + std::to_string(i) + "\"}";
  return body + "]}";
}

/// The same broken fields for the operations that move money; `field` names the counterparty `id`.
std::vector<BadInput> bad_money_bodies(const std::string& field, const std::string& id) {
  const auto other = [&](const std::string& value) {
    return "{\"" + field + "\":" + value + R"(,"amount":1.00})";
  };
  const auto body = [&](const std::string& amount) {
    return "{\"" + field + "\":\"" + id + "\",\"amount\":" + amount + "}";
  };
  return {{"NoCounterparty", R"({"amount":1.00})"},
          {"NullCounterparty", other("null")},
          {"EmptyCounterparty", other(R"("")")},
          {"LongCounterparty", other("\"" + k65 + "\"")},
          {"NumberForCounterparty", other("1")},
          {"NoAmount", "{\"" + field + "\":\"" + id + "\"}"},
          {"NullAmount", body("null")},
          {"EmptyAmount", body(R"("")")},
          {"WordForAmount", body(R"("ten")")},
          {"TrueForAmount", body("true")},
          {"ZeroAmount", body("0.00")},
          {"NegativeAmount", body("-0.01")},
          {"ThreeDecimals", body("1.005")},
          {"TooLargeAmount", body("10000000000.00")},
          {"ExponentAmount", body("1e2")},
          {"AmountTwice", body(R"(1.00,"amount":2.00)")}};
}

std::vector<BadInput> bad_customer_money_bodies() {
  std::vector<BadInput> bodies = bad_money_bodies("customer_id", kCustomerId);
  bodies.push_back(
      {"EmptyReseller",
       R"({"customer_id":"c0000000000000000000000000000001","amount":1.00,"indirect_partner_id":""})"});
  bodies.push_back({"LongReseller", R"({"customer_id":"c1","amount":1.00,"indirect_partner_id":")" +
                                        k65 + R"("})"});
  return bodies;
}

/// What both lists of changes refuse alike.
std::vector<BadInput> bad_change_queries() {
  const auto with = [](const std::string& more) {
    return "balance_type=BALANCE_TYPE_DEBIT&" + more;
  };
  return {{"NoBalanceType", "limit=10"},
          {"BlankBalanceType", "balance_type"},
          {"EmptyBalanceType", "balance_type="},
          {"UnknownBalanceType", "balance_type=BALANCE_TYPE_BONUS"},
          {"UnknownTradeType", with("trade_type=GIFT")},
          {"TimeForDate", with("trade_time_begin=2025-05-06T00:00:00Z")},
          {"NoSuchDay", with("trade_time_end=2025-02-29")},
          {"EmptyDate", with("trade_time_begin=")},
          {"BeginAfterEnd", with("trade_time_begin=2025-05-07&trade_time_end=2025-05-06")},
          {"MoreThanAYear", with("trade_time_begin=2024-05-05&trade_time_end=2025-05-06")},
          {"LimitZero", with("limit=0")},
          {"Limit101", with("limit=101")},
          {"EmptyLimit", with("limit=")},
          {"EmptyOffset", with("offset=")},
          {"OffsetNegative", with("offset=-1")}};
}

/// Who may be allocated to and reclaimed from is judged alike; `operation` is one of the two.
template <class Operation>
void add_customer_errors(std::vector<ErrorScenario>& table, const char* name, Operation operation) {
  const auto of = [operation](const char* customer) {
    return [operation, customer](Stage& stage) {
      return call(stage.partner(), operation, {.customer_id = customer, .amount = yuan("1.00")});
    };
  };
  table.push_back({name, "CBC.99000035", 400, "Unknown", of(kStrangerId)});
  table.push_back({name, "CBC.99000035", 400, "AnotherPartners", of(kResellerCustomerId)});
  table.push_back({name, "CBC.99000035", 400, "ThePartnerItself", of(kPartnerId)});
  // Example E7: a reseller's customer without indirect_partner_id.
  table.push_back(
      {name, "CBC.99000035", 400, "ResellersWithoutNamingIt", [operation](Stage& stage) {
         return call(stage.distributor(), operation,
                     {.customer_id = kResellerCustomerId, .amount = yuan("1.00")});
       }});
  table.push_back(
      {name, "CBC.99000035", 400, "OwnUnderTheReseller", [operation](Stage& stage) {
         const std::string own = add_distributor_customer(stage, "own-1");
         return call(
             stage.distributor(), operation,
             {.customer_id = own, .amount = yuan("1.00"), .indirect_partner_id = kResellerId});
       }});
  table.push_back({name, "CBC.99000000", 400, "Referral", of(kReferralId)});
  table.push_back({name, "CBC.99000000", 400, "NoAccount", [operation](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"no_account", yes()}});
                     return call(stage.partner(), operation,
                                 {.customer_id = kCustomerId, .amount = yuan("1.00")});
                   }});
}

void add_allocation(std::vector<ErrorScenario>& table) {
  const char* name = "UpdateCustomerAccountAmount";
  add_bad_inputs(table, name, "POST", kAllocatePath, bad_customer_money_bodies());
  add_customer_errors(table, name, kAllocate);
  add_foreign_reseller(
      table, name, kAllocate,
      UpdateCustomerAccountAmountRequest{.customer_id = kCustomerId, .amount = yuan("1.00")});
  table.push_back({name, "CBC.5003", 400, "OneFenTooMuch", [](Stage& stage) {
                     return call(stage.partner(), kAllocate,
                                 {.customer_id = kCustomerId, .amount = yuan("1000000.01")});
                   }});
  // Rule 3: available = amount - designated_amount.
  table.push_back({name, "CBC.5003", 400, "DedicatedMoney", [](Stage& stage) {
                     set_flags(stage, kPartnerId, {{"designated_amount", number("1500.00")}});
                     return call(stage.partner(), kAllocate,
                                 {.customer_id = kCustomerId, .amount = yuan("998500.01")});
                   }});
  // Rule 1: with indirect_partner_id it is the reseller's balance that has to suffice.
  table.push_back({name, "CBC.5003", 400, "TheResellersBalance", [](Stage& stage) {
                     return call(stage.distributor(), kAllocate,
                                 {.customer_id = kResellerCustomerId,
                                  .amount = yuan("20000.01"),
                                  .indirect_partner_id = kResellerId});
                   }});
}

void add_reclaim(std::vector<ErrorScenario>& table) {
  const char* name = "ReclaimToPartnerAccount";
  add_bad_inputs(table, name, "POST", kReclaimPath, bad_customer_money_bodies());
  add_customer_errors(table, name, kReclaim);
  add_foreign_reseller(
      table, name, kReclaim,
      ReclaimToPartnerAccountRequest{.customer_id = kCustomerId, .amount = yuan("1.00")});
  table.push_back({name, "CBC.99000047", 400, "NeverAllocated", [](Stage& stage) {
                     const std::string fresh = add_customer(stage, "fresh-1");
                     return call(stage.partner(), kReclaim,
                                 {.customer_id = fresh, .amount = yuan("1.00")});
                   }});
  table.push_back({name, "CBC.99005003", 400, "OneFenTooMuch", [](Stage& stage) {
                     return call(stage.partner(), kReclaim,
                                 {.customer_id = kCustomerId, .amount = yuan("500.01")});
                   }});
  // Rule 3: a customer in arrears has balance 0, so every reclaim fails.
  table.push_back({name, "CBC.99005003", 400, "InArrears", [](Stage& stage) {
                     consume(stage, kCustomerId, "600.00");
                     return call(stage.partner(), kReclaim,
                                 {.customer_id = kCustomerId, .amount = yuan("0.01")});
                   }});
}

/// Only a reseller of the caller's own; `operation` is one of the two.
template <class Operation>
void add_strange_resellers(std::vector<ErrorScenario>& table, const char* name,
                           Operation operation) {
  for (const char* stranger : {kStrangerId, kDistributorId, kPartnerId, kResellerCustomerId}) {
    table.push_back({name, "CBC.99000037", 400, std::string("Is_") + stranger, [=](Stage& stage) {
                       return call(stage.distributor(), operation,
                                   {.indirect_partner_id = stranger, .amount = yuan("1.00")});
                     }});
  }
}

void add_reseller_money(std::vector<ErrorScenario>& table) {
  const auto bad_bodies = bad_money_bodies("indirect_partner_id", kResellerId);
  const char* give = "UpdateIndirectPartnerAccount";
  add_bad_inputs(table, give, "POST", "/v2/accounts/partner-accounts/indirect-partner-adjust",
                 bad_bodies);
  add_strange_resellers(table, give, kGive);
  table.push_back({give, "CBC.99005003", 400, "OneFenTooMuch", [](Stage& stage) {
                     return call(stage.distributor(), kGive,
                                 {.indirect_partner_id = kResellerId, .amount = yuan("500000.01")});
                   }});
  table.push_back({give, "CBC.99005003", 400, "DedicatedMoney", [](Stage& stage) {
                     set_flags(stage, kDistributorId, {{"designated_amount", number("500000.00")}});
                     return call(stage.distributor(), kGive,
                                 {.indirect_partner_id = kResellerId, .amount = yuan("0.01")});
                   }});
  const char* take = "ReclaimIndirectPartnerAccount";
  add_bad_inputs(table, take, "POST", "/v2/accounts/partner-accounts/indirect-partner-reclaim",
                 bad_bodies);
  add_strange_resellers(table, take, kTake);
  table.push_back({take, "CBC.99005003", 400, "OneFenTooMuch", [](Stage& stage) {
                     return call(stage.distributor(), kTake,
                                 {.indirect_partner_id = kResellerId, .amount = yuan("20000.01")});
                   }});
}

void add_changes(std::vector<ErrorScenario>& table) {
  const char* partners = "ListPartnerAccountChangeRecords";
  add_bad_inputs(table, partners, "GET", "/v2/accounts/partner-accounts/account-change-records",
                 bad_change_queries());
  add_foreign_reseller(
      table, partners, kPartnerChanges,
      ListPartnerAccountChangeRecordsRequest{.balance_type = "BALANCE_TYPE_DEBIT"});
  const char* customers = "ListCustomerAccountChangeRecords";
  const char* customers_path = "/v2/accounts/customer-accounts/account-change-records";
  add_bad_inputs(table, customers, "GET", customers_path, bad_change_queries());
  const std::string debit = "balance_type=BALANCE_TYPE_DEBIT&";
  add_bad_inputs(table, customers, "GET", customers_path,
                 {{"UnknownDirection", debit + "revenue_expense_type=INCOME"},
                  {"BlankDirection", debit + "revenue_expense_type"},
                  {"EmptyDirection", debit + "revenue_expense_type="},
                  {"LongTrade", debit + "trade_id=" + std::string(129, 'a')},
                  {"LongChannel", debit + "payment_channel_id=" + k65},
                  {"LongChannelNumber", debit + "payment_channel_no=" + k65}});
  table.push_back({customers, "CBC.99000049", 400, "NoAccount", [](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"no_account", yes()}});
                     return call(stage.customer(), kCustomerChanges,
                                 {.balance_type = "BALANCE_TYPE_DEBIT"});
                   }});
  table.push_back(
      {"ShowCustomerAccountBalances", "CBC.0100", 400, "Injected", [](Stage& stage) {
         stage.control.inject(
             R"({"match":{"operation":"ShowCustomerAccountBalances"},"effect":{"error":"CBC.0100"}})");
         return call(stage.customer(), kOwnBalances, {});
       }});
  table.push_back(
      {"ShowCustomerAccountBalances", "CBC.99000049", 400, "NoAccount", [](Stage& stage) {
         set_flags(stage, kCustomerId, {{"no_account", yes()}});
         return call(stage.customer(), kOwnBalances, {});
       }});
}

void add_lists(std::vector<ErrorScenario>& table) {
  add_bad_inputs(
      table, "ListPartnerBalances", "GET", kBalancesPath,
      {{"EmptyReseller", "indirect_partner_id="}, {"LongReseller", "indirect_partner_id=" + k65}});
  add_foreign_reseller(table, "ListPartnerBalances", kBalances, ListPartnerBalancesRequest{});
  table.push_back({"ListPartnerBalances", "CBC.5001", 200, "", [](Stage& stage) {
                     set_flags(stage, kPartnerId, {{"joined_programme", no()}});
                     return call(stage.partner(), kBalances, {});
                   }});

  add_bad_inputs(
      table, "ListCustomersBalancesDetail", "POST", kCustomerBalancesPath,
      {{"NoList", "{}"},
       {"NullList", R"({"customer_infos":null})"},
       {"EmptyList", R"({"customer_infos":[]})"},
       {"101Customers", customer_list(101)},
       {"NoId", R"({"customer_infos":[{}]})"},
       {"NullId", R"({"customer_infos":[{"customer_id":null}]})"},
       {"EmptyId", R"({"customer_infos":[{"customer_id":""}]})"},
       {"LongId", R"({"customer_infos":[{"customer_id":")" + k65 + R"("}]})"},
       {"TextForObject", R"({"customer_infos":["c0000000000000000000000000000001"]})"},
       {"EmptyReseller", R"({"customer_infos":[{"customer_id":"c1"}],"indirect_partner_id":""})"}});
  add_foreign_reseller(
      table, "ListCustomersBalancesDetail", kCustomerBalances,
      ListCustomersBalancesDetailRequest{.customer_infos = {{.customer_id = kCustomerId}}});
  // Listed for the call, but unknown customers are left out instead.
  table.push_back(
      {"ListCustomersBalancesDetail", "CBC.5002", 200, "Injected", [](Stage& stage) {
         stage.control.inject(
             R"({"match":{"operation":"ListCustomersBalancesDetail"},"effect":{"error":"CBC.5002"}})");
         return call(stage.partner(), kCustomerBalances,
                     {.customer_infos = {{.customer_id = kCustomerId}}});
       }});

  add_bad_inputs(table, "ListPartnerAdjustRecords", "GET", kRecordsPath,
                 {{"UnknownType", "operation_type=ALLOCATION"},
                  {"DateForTime", "operation_time_begin=2025-05-06"},
                  {"TimeWithOffset", "operation_time_end=2025-05-06T08:05:01%2B08:00"},
                  {"TimeWithFraction", "operation_time_end=2025-05-06T08:05:01.000Z"},
                  {"NoSuchDay", "operation_time_begin=2025-02-30T00:00:00Z"},
                  {"LimitZero", "limit=0"},
                  {"Limit101", "limit=101"},
                  {"LimitWord", "limit=ten"},
                  {"OffsetNegative", "offset=-1"},
                  {"OffsetTooLarge", "offset=2147483648"},
                  {"LongCustomer", "customer_id=" + k65},
                  {"LongTransaction", "trans_id=" + std::string(129, 'a')},
                  {"EmptyReseller", "indirect_partner_id="}});
  add_foreign_reseller(table, "ListPartnerAdjustRecords", kRecords,
                       ListPartnerAdjustRecordsRequest{});
}

}  // namespace

std::vector<ErrorScenario> accounts_errors() {
  std::vector<ErrorScenario> table;
  add_lists(table);
  add_allocation(table);
  add_reclaim(table);
  add_reseller_money(table);
  add_changes(table);
  return table;
}

}  // namespace bss::contract
