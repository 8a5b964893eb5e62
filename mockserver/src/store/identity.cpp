#include "store/identity.h"

#include "store/sql.h"
#include "store/text_key.h"

namespace bss::mock::store {

namespace {

constexpr auto kUser =
    std::make_tuple(&UserRow::id, &UserRow::account_id, &UserRow::name, &UserRow::password_salt,
                    &UserRow::password_hash, &UserRow::disabled, &UserRow::console_only,
                    &UserRow::no_agent_operator, &UserRow::failed_logins, &UserRow::locked_until,
                    &UserRow::created_at);
constexpr auto kAccessKey =
    std::make_tuple(&AccessKeyRow::access_key, &AccessKeyRow::secret_key, &AccessKeyRow::user_id,
                    &AccessKeyRow::account_id, &AccessKeyRow::active, &AccessKeyRow::bad_signatures,
                    &AccessKeyRow::locked_until, &AccessKeyRow::created_at);
constexpr auto kProject = std::make_tuple(&ProjectRow::id, &ProjectRow::account_id,
                                          &ProjectRow::name, &ProjectRow::enabled);
constexpr auto kAgency = std::make_tuple(&AgencyRow::id, &AgencyRow::account_id, &AgencyRow::name,
                                         &AgencyRow::trusted_account_id, &AgencyRow::created_at);
constexpr auto kToken =
    std::make_tuple(&TokenRow::digest, &TokenRow::method, &TokenRow::account_id, &TokenRow::user_id,
                    &TokenRow::user_name, &TokenRow::project_id, &TokenRow::assumed_by_account_id,
                    &TokenRow::assumed_by_user_id, &TokenRow::issued_at, &TokenRow::expires_at);
constexpr auto kTemporaryKey =
    std::make_tuple(&TemporaryKeyRow::access_key, &TemporaryKeyRow::secret_key,
                    &TemporaryKeyRow::security_token_digest, &TemporaryKeyRow::account_id,
                    &TemporaryKeyRow::user_id, &TemporaryKeyRow::user_name,
                    &TemporaryKeyRow::assumed_by_account_id, &TemporaryKeyRow::assumed_by_user_id,
                    &TemporaryKeyRow::issued_at, &TemporaryKeyRow::expires_at);

}  // namespace

std::optional<UserRow> find_user(Database& db, const std::string& account_id,
                                 const std::string& name) {
  return select_one<UserRow>(db, kUser,
                             "SELECT id, account_id, name, password_salt, password_hash, disabled, "
                             "console_only, no_agent_operator, "
                             "failed_logins, locked_until, created_at FROM users WHERE account_id "
                             "= :account AND name_key = :name",
                             account_id, text_key(name));
}

std::optional<UserRow> find_user_by_id(Database& db, const std::string& id) {
  return select_one<UserRow>(db, kUser,
                             "SELECT id, account_id, name, password_salt, password_hash, disabled, "
                             "console_only, no_agent_operator, "
                             "failed_logins, locked_until, created_at FROM users WHERE id = :id",
                             id);
}

std::vector<UserRow> list_users(Database& db, const std::string& account_id) {
  return select_all<UserRow>(db, kUser,
                             "SELECT id, account_id, name, password_salt, password_hash, disabled, "
                             "console_only, no_agent_operator, "
                             "failed_logins, locked_until, created_at FROM users WHERE account_id "
                             "= :account ORDER BY name_key",
                             account_id);
}

void insert_user(Database& db, const UserRow& user) {
  execute(
      db,
      "INSERT INTO users (id, account_id, name, name_key, password_salt, password_hash, disabled, "
      "console_only, no_agent_operator, failed_logins, locked_until, created_at) VALUES (:id, "
      ":account, "
      ":name, :name_key, :salt, :hash, :disabled, :console_only, :no_agent_operator, :failed, "
      ":locked, "
      ":created)",
      user.id, user.account_id, user.name, text_key(user.name), user.password_salt,
      user.password_hash, user.disabled, user.console_only, user.no_agent_operator,
      user.failed_logins, user.locked_until, user.created_at);
}

void set_login_state(Database& db, const std::string& user_id, std::int64_t failed_logins,
                     std::optional<std::int64_t> locked_until) {
  execute(db, "UPDATE users SET failed_logins = :failed, locked_until = :locked WHERE id = :id",
          failed_logins, locked_until, user_id);
}

void set_user_flags(Database& db, const std::string& user_id, bool disabled, bool console_only,
                    bool no_agent_operator) {
  execute(db,
          "UPDATE users SET disabled = :disabled, console_only = :console_only, no_agent_operator "
          "= :no_agent "
          "WHERE id = :id",
          disabled, console_only, no_agent_operator, user_id);
}

std::optional<AccessKeyRow> find_access_key(Database& db, const std::string& access_key) {
  return select_one<AccessKeyRow>(db, kAccessKey,
                                  "SELECT k.access_key, k.secret_key, k.user_id, u.account_id, "
                                  "k.active, k.bad_signatures, k.locked_until, "
                                  "k.created_at FROM access_keys k JOIN users u ON u.id = "
                                  "k.user_id WHERE k.access_key = :access_key",
                                  access_key);
}

std::vector<AccessKeyRow> list_access_keys(Database& db, const std::string& account_id) {
  return select_all<AccessKeyRow>(db, kAccessKey,
                                  "SELECT k.access_key, k.secret_key, k.user_id, u.account_id, "
                                  "k.active, k.bad_signatures, k.locked_until, "
                                  "k.created_at FROM users u JOIN access_keys k ON k.user_id = "
                                  "u.id WHERE u.account_id = :account "
                                  "ORDER BY k.created_at, k.access_key",
                                  account_id);
}

std::vector<AccessKeyRow> list_access_keys(Database& db) {
  return select_all<AccessKeyRow>(db, kAccessKey,
                                  "SELECT k.access_key, k.secret_key, k.user_id, u.account_id, "
                                  "k.active, k.bad_signatures, k.locked_until, "
                                  "k.created_at FROM access_keys k JOIN users u ON u.id = "
                                  "k.user_id ORDER BY k.created_at, k.access_key");
}

void replace_access_key(Database& db, const std::string& old_key, const std::string& new_key,
                        const std::string& secret_key) {
  execute(db,
          "UPDATE access_keys SET access_key = :new_key, secret_key = :secret WHERE access_key = "
          ":old_key",
          new_key, secret_key, old_key);
}

void insert_access_key(Database& db, const AccessKeyRow& key) {
  execute(db,
          "INSERT INTO access_keys (access_key, secret_key, user_id, active, bad_signatures, "
          "locked_until, "
          "created_at) VALUES (:access_key, :secret_key, :user, :active, :bad, :locked, :created)",
          key.access_key, key.secret_key, key.user_id, key.active, key.bad_signatures,
          key.locked_until, key.created_at);
}

std::optional<ProjectRow> find_project(Database& db, const std::string& id) {
  return select_one<ProjectRow>(
      db, kProject, "SELECT id, account_id, name, enabled FROM projects WHERE id = :id", id);
}

std::optional<ProjectRow> find_project_by_name(Database& db, const std::string& account_id,
                                               const std::string& name) {
  return select_one<ProjectRow>(db, kProject,
                                "SELECT id, account_id, name, enabled FROM projects WHERE "
                                "account_id = :account AND name = :name",
                                account_id, name);
}

std::vector<ProjectRow> list_projects(Database& db, const std::string& account_id) {
  return select_all<ProjectRow>(db, kProject,
                                "SELECT id, account_id, name, enabled FROM projects WHERE "
                                "account_id = :account ORDER BY name",
                                account_id);
}

void insert_project(Database& db, const ProjectRow& project) {
  insert_row(db, project, kProject,
             "INSERT INTO projects (id, account_id, name, enabled) VALUES (:id, :account, :name, "
             ":enabled)");
}

std::optional<AgencyRow> find_agency(Database& db, const std::string& account_id,
                                     const std::string& name) {
  return select_one<AgencyRow>(
      db, kAgency,
      "SELECT id, account_id, name, trusted_account_id, created_at FROM agencies "
      "WHERE account_id = :account AND name = :name",
      account_id, name);
}

void insert_agency(Database& db, const AgencyRow& agency) {
  insert_row(db, agency, kAgency,
             "INSERT INTO agencies (id, account_id, name, trusted_account_id, created_at) "
             "VALUES (:id, :account, :name, :trusted, :created)");
}

void delete_agency(Database& db, const std::string& id) {
  execute(db, "DELETE FROM agencies WHERE id = :id", id);
}

std::optional<TokenRow> find_token(Database& db, const std::string& digest) {
  return select_one<TokenRow>(
      db, kToken,
      "SELECT digest, method, account_id, user_id, user_name, project_id, assumed_by_account_id, "
      "assumed_by_user_id, issued_at, expires_at FROM tokens WHERE digest = :digest",
      digest);
}

void insert_token(Database& db, const TokenRow& token) {
  insert_row(
      db, token, kToken,
      "INSERT INTO tokens (digest, method, account_id, user_id, user_name, project_id, "
      "assumed_by_account_id, assumed_by_user_id, issued_at, expires_at) VALUES (:digest, :method, "
      ":account, :user, :user_name, :project, :by_account, :by_user, :issued, :expires)");
}

void delete_tokens_and_temporary_keys(Database& db) {
  execute(db, "DELETE FROM tokens");
  execute(db, "DELETE FROM temporary_keys");
}

void delete_expired_tokens(Database& db, std::int64_t before) {
  execute(db, "DELETE FROM tokens WHERE expires_at < :before", before);
  execute(db, "DELETE FROM temporary_keys WHERE expires_at < :before", before);
}

std::optional<TemporaryKeyRow> find_temporary_key(Database& db, const std::string& access_key) {
  return select_one<TemporaryKeyRow>(
      db, kTemporaryKey,
      "SELECT access_key, secret_key, security_token_digest, account_id, user_id, user_name, "
      "assumed_by_account_id, assumed_by_user_id, issued_at, expires_at FROM temporary_keys "
      "WHERE access_key = :access_key",
      access_key);
}

void insert_temporary_key(Database& db, const TemporaryKeyRow& key) {
  insert_row(db, key, kTemporaryKey,
             "INSERT INTO temporary_keys (access_key, secret_key, security_token_digest, "
             "account_id, user_id, "
             "user_name, assumed_by_account_id, assumed_by_user_id, issued_at, expires_at) VALUES "
             "(:access_key, "
             ":secret_key, :digest, :account, :user, :user_name, :by_account, :by_user, :issued, "
             ":expires)");
}

}  // namespace bss::mock::store
