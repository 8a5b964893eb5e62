// How a rule says no: a reason, not a code of the wire. api/ turns reasons into codes, operation by
// operation.
//
// Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace bss::mock::domain {

enum class Refusal : std::uint8_t {
  kInvalidField,  ///< `field` names it
  // partners and resellers
  kNotInProgramme,
  kResellerNotOwned,
  kSandboxPartner,
  kChannelOnlyDistributor,
  kDistributorRemoved,
  kPartnerRestricted,
  kDistributorRestricted,
  // customers
  kNotSubCustomer,
  kCustomerNotOperable,
  kNameMalformed,
  kNameExists,
  kMobileMalformed,
  kMobileExists,
  kMobileLimit,
  kPasswordBreaksRules,
  kXaccountDuplicate,
  kXaccountTypeForeign,
  kDomainAreaUnsupported,
  kContactReported,
  kAuthorizationFailed,
  kCodeWrong,
  kCodeExpired,
  kCodeLocked,
  kCodeNotDelivered,
  kCodeLimit,
  // money
  kInsufficientBalance,
  kNoAllocatedAccount,
  kCustomerHasNoAccount,
  // quotas and coupons
  kPartnerUsesCoupons,
  kQuotaNotUsable,
  kQuotaNotInForce,
  kFaceValueTooSmall,
  kFaceValueTooLarge,
  kServiceTypeUnknown,
  kProductUnknown,
  kBeyondQuotaScope,
  kBeyondQuotaOrderTypes,
  kIssueToItself,
  kFirstAssociatedOnly,
  kNamedCustomersOnly,
  kWrongAssociationType,
  kFinanceCustody,
  kTooManyCoupons,
  kTotalFaceValueTooLarge,
  kQuotaInsufficient,
  kResellerLeaving,
  kStrangersNamed,
  kIssuedTooRecently,
  kReferralCustomersCoupon,
  kCouponNotUsable,
  kCouponUnknown,
  // portal verbs
  kUnknownAccount,
  kUnknownQuota,
  kUnknownCoupon,
  kUnknownCard,
  kCardNotUsable,
  kUnknownUser,
  kWrongKind,
  kWrongState,
};

/// For logs, X-Mock-Explain and the portal: `kInsufficientBalance` is "insufficient_balance".
const char* to_text(Refusal reason) noexcept;

struct Refused {
  Refusal reason = Refusal::kInvalidField;
  std::string field;  ///< of the request, by its wire name, when the reason is about one
};

/// A value or a refusal.
template <class T>
class Outcome {
 public:
  Outcome(T value) : state_(std::move(value)) {}                       // NOLINT: implicit by design
  Outcome(Refused refused) : state_(std::move(refused)) {}             // NOLINT: implicit by design
  Outcome(Refusal reason) : state_(Refused{reason, std::string()}) {}  // NOLINT: implicit by design

  bool refused() const noexcept { return std::holds_alternative<Refused>(state_); }
  explicit operator bool() const noexcept { return !refused(); }
  const Refused& refusal() const { return std::get<Refused>(state_); }
  T& operator*() { return std::get<T>(state_); }
  const T& operator*() const { return std::get<T>(state_); }
  T* operator->() { return &std::get<T>(state_); }
  const T* operator->() const { return &std::get<T>(state_); }

 private:
  std::variant<T, Refused> state_;
};

/// Of commands that answer nothing.
struct Done {};

/// One of several things a command was asked for that it left alone while it did others: a
/// customer, a reseller, a quota.
struct RefusedItem {
  std::string id;
  Refusal reason = Refusal::kInvalidField;
};

}  // namespace bss::mock::domain
