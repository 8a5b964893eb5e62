// Who takes part: partners, resellers and customers, as the rules speak of them
// (business-rules 1.1, contract "Words").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bss::mock::domain {

enum class Site : std::uint8_t { kChina = 1, kInternational = 2 };

enum class AccountKind : std::uint8_t { kSolutionPartner, kDistributor, kReseller, kCustomer };

/// Numbers are those of the China site; the international site writes resale as 3 (contract.md
/// "Words").
enum class AssociationType : std::uint8_t { kReferral = 1, kResale = 2 };

/// Real-name state of a customer (customers.md section 11); the store and the wire write the
/// number.
enum class VerifiedStatus : std::int8_t {
  kNotAuthenticated = -1,
  kUnderReview = 0,
  kRejected = 1,
  kAuthenticated = 2
};
constexpr bool is_authenticated(std::int64_t stored) noexcept {
  return stored == static_cast<std::int64_t>(VerifiedStatus::kAuthenticated);
}

/// What the real-name authentication says a customer is.
enum class CustomerType : std::int8_t { kUnknown = -1, kIndividual = 0, kEnterprise = 1 };

/// As the store writes them: solution_partner, distributor, reseller, customer.
constexpr std::string_view to_text(AccountKind kind) noexcept {
  switch (kind) {
    case AccountKind::kSolutionPartner:
      return "solution_partner";
    case AccountKind::kDistributor:
      return "distributor";
    case AccountKind::kReseller:
      return "reseller";
    case AccountKind::kCustomer:
      break;
  }
  return "customer";
}
constexpr AccountKind account_kind(std::string_view text) noexcept {
  if (text == "solution_partner") return AccountKind::kSolutionPartner;
  if (text == "distributor") return AccountKind::kDistributor;
  if (text == "reseller") return AccountKind::kReseller;
  return AccountKind::kCustomer;
}

}  // namespace bss::mock::domain
