// Registration of customers and their list (customers.md section 3 and 4; R-ASSOC).
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/account.h"
#include "domain/association.h"
#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/customers.h"

namespace bss::mock::domain {

enum class IdentityKind : std::uint8_t { kName, kMobile, kEmail };
struct IdentityCheck {
  bool available = true;
  std::optional<std::int64_t> remaining;  ///< kMobile: how many more accounts the number may have
};
/// CheckUserIdentity: reads only, reserves nothing.
Outcome<IdentityCheck> check_identity(World& world, const Actor& actor, IdentityKind kind,
                                      const std::string& value);

struct NewCustomer {
  std::string xaccount_id;
  std::string xaccount_type;
  std::optional<std::string> domain_name;   ///< none: made up
  std::optional<std::string> mobile_phone;  ///< China; may be empty
  std::optional<std::string> email;         ///< international; may be empty
  std::string domain_area;                  ///< international
  std::optional<std::string> verification_code;
  std::optional<std::string> password;
  std::string cooperation_type;
  bool marketing_off = false;
  std::optional<std::string> indirect_partner_id;
};
struct CreatedCustomer {
  std::string domain_id;
  std::string domain_name;
  AssociationState association = AssociationState::kPending;
};
/// CreateSubCustomer: the account at once, the association as the settings say. The order of checks
/// is that of the rules (13); a wrong verification code is counted although the call is refused.
Outcome<CreatedCustomer> create_customer(World& world, const Actor& actor, const NewCustomer& wish);
/// What became of a customer whose association was waited for.
std::optional<CreatedCustomer> find_created(World& world, const std::string& domain_id);

/// The wire's number of an association type: resale is 2 on the China site and 3 on the
/// international one.
std::string_view association_code(AssociationType type, Site site) noexcept;
std::optional<AssociationType> association_type_of(std::string_view code, Site site) noexcept;

struct CustomerQuery {
  std::optional<std::string> indirect_partner_id;
  store::CustomerFilter filter;  ///< partner_id is filled in
};
Outcome<store::Page<store::CustomerRow>> list_customers(World& world, const Actor& actor,
                                                        CustomerQuery query);

}  // namespace bss::mock::domain
