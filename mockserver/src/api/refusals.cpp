#include "api/refusals.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "bss/mock/api/dispatch.h"

namespace bss::mock::api {

using domain::Refusal;

std::string_view code_of(Refusal reason) noexcept {
  switch (reason) {
    case Refusal::kInvalidField:
    case Refusal::kCouponUnknown:
      return "CBC.0100";
    case Refusal::kXaccountTypeForeign:
    case Refusal::kDomainAreaUnsupported:
      return "CBC.0101";
    case Refusal::kNotInProgramme:
      return "CBC.5001";
    case Refusal::kResellerNotOwned:
      return "CBC.99000037";
    case Refusal::kSandboxPartner:
      return "CBC.99005035";
    case Refusal::kChannelOnlyDistributor:
      return "CBC.50010059";
    case Refusal::kDistributorRemoved:
      return "CBC.50010065";
    case Refusal::kPartnerRestricted:
      return "CBC.50010085";
    case Refusal::kDistributorRestricted:
      return "CBC.50010086";
    case Refusal::kNotSubCustomer:
      return "CBC.99000035";
    case Refusal::kCustomerNotOperable:
      return "CBC.99000000";
    case Refusal::kNameMalformed:
      return "CBC.99000031";
    case Refusal::kNameExists:
      return "CBC.99000038";
    case Refusal::kMobileMalformed:
      return "CBC.5017";
    case Refusal::kMobileExists:
      return "CBC.99000029";
    case Refusal::kMobileLimit:
      return "CBC.99000030";
    case Refusal::kPasswordBreaksRules:
      return "CBC.99000036";
    case Refusal::kXaccountDuplicate:
      return "CBC.99000039";
    case Refusal::kContactReported:
      return "CBC.99000051";
    case Refusal::kAuthorizationFailed:
      return "CBC.99000004";
    case Refusal::kCodeWrong:
      return "CBC.99004010";
    case Refusal::kCodeExpired:
      return "CBC.99004008";
    case Refusal::kCodeLocked:
      return "CBC.99004009";
    case Refusal::kCodeNotDelivered:
      return "CBC.99004003";
    case Refusal::kCodeLimit:
      return "CBC.99004015";
    case Refusal::kInsufficientBalance:
      return "CBC.99005003";
    case Refusal::kNoAllocatedAccount:
      return "CBC.99000047";
    case Refusal::kCustomerHasNoAccount:
      return "CBC.99000049";
    case Refusal::kPartnerUsesCoupons:
      return "CBC.50000010";
    case Refusal::kQuotaNotUsable:
      return "CBC.99000012";
    case Refusal::kQuotaNotInForce:
      return "CBC.99000017";
    case Refusal::kFaceValueTooSmall:
      return "CBC.99000018";
    case Refusal::kFaceValueTooLarge:
      return "CBC.99000019";
    case Refusal::kServiceTypeUnknown:
      return "CBC.50000055";
    case Refusal::kProductUnknown:
      return "CBC.50000054";
    case Refusal::kBeyondQuotaScope:
      return "CBC.99000023";
    case Refusal::kBeyondQuotaOrderTypes:
      return "CBC.99000024";
    case Refusal::kIssueToItself:
      return "CBC.99000025";
    case Refusal::kFirstAssociatedOnly:
      return "CBC.99000022";
    case Refusal::kNamedCustomersOnly:
      return "CBC.50000020";
    case Refusal::kWrongAssociationType:
      return "CBC.99000014";
    case Refusal::kFinanceCustody:
      return "CBC.50000034";
    case Refusal::kTooManyCoupons:
      return "CBC.99000020";
    case Refusal::kTotalFaceValueTooLarge:
      return "CBC.99000021";
    case Refusal::kQuotaInsufficient:
      return "CBC.99000013";
    case Refusal::kResellerLeaving:
      return "CBC.50010105";
    case Refusal::kStrangersNamed:
      return "CBC.50000021";
    case Refusal::kIssuedTooRecently:
      return "CBC.50000045";
    case Refusal::kReferralCustomersCoupon:
      return "CBC.99000045";
    case Refusal::kCouponNotUsable:
      return "CBC.99000048";
    // The portal's own reasons; no operation of the public API brings them about.
    case Refusal::kUnknownAccount:
    case Refusal::kUnknownQuota:
    case Refusal::kUnknownCoupon:
    case Refusal::kUnknownCard:
    case Refusal::kCardNotUsable:
    case Refusal::kUnknownUser:
    case Refusal::kWrongKind:
    case Refusal::kWrongState:
      break;
  }
  return "CBC.0999";
}

Failure failure_of(const domain::Refused& refused) {
  return failure_with(code_of(refused.reason), refused);
}

Failure failure_with(std::string_view code, const domain::Refused& refused) {
  return {std::string(code), refused.field, {}};
}

Failure invalid_field(std::string_view field) {
  return {"CBC.0100", std::string(field), {}};
}

domain::Actor actor_of(const CallContext& context) {
  return {context.caller->account_id, context.caller->user_name};
}

std::string error_text(std::string_view operation, std::string_view code) {
  for (const OperationInfo& info : operation_table()) {
    if (info.name != operation) continue;
    if (const ErrorInfo* entry = info.find_error(code)) return std::string(entry->message);
  }
  throw std::logic_error(std::string(operation) + " does not list " + std::string(code));
}

std::vector<ErrorDetail> error_details(std::string_view operation,
                                       const std::vector<domain::RefusedItem>& refused) {
  std::vector<ErrorDetail> wire;
  for (const domain::RefusedItem& item : refused) {
    const std::string code(code_of(item.reason));
    wire.push_back({code, error_text(operation, code), item.id});
  }
  return wire;
}

store::TimeBounds exclusive_bounds(const std::optional<std::string>& begin,
                                   const std::optional<std::string>& end) {
  store::TimeBounds bounds;
  if (const auto after = instant_of(begin)) bounds.from = after->plus_seconds(1).ms;
  if (const auto before = instant_of(end)) bounds.until = before->ms;
  return bounds;
}

store::TimeBounds inclusive_bounds(const std::optional<std::string>& begin,
                                   const std::optional<std::string>& end) {
  store::TimeBounds bounds;
  if (const auto from = instant_of(begin)) bounds.from = from->ms;
  if (const auto last = instant_of(end)) bounds.until = last->plus_seconds(1).ms;
  return bounds;
}

std::optional<domain::Instant> instant_of(const std::optional<std::string>& text) {
  return text ? domain::parse_utc_second(*text) : std::nullopt;
}

std::optional<domain::CivilDate> date_of(const std::optional<std::string>& text) {
  return text ? domain::parse_date(*text) : std::nullopt;
}

domain::Money money_of(const Decimal& amount) {
  const auto money = domain::Money::from_decimal(amount);
  if (!money) throw std::logic_error("an amount passed the description's limits and does not fit");
  return *money;
}

Decimal decimal_of(std::int64_t units) {
  return domain::Money::from_units(units).to_decimal();
}

std::string time_of(std::int64_t ms) {
  return domain::format_utc_second(domain::Instant{ms});
}

std::int32_t count_of(std::int64_t count) noexcept {
  return static_cast<std::int32_t>(
      std::min<std::int64_t>(count, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace bss::mock::api
