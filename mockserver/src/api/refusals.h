// From a rule's reason to the code of the wire, and the small conversions that all handlers of api/
// need. Used by the handlers only; holds no rule.
//
// Pure functions; safe from every thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "api/reply.h"
#include "bss/mock/api/shared_types.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "store/page.h"

namespace bss::mock::api {

/// The usual code of a reason. Operations whose pages name another one (an insufficient balance is
/// CBC.5003 or CBC.99005003) say so themselves.
std::string_view code_of(domain::Refusal reason) noexcept;
Failure failure_of(const domain::Refused& refused);
Failure failure_with(std::string_view code, const domain::Refused& refused);
Failure invalid_field(std::string_view field);

domain::Actor actor_of(const CallContext& context);

/// The text of a code in one operation's description, for error_details.
std::string error_text(std::string_view operation, std::string_view code);

std::vector<ErrorDetail> error_details(std::string_view operation,
                                       const std::vector<domain::RefusedItem>& refused);

/// Between two seconds of a request that themselves do not count (accounts-coupons,
/// ListQuotaCoupons 2), or do.
store::TimeBounds exclusive_bounds(const std::optional<std::string>& begin,
                                   const std::optional<std::string>& end);
store::TimeBounds inclusive_bounds(const std::optional<std::string>& begin,
                                   const std::optional<std::string>& end);

/// Requests were checked against the description before: a time or an amount that cannot be read
/// does not get here.
std::optional<domain::Instant> instant_of(const std::optional<std::string>& text);
/// A calendar day of a request; its form was checked.
std::optional<domain::CivilDate> date_of(const std::optional<std::string>& text);
domain::Money money_of(const Decimal& amount);
Decimal decimal_of(std::int64_t units);
std::string time_of(std::int64_t ms);
/// Counts on the wire are 32 bits wide.
std::int32_t count_of(std::int64_t count) noexcept;
/// Offset and limit of a list that is no table; they were checked and are not negative.
constexpr std::size_t size_of(std::int64_t number) noexcept {
  return static_cast<std::size_t>(number);
}

/// Unit of every amount: 1, the whole yuan or dollar.
inline constexpr std::int32_t kMeasureId = 1;

}  // namespace bss::mock::api
