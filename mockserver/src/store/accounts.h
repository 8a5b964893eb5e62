// Rows of accounts (partners, resellers, customers), their platforms and their associations. Used
// by domain/, iam/ and the seed. Times are milliseconds UTC.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

struct AccountRow {
  std::string id;
  std::string kind;  ///< solution_partner, distributor, reseller, customer
  std::int64_t site = 1;
  std::string name;
  std::string corp_name;
  std::string country_code;
  std::optional<std::string> mobile_phone;
  std::optional<std::string> email;
  std::optional<std::string> domain_area;
  std::int64_t created_at = 0;
  std::optional<std::string> distributor_id;
  std::optional<std::int64_t> associated_on;
  std::string manager_id;
  std::string manager_name;
  std::optional<std::int64_t> credit_limit;  ///< 1e-8 of the unit
  bool sandbox = false;
  bool restricted = false;
  bool removed = false;
  bool leaving = false;
  bool channel_only = false;
  bool uses_coupons_itself = false;
  bool joined_programme = true;
  bool has_allocatable_account = false;
  std::optional<std::string> xaccount_type;
  std::optional<std::string> xaccount_id;
  std::string label;
  std::string customer_level = "V0";
  std::optional<std::string> real_name;
  std::int64_t verified_status = -1;
  std::int64_t customer_type = -1;
  bool market_closed = false;
  bool no_account = false;
  bool finance_custody = false;
  bool frozen = false;
  std::optional<std::string> freeze_type;
  bool associated_before = false;
  bool blocked_agency = false;
};
std::optional<AccountRow> find_account(Database& db, const std::string& id);
/// Names are compared without regard to case.
std::optional<AccountRow> find_account_by_name(Database& db, const std::string& name);
bool email_in_use(Database& db, const std::string& email);
std::int64_t count_by_mobile(Database& db, const std::string& mobile_phone);
bool xaccount_in_use(Database& db, const std::string& xaccount_type,
                     const std::string& xaccount_id);
void insert_account(Database& db, const AccountRow& account);
/// Everything but id, kind, site, name, distributor and creation time.
void update_account(Database& db, const AccountRow& account);
std::vector<AccountRow> list_accounts(Database& db);
std::int64_t count_accounts(Database& db);

struct OperationBar {
  std::string operation;
  std::string reason;  ///< missing_permission, refused
};
/// Operations the account may not call although its kind may.
std::vector<OperationBar> list_operation_bars(Database& db, const std::string& account_id);
/// Replaces the bars of one reason.
void set_operation_bars(Database& db, const std::string& account_id, const std::string& reason,
                        const std::vector<std::string>& operations);

/// Of the account, and of its user that bears the same name.
void rename_account(Database& db, const std::string& account_id, const std::string& from,
                    const std::string& to);
void insert_platform(Database& db, const std::string& xaccount_type, const std::string& account_id);
/// The account a platform id was given to.
std::optional<std::string> platform_owner(Database& db, const std::string& xaccount_type);
std::vector<std::string> list_platforms(Database& db, const std::string& account_id);

struct AssociationRow {
  std::int64_t id = 0;
  std::string customer_id;
  std::string partner_id;
  std::int64_t type = 2;
  std::string state;  ///< pending, associated, failed, ended
  std::int64_t requested_at = 0;
  std::int64_t due_at = 0;
  std::optional<std::int64_t> associated_at;
  std::optional<std::int64_t> ended_at;
  std::optional<std::string> failure;
};
void insert_association(Database& db, AssociationRow& association);  ///< fills in the id
void update_association(Database& db, const AssociationRow& association);
/// The one that is pending or associated.
std::optional<AssociationRow> current_association(Database& db, const std::string& customer_id);
std::optional<AssociationRow> latest_association(Database& db, const std::string& customer_id);
std::optional<AssociationRow> find_association(Database& db, std::int64_t id);
/// The pending one that falls due first.
std::optional<AssociationRow> next_due_association(Database& db);

}  // namespace bss::mock::store
