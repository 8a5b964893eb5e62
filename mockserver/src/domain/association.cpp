#include "domain/association.h"

#include <utility>

#include "domain/coupons.h"
#include "domain/ledger.h"
#include "store/identity.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

/// The account that holds the platform id: the partner itself, or the distributor of a reseller.
std::string acting_partner(World& world, const std::string& partner_id) {
  const auto partner = store::find_account(world.db(), partner_id);
  if (partner && partner->distributor_id) return *partner->distributor_id;
  return partner_id;
}

/// The trust that lets the partner act as the customer; its name is the platform id (R-AUTH-07).
void make_agencies(World& world, const std::string& customer_id, const std::string& partner_id) {
  const std::string trusted = acting_partner(world, partner_id);
  for (const std::string& platform : store::list_platforms(world.db(), trusted)) {
    if (store::find_agency(world.db(), customer_id, platform)) continue;
    store::insert_agency(world.db(),
                         {world.ids().id32(), customer_id, platform, trusted, world.now().ms});
  }
}

void drop_agencies(World& world, const std::string& customer_id, const std::string& partner_id) {
  const std::string trusted = acting_partner(world, partner_id);
  for (const std::string& platform : store::list_platforms(world.db(), trusted)) {
    if (const auto agency = store::find_agency(world.db(), customer_id, platform)) {
      store::delete_agency(world.db(), agency->id);
    }
  }
}

void complete(World& world, store::AssociationRow& association) {
  association.state = "associated";
  association.associated_at = world.now().ms;
  store::update_association(world.db(), association);
  make_agencies(world, association.customer_id, association.partner_id);
  auto customer = store::find_account(world.db(), association.customer_id);
  // International resale customers start frozen until they have a budget (CreateSubCustomer 10).
  if (customer && customer->site == 2 && association.type == 2) {
    customer->frozen = true;
    customer->freeze_type = "ACCOUNT";
    store::update_account(world.db(), *customer);
  }
}

bool in_arrears(World& world, const std::string& customer_id) {
  const auto arrears = store::find_arrears(world.db(), customer_id);
  return arrears && arrears->amount > 0;
}

std::optional<OwnCustomer> associated_customer(World& world, const std::string& customer_id) {
  const auto association = store::current_association(world.db(), customer_id);
  if (!association) return std::nullopt;
  return own_customer(world, association->partner_id, customer_id);
}

}  // namespace

void request_association(World& world, const AssociationRequest& request) {
  const std::int64_t delay =
      request.at_once ? 0 : world.settings().number(Setting::kAssociationDelayMs);
  store::AssociationRow row;
  row.customer_id = request.customer_id;
  row.partner_id = request.partner_id;
  row.type = static_cast<std::int64_t>(request.type);
  row.state = "pending";
  row.requested_at = world.now().ms;
  row.due_at = world.now().plus_ms(delay).ms;
  if (request.failure) row.failure = to_text(*request.failure);
  store::insert_association(world.db(), row);
  if (delay == 0) {
    settle_association(world, row.id);
  } else {
    world.schedule(Instant{row.due_at});
  }
}

std::string settle_association(World& world, std::int64_t association_id) {
  auto association = store::find_association(world.db(), association_id);
  if (!association || association->state != "pending") return {};
  if (association->failure) {
    association->state = "failed";
    store::update_association(world.db(), *association);
  } else {
    complete(world, *association);
  }
  return association->customer_id;
}

AssociationState association_state(World& world, const std::string& customer_id) {
  const auto association = store::latest_association(world.db(), customer_id);
  if (!association || association->state == "ended") return AssociationState::kNone;
  if (association->state == "pending") return AssociationState::kPending;
  return association->state == "associated" ? AssociationState::kAssociated
                                            : AssociationState::kFailed;
}

Outcome<Done> unbind(World& world, const std::string& customer_id) {
  auto customer = associated_customer(world, customer_id);
  if (!customer) return Refusal::kNotSubCustomer;
  if (in_arrears(world, customer_id)) return Refusal::kWrongState;
  if (customer->resale()) {
    return_allocated_cash(world, customer->account, customer->association.partner_id);
  }
  return_coupons(world, customer_id, customer->association.partner_id, CouponReturn::kUnbinding);
  customer->association.state = "ended";
  customer->association.ended_at = world.now().ms;
  store::update_association(world.db(), customer->association);
  drop_agencies(world, customer_id, customer->association.partner_id);
  customer->account.associated_before = true;
  store::update_account(world.db(), customer->account);
  return Done{};
}

Outcome<Done> switch_association(World& world, const std::string& customer_id,
                                 AssociationType type) {
  auto customer = associated_customer(world, customer_id);
  if (!customer) return Refusal::kNotSubCustomer;
  const auto wanted = static_cast<std::int64_t>(type);
  if (customer->association.type == wanted) return Refusal::kWrongState;
  if (in_arrears(world, customer_id)) return Refusal::kWrongState;
  if (customer->resale()) {
    return_allocated_cash(world, customer->account, customer->association.partner_id);
  }
  return_coupons(world, customer_id, customer->association.partner_id, CouponReturn::kSwitch);
  customer->association.type = wanted;
  store::update_association(world.db(), customer->association);
  return Done{};
}

}  // namespace bss::mock::domain
