// New accounts that come into being without the public API: partners, distributors, resellers, and
// customers that a seed brings along. Used by the seed and by the portal.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/account.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

struct Enrolment {
  std::string id;  ///< empty: made up
  AccountKind kind = AccountKind::kCustomer;
  Site site = Site::kChina;
  std::string name;  ///< of the account and of its first user
  std::string corp_name;
  std::optional<std::string> mobile_phone;
  std::optional<std::string> email;
  std::optional<std::string> domain_area;
  std::optional<std::string> password;    ///< none: nobody knows it
  std::optional<std::string> access_key;  ///< with secret_key
  std::string secret_key;
  std::optional<std::string> distributor_id;  ///< of a reseller
  std::vector<std::string> platforms;         ///< xaccount_type of a partner
  std::optional<std::string> xaccount_type;   ///< of a customer
  std::optional<std::string> xaccount_id;
  bool marketing_off = false;
};
/// Makes the account, its first user, its projects, and a partner's cash account; the account's id.
Outcome<std::string> enrol(World& world, const Enrolment& enrolment);

struct NewReseller {
  std::string distributor_id;
  std::string name;       ///< of the account
  std::string corp_name;  ///< empty: the account's name
  std::string id;         ///< empty: made up
  std::optional<std::string> mobile_phone;
  std::optional<std::string> email;
};
/// Portal: a new reseller of that distributor, with 0.00.
Outcome<std::string> add_reseller(World& world, const NewReseller& wish);

}  // namespace bss::mock::domain
