// What others write into an account: the vendor its authenticated name, the partner who looks after
// it. Used by portal verbs; the records of customers and resellers show it.
//
// Inside World::run only.
#pragma once

#include <string>

#include "domain/account.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

/// The customer is authenticated under this name. An empty one takes the authentication away.
Outcome<Done> set_real_name(World& world, const std::string& customer_id, const std::string& name,
                            CustomerType type);

/// A member of the partner's staff looks after a customer or a reseller; empty: nobody does.
Outcome<Done> assign_account_manager(World& world, const std::string& account_id,
                                     const std::string& manager_id,
                                     const std::string& manager_name);

}  // namespace bss::mock::domain
