#include "iam/tokens.h"

#include <utility>

#include "domain/passwords.h"
#include "domain/workspace_tag.h"
#include "domain/world.h"
#include "iam/identities.h"
#include "iam/signature.h"

namespace bss::mock::iam {
namespace {

/// Tokens are remembered this long after their end, so that they are answered as expired, not as
/// unknown.
constexpr std::int64_t kRememberExpiredMs = std::int64_t{30} * 24 * 3600 * 1000;

IssuedToken issue(domain::World& world, store::TokenRow row) {
  IssuedToken issued;
  issued.text = domain::new_token(world);
  row.digest = sha256_hex(issued.text);
  row.issued_at = world.now().ms;
  if (row.expires_at == 0) {
    const auto life = world.settings().number(domain::Setting::kTokenLifeSeconds);
    row.expires_at = world.now().plus_seconds(life).ms;
  }
  store::delete_expired_tokens(world.db(), world.now().ms - kRememberExpiredMs);
  store::insert_token(world.db(), row);
  issued.row = std::move(row);
  return issued;
}

bool names(const NameOrId& wish, const store::AccountRow& account, domain::World& world) {
  if (wish.id) return *wish.id == account.id;
  const auto named = find_account(world, wish);
  return named && named->id == account.id;
}

std::string shown(const NameOrId& wish) {
  return wish.id ? *wish.id : wish.name.value_or("");
}

/// The project of the scope, or nothing for the whole account.
Outcome<std::optional<std::string>> resolve_scope(domain::World& world,
                                                  const store::AccountRow& account,
                                                  const std::optional<ScopeWish>& scope) {
  if (!scope) return std::optional<std::string>{};
  if (!scope->project) {
    if (!scope->account || scope->account->empty()) {
      return Problem{Refusal::kIncomplete, "auth.scope"};
    }
    if (!names(*scope->account, account, world)) return Problem{Refusal::kForbidden, {}};
    return std::optional<std::string>{};
  }
  const ProjectWish& wish = *scope->project;
  if (wish.project.empty()) return Problem{Refusal::kIncomplete, "auth.scope.project"};
  if (wish.account && !wish.account->empty() && !names(*wish.account, account, world)) {
    return Problem{Refusal::kForbidden, {}};
  }
  const auto project =
      wish.project.id ? store::find_project(world.db(), *wish.project.id)
                      : store::find_project_by_name(world.db(), account.id, *wish.project.name);
  if (!project || project->account_id != account.id) {
    return Problem{Refusal::kProjectNotFound, shown(wish.project)};
  }
  if (!project->enabled) return Problem{Refusal::kForbidden, {}};
  return std::optional<std::string>{project->id};
}

bool right_password(const store::UserRow& user, const std::string& password) {
  return user.password_salt && user.password_hash &&
         domain::password_matches(*user.password_salt, *user.password_hash, password);
}

/// Counts a wrong password; the count outlives the refusal.
void count_failure(domain::World& world, const store::UserRow& user) {
  const auto& settings = world.settings();
  const auto most = settings.number(domain::Setting::kLoginFailuresBeforeLock);
  const auto lock_seconds = settings.number(domain::Setting::kLoginLockSeconds);
  const std::int64_t failures = user.failed_logins + 1;
  if (failures >= most && lock_seconds > 0) {
    store::set_login_state(world.db(), user.id, 0, world.now().plus_seconds(lock_seconds).ms);
  } else {
    store::set_login_state(world.db(), user.id, failures, std::nullopt);
  }
  world.keep_changes();
}

Outcome<store::UserRow> check_login(domain::World& world, const PasswordLogin& login) {
  if (!login.user.id) {
    if (!login.user.name) return Problem{Refusal::kIncomplete, "auth.identity.password.user.name"};
    if (!login.account || login.account->empty()) {
      return Problem{Refusal::kIncomplete, "auth.identity.password.user.domain"};
    }
  }
  const auto user = find_login(world, login);
  if (!user) return Problem{Refusal::kWrongCredentials, {}};
  if (user->locked_until && world.now().ms < *user->locked_until) {
    return Problem{Refusal::kLocked, {}};
  }
  if (!right_password(*user, login.password)) {
    count_failure(world, *user);
    return Problem{Refusal::kWrongCredentials, {}};
  }
  if (user->failed_logins != 0 || user->locked_until) {
    store::set_login_state(world.db(), user->id, 0, std::nullopt);
    world.keep_changes();
  }
  if (user->disabled) return Problem{Refusal::kUserDisabled, {}};
  if (user->console_only) return Problem{Refusal::kConsoleOnly, {}};
  return *user;
}

}  // namespace

std::optional<store::AccountRow> find_account(domain::World& world, const NameOrId& wish) {
  if (wish.id) return store::find_account(world.db(), *wish.id);
  if (wish.name) return store::find_account_by_name(world.db(), *wish.name);
  return std::nullopt;
}

std::optional<store::UserRow> find_login(domain::World& world, const PasswordLogin& login) {
  if (login.user.id) return store::find_user_by_id(world.db(), *login.user.id);
  if (!login.user.name || !login.account) return std::nullopt;
  const auto account = find_account(world, *login.account);
  if (!account) return std::nullopt;
  return store::find_user(world.db(), account->id, *login.user.name);
}

Outcome<IssuedToken> login_with_password(domain::World& world, const PasswordLogin& login,
                                         const std::optional<ScopeWish>& scope) {
  auto checked = check_login(world, login);
  if (auto* problem = std::get_if<Problem>(&checked)) return std::move(*problem);
  const auto& user = std::get<store::UserRow>(checked);
  const auto account = store::find_account(world.db(), user.account_id);
  if (!account) return Problem{Refusal::kWrongCredentials, {}};
  auto project = resolve_scope(world, *account, scope);
  if (auto* problem = std::get_if<Problem>(&project)) return std::move(*problem);
  store::TokenRow row;
  row.method = "password";
  row.account_id = account->id;
  row.user_id = user.id;
  row.user_name = user.name;
  row.project_id = std::get<std::optional<std::string>>(std::move(project));
  return issue(world, std::move(row));
}

Outcome<IssuedToken> login_with_token(domain::World& world, const std::string& token,
                                      const std::optional<ScopeWish>& scope) {
  if (!scope) return Problem{Refusal::kIncomplete, "auth.scope"};
  auto row = find_good_token(world, token);
  const auto account = row ? store::find_account(world.db(), row->account_id) : std::nullopt;
  if (!account) return Problem{Refusal::kBadToken, {}};
  auto project = resolve_scope(world, *account, scope);
  if (auto* problem = std::get_if<Problem>(&project)) return std::move(*problem);
  // A token that acts through an agency stays one, whatever its scope.
  if (!row->assumed_by_account_id) row->method = "token";
  row->project_id = std::get<std::optional<std::string>>(std::move(project));
  return issue(world, std::move(*row));
}

Outcome<Agency> find_agency_for(domain::World& world, const Caller& partner,
                                const AgencyWish& wish) {
  auto account = find_account(world, wish.account);
  if (!account) return Problem{Refusal::kAccountNotFound, shown(wish.account)};
  const auto user = store::find_user_by_id(world.db(), partner.user_id);
  const bool may_act = partner.assumed_by_account_id.empty() && user && !user->no_agent_operator;
  auto agency = store::find_agency(world.db(), account->id, wish.agency_name);
  if (!may_act || account->blocked_agency || !agency ||
      agency->trusted_account_id != partner.account_id) {
    return Problem{Refusal::kForbidden, {}};
  }
  return Agency{std::move(*account), std::move(*agency)};
}

Outcome<IssuedToken> assume_role(domain::World& world, const Caller* partner,
                                 const AgencyWish& wish, const std::optional<ScopeWish>& scope) {
  if (wish.account.empty()) return Problem{Refusal::kIncomplete, "auth.identity.assume_role"};
  if (!scope) return Problem{Refusal::kIncomplete, "auth.scope"};
  if (partner == nullptr || !partner->by_token) return Problem{Refusal::kCallerUnknown, {}};
  auto found = find_agency_for(world, *partner, wish);
  if (auto* problem = std::get_if<Problem>(&found)) return std::move(*problem);
  const auto& [account, agency] = std::get<Agency>(found);
  auto project = resolve_scope(world, account, scope);
  if (auto* problem = std::get_if<Problem>(&project)) return std::move(*problem);
  store::TokenRow row;
  row.method = "assume_role";
  row.account_id = account.id;
  row.user_id = agency.id;
  row.user_name = account.name + "/" + agency.name;
  row.project_id = std::get<std::optional<std::string>>(std::move(project));
  row.assumed_by_account_id = partner->account_id;
  row.assumed_by_user_id = partner->user_id;
  return issue(world, std::move(row));
}

std::optional<store::TokenRow> find_good_token(domain::World& world, const std::string& token) {
  auto row = store::find_token(world.db(), sha256_hex(token));
  if (!row || world.now().ms >= row->expires_at) return std::nullopt;
  const auto identity = identity_of(world, *row);
  if (!identity || identity->user_disabled) return std::nullopt;
  return row;
}

}  // namespace bss::mock::iam
