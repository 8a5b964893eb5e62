// Which customers count as new ones (customers.md ListSubCustomerNewTag). The vendor says so; a
// partner reads it.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"

namespace bss::mock::domain {

enum class NewCustomerTag : std::uint8_t {
  kEmpty,  ///< the customer has no real-name authentication
  kNew,
  kNotNew,
  kUndetermined,  ///< entitled, but the threshold has not been reached
};

/// `YYYY-MM` in GMT+8, both included.
struct Months {
  std::string first;
  std::string last;
};

/// What the vendor settled about one customer.
struct TagGround {
  bool authenticated = false;
  bool entitled = false;
  std::optional<Months> months;
};
/// Pure: the tag in that month.
NewCustomerTag tag_of(const TagGround& ground, const std::string& month);

struct TaggedCustomer {
  std::string customer_id;
  NewCustomerTag tag = NewCustomerTag::kEmpty;
  std::optional<Months> months;
};
struct TagQuery {
  std::vector<std::string> customer_ids;  ///< empty: all
  std::optional<std::string> indirect_partner_id;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// In the order of the ids, each once; else in that of list_customers. Strangers are left out.
Outcome<std::vector<TaggedCustomer>> list_new_customer_tags(World& world, const Actor& actor,
                                                            const TagQuery& query);

/// Portal: the customer is entitled, in these months or none yet; or not at all.
Outcome<Done> set_new_customer_tag(World& world, const std::string& customer_id, bool entitled,
                                   const std::optional<Months>& months);

}  // namespace bss::mock::domain
