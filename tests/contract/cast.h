// Small steps that tests arrange their state with: customers, quotas and coupons made through the
// API and the portal verbs. Each throws when the step is refused.
#pragma once

#include <string>
#include <vector>

#include "stage.h"

namespace bss::contract {

/// `vendor/set-account-flags`.
void set_flags(Stage& stage, const std::string& account_id, Fields flags);

/// A further resale customer of demo-partner; its account id.
std::string add_customer(Stage& stage, const std::string& platform_id);
/// The same of the distributor itself, or of its reseller.
std::string add_distributor_customer(Stage& stage, const std::string& platform_id);
std::string add_reseller_customer(Stage& stage, const std::string& platform_id);

/// Turns a resale customer into a referral customer (`vendor/switch-association`).
void make_referral(Stage& stage, const std::string& customer_id);
/// `customer/consume`.
void consume(Stage& stage, const std::string& customer_id, const std::string& amount);
void consume_coupon(Stage& stage, const std::string& customer_id, const std::string& amount,
                    const std::string& coupon_id);

/// `vendor/grant-quota` for demo-partner (or `account_id` among the fields); the quota's id.
std::string grant_quota(Stage& stage, Fields fields);
/// The one quota of the demo seed.
std::string partner_quota(Stage& stage);
std::string distributor_quota(Stage& stage);
std::string reseller_quota(Stage& stage);
Decimal quota_balance(RecordedClient& owner, const std::string& quota_id,
                      const std::string& reseller_id = {});

/// One coupon of that value for one customer of demo-partner; its id.
std::string issue_coupon(Stage& stage, const std::string& quota_id, const std::string& customer_id,
                         const std::string& face_value);

/// Cash of a partner (first account), and of a resale customer.
Decimal cash_of(RecordedClient& partner, const std::string& reseller_id = {});
Decimal cash_of_customer(RecordedClient& partner, const std::string& customer_id,
                         const std::string& reseller_id = {});

}  // namespace bss::contract
