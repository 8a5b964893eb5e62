#include "cast.h"

#include <stdexcept>

namespace bss::contract {

namespace {

std::string create(RecordedClient& who, CreateSubCustomerRequest request) {
  return who.client.create_sub_customer(request).value().domain_id.value();
}

std::string first_quota(RecordedClient& who, const std::optional<std::string>& reseller) {
  const auto answer = who.client.list_quota_coupons({.indirect_partner_id = reseller}).value();
  if (answer.quotas.empty()) throw std::runtime_error("the demo seed has no quota");
  return answer.quotas.back().quota_id.value();
}

std::optional<std::string> optional_id(const std::string& id) {
  return id.empty() ? std::nullopt : std::optional<std::string>(id);
}

}  // namespace

void set_flags(Stage& stage, const std::string& account_id, Fields flags) {
  flags.insert(flags.begin(), {"account_id", text(account_id)});
  stage.control.portal("vendor/set-account-flags", std::move(flags));
}

std::string add_customer(Stage& stage, const std::string& platform_id) {
  return create(stage.partner(), {.xaccount_id = platform_id, .xaccount_type = kPlatform});
}

std::string add_distributor_customer(Stage& stage, const std::string& platform_id) {
  return create(stage.distributor(),
                {.xaccount_id = platform_id, .xaccount_type = kDistributorPlatform});
}

std::string add_reseller_customer(Stage& stage, const std::string& platform_id) {
  return create(stage.distributor(), {.xaccount_id = platform_id,
                                      .xaccount_type = kDistributorPlatform,
                                      .indirect_partner_id = kResellerId});
}

void make_referral(Stage& stage, const std::string& customer_id) {
  stage.control.portal("vendor/switch-association", {{"customer_id", text(customer_id)},
                                                     {"association_type", text("referral")}});
}

void consume(Stage& stage, const std::string& customer_id, const std::string& amount) {
  stage.control.portal("customer/consume",
                       {{"customer_id", text(customer_id)}, {"amount", number(amount)}});
}

void consume_coupon(Stage& stage, const std::string& customer_id, const std::string& amount,
                    const std::string& coupon_id) {
  stage.control.portal("customer/consume", {{"customer_id", text(customer_id)},
                                            {"amount", number(amount)},
                                            {"coupon_id", text(coupon_id)}});
}

std::string grant_quota(Stage& stage, Fields fields) {
  bool named = false;
  for (const auto& [name, value] : fields) named = named || name == "account_id";
  if (!named) fields.insert(fields.begin(), {"account_id", text(kPartnerId)});
  const wire::Json answer = stage.control.portal("vendor/grant-quota", std::move(fields));
  const wire::Json* id = answer.find("quota_id");
  if (id == nullptr) throw std::runtime_error("vendor/grant-quota answers no quota_id");
  return id->text();
}

std::string partner_quota(Stage& stage) {
  return first_quota(stage.partner(), std::nullopt);
}
std::string distributor_quota(Stage& stage) {
  return first_quota(stage.distributor(), std::nullopt);
}
std::string reseller_quota(Stage& stage) {
  return first_quota(stage.distributor(), kResellerId);
}

Decimal quota_balance(RecordedClient& owner, const std::string& quota_id,
                      const std::string& reseller_id) {
  for (const int type : {0, 1}) {
    const auto answer = owner.client
                            .list_quota_coupons({.quota_ids = {quota_id},
                                                 .quota_type = type,
                                                 .indirect_partner_id = optional_id(reseller_id)})
                            .value();
    if (!answer.quotas.empty()) return answer.quotas.front().balance.value();
  }
  throw std::runtime_error("no quota " + quota_id);
}

std::string issue_coupon(Stage& stage, const std::string& quota_id, const std::string& customer_id,
                         const std::string& face_value) {
  const auto answer =
      stage.partner()
          .client
          .create_partner_coupons(
              {.quota_id = quota_id, .customer_ids = {customer_id}, .face_value = yuan(face_value)})
          .value();
  if (answer.coupon_infos.empty()) {
    throw std::runtime_error("no coupon: " + answer.error_details.at(0).error_code.value_or("?"));
  }
  return answer.coupon_infos.front().coupon_id;
}

Decimal cash_of(RecordedClient& partner, const std::string& reseller_id) {
  const auto answer =
      partner.client.list_partner_balances({.indirect_partner_id = optional_id(reseller_id)})
          .value();
  for (const AccountBalanceV2& account : answer.account_balances) {
    if (account.account_type == account_balance_v2_account_type_values::kCash)
      return account.amount;
  }
  throw std::runtime_error("no cash account");
}

Decimal cash_of_customer(RecordedClient& partner, const std::string& customer_id,
                         const std::string& reseller_id) {
  const auto answer =
      partner.client
          .list_customers_balances_detail({.customer_infos = {{.customer_id = customer_id}},
                                           .indirect_partner_id = optional_id(reseller_id)})
          .value();
  if (answer.customer_balances.empty()) throw std::runtime_error("no balance of " + customer_id);
  return answer.customer_balances.front().amount.value();
}

}  // namespace bss::contract
