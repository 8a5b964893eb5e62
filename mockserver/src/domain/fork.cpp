#include "domain/fork.h"

#include <utility>

#include "domain/workspace_tag.h"
#include "store/accounts.h"
#include "store/identity.h"

namespace bss::mock::domain {

namespace {

std::string untagged(std::string name, const std::string& tag) {
  const std::string mark = "-" + tag;
  if (!tag.empty() && name.ends_with(mark)) name.resize(name.size() - mark.size());
  return name;
}

}  // namespace

std::vector<SeedCredential> renew_credentials(World& world, std::vector<SeedCredential> cast,
                                              const std::string& old_tag) {
  store::delete_tokens_and_temporary_keys(world.db());
  for (SeedCredential& member : cast) {
    const std::string before = member.name;
    member.name = tagged_name(world, untagged(before, old_tag));
    store::rename_account(world.db(), member.domain_id, before, member.name);
    if (member.access_key.empty()) continue;
    const std::string old_key = std::exchange(member.access_key, new_access_key(world, "HPK"));
    member.secret_key = world.ids().alphanumeric(40);
    store::replace_access_key(world.db(), old_key, member.access_key, member.secret_key);
  }
  return cast;
}

}  // namespace bss::mock::domain
