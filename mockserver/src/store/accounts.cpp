#include "store/accounts.h"

#include "store/sql.h"
#include "store/text_key.h"

namespace bss::mock::store {

namespace {

/// Every column of the row, in the order of its members.
constexpr char kSelectAccount[] =
    "SELECT id, kind, site, name, corp_name, country_code, mobile_phone, email, domain_area, "
    "created_at, distributor_id, associated_on, manager_id, manager_name, credit_limit, sandbox, "
    "restricted, removed, leaving, channel_only, uses_coupons_itself, joined_programme, "
    "has_allocatable_account, xaccount_type, xaccount_id, label, customer_level, real_name, "
    "verified_status, customer_type, market_closed, no_account, finance_custody, frozen, "
    "freeze_type, associated_before, blocked_agency FROM accounts";

/// Every column of the row, in the order of its members.
constexpr char kSelectAssociation[] =
    "SELECT id, customer_id, partner_id, type, state, requested_at, due_at, associated_at, "
    "ended_at, failure FROM associations";

constexpr auto kAccount = std::make_tuple(
    &AccountRow::id, &AccountRow::kind, &AccountRow::site, &AccountRow::name,
    &AccountRow::corp_name, &AccountRow::country_code, &AccountRow::mobile_phone,
    &AccountRow::email, &AccountRow::domain_area, &AccountRow::created_at,
    &AccountRow::distributor_id, &AccountRow::associated_on, &AccountRow::manager_id,
    &AccountRow::manager_name, &AccountRow::credit_limit, &AccountRow::sandbox,
    &AccountRow::restricted, &AccountRow::removed, &AccountRow::leaving, &AccountRow::channel_only,
    &AccountRow::uses_coupons_itself, &AccountRow::joined_programme,
    &AccountRow::has_allocatable_account, &AccountRow::xaccount_type, &AccountRow::xaccount_id,
    &AccountRow::label, &AccountRow::customer_level, &AccountRow::real_name,
    &AccountRow::verified_status, &AccountRow::customer_type, &AccountRow::market_closed,
    &AccountRow::no_account, &AccountRow::finance_custody, &AccountRow::frozen,
    &AccountRow::freeze_type, &AccountRow::associated_before, &AccountRow::blocked_agency);
constexpr auto kBar = std::make_tuple(&OperationBar::operation, &OperationBar::reason);
constexpr auto kAssociation =
    std::make_tuple(&AssociationRow::id, &AssociationRow::customer_id, &AssociationRow::partner_id,
                    &AssociationRow::type, &AssociationRow::state, &AssociationRow::requested_at,
                    &AssociationRow::due_at, &AssociationRow::associated_at,
                    &AssociationRow::ended_at, &AssociationRow::failure);

std::optional<std::string> key_of(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::nullopt;
  return text_key(*text);
}

}  // namespace

// The columns stand in the order of kAccount; a literal of its own in each statement, because the
// address of the text is what finds the prepared statement again.
std::optional<AccountRow> find_account(Database& db, const std::string& id) {
  static const std::string sql = std::string(kSelectAccount) + " WHERE id = :id";
  return select_one<AccountRow>(db, kAccount, sql.c_str(), id);
}

std::optional<AccountRow> find_account_by_name(Database& db, const std::string& name) {
  static const std::string sql = std::string(kSelectAccount) + " WHERE name_key = :name";
  return select_one<AccountRow>(db, kAccount, sql.c_str(), text_key(name));
}

std::vector<AccountRow> list_accounts(Database& db) {
  static const std::string sql = std::string(kSelectAccount) + " ORDER BY created_at, id";
  return select_all<AccountRow>(db, kAccount, sql.c_str());
}

std::int64_t count_accounts(Database& db) {
  return select_value<std::int64_t>(db, "SELECT COUNT(*) FROM accounts").value_or(0);
}

bool email_in_use(Database& db, const std::string& email) {
  return select_value<std::int64_t>(db, "SELECT COUNT(*) FROM accounts WHERE email_key = :email",
                                    text_key(email))
             .value_or(0) > 0;
}

std::int64_t count_by_mobile(Database& db, const std::string& mobile_phone) {
  return select_value<std::int64_t>(
             db, "SELECT COUNT(*) FROM accounts WHERE mobile_phone = :mobile", mobile_phone)
      .value_or(0);
}

bool xaccount_in_use(Database& db, const std::string& xaccount_type,
                     const std::string& xaccount_id) {
  return select_value<std::int64_t>(
             db, "SELECT COUNT(*) FROM accounts WHERE xaccount_type = :type AND xaccount_id = :id",
             xaccount_type, xaccount_id)
             .value_or(0) > 0;
}

void insert_account(Database& db, const AccountRow& account) {
  execute(db,
          "INSERT INTO accounts (id, kind, site, name, corp_name, country_code, mobile_phone, "
          "email, domain_area, created_at, distributor_id, associated_on, manager_id, "
          "manager_name, credit_limit, sandbox, restricted, removed, leaving, channel_only, "
          "uses_coupons_itself, joined_programme, has_allocatable_account, xaccount_type, "
          "xaccount_id, label, customer_level, real_name, verified_status, customer_type, "
          "market_closed, no_account, finance_custody, frozen, freeze_type, associated_before, "
          "blocked_agency, name_key, email_key) VALUES (:id, :kind, :site, :name, :corp_name, "
          ":country_code, :mobile_phone, :email, :domain_area, :created_at, :distributor_id, "
          ":associated_on, :manager_id, :manager_name, :credit_limit, :sandbox, :restricted, "
          ":removed, :leaving, :channel_only, :uses_coupons_itself, :joined_programme, "
          ":has_allocatable_account, :xaccount_type, :xaccount_id, :label, :customer_level, "
          ":real_name, :verified_status, :customer_type, :market_closed, :no_account, "
          ":finance_custody, :frozen, :freeze_type, :associated_before, :blocked_agency, "
          ":name_key, :email_key)",
          account.id, account.kind, account.site, account.name, account.corp_name,
          account.country_code, account.mobile_phone, account.email, account.domain_area,
          account.created_at, account.distributor_id, account.associated_on, account.manager_id,
          account.manager_name, account.credit_limit, account.sandbox, account.restricted,
          account.removed, account.leaving, account.channel_only, account.uses_coupons_itself,
          account.joined_programme, account.has_allocatable_account, account.xaccount_type,
          account.xaccount_id, account.label, account.customer_level, account.real_name,
          account.verified_status, account.customer_type, account.market_closed, account.no_account,
          account.finance_custody, account.frozen, account.freeze_type, account.associated_before,
          account.blocked_agency, text_key(account.name), key_of(account.email));
}

void update_account(Database& db, const AccountRow& account) {
  execute(db,
          "UPDATE accounts SET corp_name = :corp_name, country_code = :country_code, mobile_phone "
          "= :mobile_phone, email = :email, domain_area = :domain_area, associated_on = "
          ":associated_on, manager_id = :manager_id, manager_name = :manager_name, credit_limit = "
          ":credit_limit, sandbox = :sandbox, restricted = :restricted, removed = :removed, "
          "leaving = :leaving, channel_only = :channel_only, uses_coupons_itself = "
          ":uses_coupons_itself, joined_programme = :joined_programme, has_allocatable_account = "
          ":has_allocatable_account, xaccount_type = :xaccount_type, xaccount_id = :xaccount_id, "
          "label = :label, customer_level = :customer_level, real_name = :real_name, "
          "verified_status = :verified_status, customer_type = :customer_type, market_closed = "
          ":market_closed, no_account = :no_account, finance_custody = :finance_custody, frozen = "
          ":frozen, freeze_type = :freeze_type, associated_before = :associated_before, "
          "blocked_agency = :blocked_agency, email_key = :email_key WHERE id = :id",
          account.corp_name, account.country_code, account.mobile_phone, account.email,
          account.domain_area, account.associated_on, account.manager_id, account.manager_name,
          account.credit_limit, account.sandbox, account.restricted, account.removed,
          account.leaving, account.channel_only, account.uses_coupons_itself,
          account.joined_programme, account.has_allocatable_account, account.xaccount_type,
          account.xaccount_id, account.label, account.customer_level, account.real_name,
          account.verified_status, account.customer_type, account.market_closed, account.no_account,
          account.finance_custody, account.frozen, account.freeze_type, account.associated_before,
          account.blocked_agency, key_of(account.email), account.id);
}

std::vector<OperationBar> list_operation_bars(Database& db, const std::string& account_id) {
  return select_all<OperationBar>(db, kBar,
                                  "SELECT operation, reason FROM account_operations WHERE "
                                  "account_id = :account ORDER BY operation, reason",
                                  account_id);
}

void set_operation_bars(Database& db, const std::string& account_id, const std::string& reason,
                        const std::vector<std::string>& operations) {
  execute(db, "DELETE FROM account_operations WHERE account_id = :account AND reason = :reason",
          account_id, reason);
  for (const std::string& operation : operations) {
    execute(db,
            "INSERT INTO account_operations (account_id, operation, reason) VALUES (:account, "
            ":operation, "
            ":reason) ON CONFLICT DO NOTHING",
            account_id, operation, reason);
  }
}

void rename_account(Database& db, const std::string& account_id, const std::string& from,
                    const std::string& to) {
  execute(db, "UPDATE accounts SET name = :name, name_key = :name_key WHERE id = :id", to,
          text_key(to), account_id);
  execute(
      db,
      "UPDATE users SET name = :name, name_key = :name_key WHERE account_id = :id AND name_key = "
      ":old",
      to, text_key(to), account_id, text_key(from));
}

void insert_platform(Database& db, const std::string& xaccount_type,
                     const std::string& account_id) {
  execute(db, "INSERT INTO platforms (xaccount_type, account_id) VALUES (:type, :account)",
          xaccount_type, account_id);
}

std::optional<std::string> platform_owner(Database& db, const std::string& xaccount_type) {
  return select_value<std::string>(
      db, "SELECT account_id FROM platforms WHERE xaccount_type = :type", xaccount_type);
}

std::vector<std::string> list_platforms(Database& db, const std::string& account_id) {
  std::vector<std::string> platforms;
  for (auto& row : select_all<Single<std::string>>(
           db, std::make_tuple(&Single<std::string>::value),
           "SELECT xaccount_type FROM platforms WHERE account_id = :account ORDER BY xaccount_type",
           account_id)) {
    platforms.push_back(std::move(row.value));
  }
  return platforms;
}

void insert_association(Database& db, AssociationRow& association) {
  association.id = db.next_number("association");
  insert_row(
      db, association, kAssociation,
      "INSERT INTO associations (id, customer_id, partner_id, type, state, requested_at, due_at, "
      "associated_at, ended_at, failure) VALUES (:id, :customer, :partner, :type, :state, "
      ":requested, "
      ":due, :associated, :ended, :failure)");
}

void update_association(Database& db, const AssociationRow& association) {
  execute(db,
          "UPDATE associations SET type = :type, state = :state, due_at = :due, associated_at = "
          ":associated, "
          "ended_at = :ended, failure = :failure WHERE id = :id",
          association.type, association.state, association.due_at, association.associated_at,
          association.ended_at, association.failure, association.id);
}

std::optional<AssociationRow> current_association(Database& db, const std::string& customer_id) {
  static const std::string sql =
      std::string(kSelectAssociation) +
      " WHERE customer_id = :customer AND state IN ('pending', 'associated')";
  return select_one<AssociationRow>(db, kAssociation, sql.c_str(), customer_id);
}

std::optional<AssociationRow> latest_association(Database& db, const std::string& customer_id) {
  static const std::string sql =
      std::string(kSelectAssociation) + " WHERE customer_id = :customer ORDER BY id DESC LIMIT 1";
  return select_one<AssociationRow>(db, kAssociation, sql.c_str(), customer_id);
}

std::optional<AssociationRow> find_association(Database& db, std::int64_t id) {
  static const std::string sql = std::string(kSelectAssociation) + " WHERE id = :id";
  return select_one<AssociationRow>(db, kAssociation, sql.c_str(), id);
}

std::optional<AssociationRow> next_due_association(Database& db) {
  static const std::string sql =
      std::string(kSelectAssociation) + " WHERE state = 'pending' ORDER BY due_at, id LIMIT 1";
  return select_one<AssociationRow>(db, kAssociation, sql.c_str());
}

}  // namespace bss::mock::store
