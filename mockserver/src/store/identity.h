// Rows of IAM: users, access keys, projects, agencies, tokens, temporary keys. Used by iam/
// (logins, signatures, tokens) and by the seed. Times are milliseconds UTC; tokens come as SHA-256
// digests, never as text.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

struct UserRow {
  std::string id;
  std::string account_id;
  std::string name;
  std::optional<std::string> password_salt;  ///< none: nobody knows the password
  std::optional<std::string> password_hash;  ///< SHA-256 of salt and password, lower-case hex
  bool disabled = false;
  bool console_only = false;
  bool no_agent_operator = false;
  std::int64_t failed_logins = 0;
  std::optional<std::int64_t> locked_until;
  std::int64_t created_at = 0;
};
/// Names are compared without regard to case.
std::optional<UserRow> find_user(Database& db, const std::string& account_id,
                                 const std::string& name);
std::optional<UserRow> find_user_by_id(Database& db, const std::string& id);
std::vector<UserRow> list_users(Database& db, const std::string& account_id);
void insert_user(Database& db, const UserRow& user);
void set_login_state(Database& db, const std::string& user_id, std::int64_t failed_logins,
                     std::optional<std::int64_t> locked_until);
void set_user_flags(Database& db, const std::string& user_id, bool disabled, bool console_only,
                    bool no_agent_operator);

struct AccessKeyRow {
  std::string access_key;
  std::string secret_key;
  std::string user_id;
  std::string account_id;  ///< of the user; read only
  bool active = true;
  std::int64_t bad_signatures = 0;
  std::optional<std::int64_t> locked_until;
  std::int64_t created_at = 0;
};
std::optional<AccessKeyRow> find_access_key(Database& db, const std::string& access_key);
std::vector<AccessKeyRow> list_access_keys(Database& db, const std::string& account_id);
/// Of everybody.
std::vector<AccessKeyRow> list_access_keys(Database& db);
void insert_access_key(Database& db, const AccessKeyRow& key);
void replace_access_key(Database& db, const std::string& old_key, const std::string& new_key,
                        const std::string& secret_key);

struct ProjectRow {
  std::string id;
  std::string account_id;
  std::string name;
  bool enabled = true;
};
std::optional<ProjectRow> find_project(Database& db, const std::string& id);
std::optional<ProjectRow> find_project_by_name(Database& db, const std::string& account_id,
                                               const std::string& name);
/// In the order of their names.
std::vector<ProjectRow> list_projects(Database& db, const std::string& account_id);
void insert_project(Database& db, const ProjectRow& project);

struct AgencyRow {
  std::string id;
  std::string account_id;          ///< whose resources may be used
  std::string name;                ///< platform id of the partner (R-AUTH-07)
  std::string trusted_account_id;  ///< who may use them
  std::int64_t created_at = 0;
};
std::optional<AgencyRow> find_agency(Database& db, const std::string& account_id,
                                     const std::string& name);
void insert_agency(Database& db, const AgencyRow& agency);
void delete_agency(Database& db, const std::string& id);

struct TokenRow {
  std::string digest;
  std::string method;  ///< password, token, assume_role
  std::string account_id;
  std::string user_id;
  std::string user_name;
  std::optional<std::string> project_id;  ///< none: scope is the account
  std::optional<std::string> assumed_by_account_id;
  std::optional<std::string> assumed_by_user_id;
  std::int64_t issued_at = 0;
  std::int64_t expires_at = 0;
};
std::optional<TokenRow> find_token(Database& db, const std::string& digest);
void insert_token(Database& db, const TokenRow& token);
/// Forgets tokens and temporary keys that expired before `before`.
void delete_tokens_and_temporary_keys(Database& db);
void delete_expired_tokens(Database& db, std::int64_t before);

struct TemporaryKeyRow {
  std::string access_key;
  std::string secret_key;
  std::string security_token_digest;
  std::string account_id;
  std::string user_id;
  std::string user_name;
  std::optional<std::string> assumed_by_account_id;
  std::optional<std::string> assumed_by_user_id;
  std::int64_t issued_at = 0;
  std::int64_t expires_at = 0;
};
std::optional<TemporaryKeyRow> find_temporary_key(Database& db, const std::string& access_key);
void insert_temporary_key(Database& db, const TemporaryKeyRow& key);

}  // namespace bss::mock::store
