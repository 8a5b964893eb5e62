#include "iam/temporary_keys.h"

#include <utility>

#include "domain/workspace_tag.h"
#include "domain/world.h"
#include "iam/signature.h"

namespace bss::mock::iam {
namespace {

IssuedKey issue(domain::World& world, store::TemporaryKeyRow row, std::int64_t seconds) {
  IssuedKey issued;
  row.access_key = domain::new_access_key(world, "HST");
  row.secret_key = world.ids().alphanumeric(40);
  issued.security_token = world.ids().alphanumeric(190) + "==";
  row.security_token_digest = sha256_hex(issued.security_token);
  row.issued_at = world.now().ms;
  row.expires_at = world.now().plus_seconds(seconds).ms;
  store::insert_temporary_key(world.db(), row);
  issued.row = std::move(row);
  return issued;
}

}  // namespace

IssuedKey issue_key(domain::World& world, const Caller& caller, std::int64_t seconds) {
  store::TemporaryKeyRow row;
  row.account_id = caller.account_id;
  row.user_id = caller.user_id;
  row.user_name = caller.user_name;
  if (!caller.assumed_by_account_id.empty()) {
    row.assumed_by_account_id = caller.assumed_by_account_id;
    row.assumed_by_user_id = caller.assumed_by_user_id;
  }
  return issue(world, std::move(row), seconds);
}

Outcome<IssuedKey> issue_agency_key(domain::World& world, const Caller& partner,
                                    const AgencyWish& wish, const std::string& session_user,
                                    std::int64_t seconds) {
  auto found = find_agency_for(world, partner, wish);
  if (auto* problem = std::get_if<Problem>(&found)) return std::move(*problem);
  const auto& [account, agency] = std::get<Agency>(found);
  store::TemporaryKeyRow row;
  row.account_id = account.id;
  row.user_id = agency.id;
  row.user_name = account.name + "/" + agency.name;
  if (!session_user.empty()) row.user_name += "/" + session_user;
  row.assumed_by_account_id = partner.account_id;
  row.assumed_by_user_id = partner.user_id;
  return issue(world, std::move(row), seconds);
}

}  // namespace bss::mock::iam
