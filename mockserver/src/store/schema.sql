-- The state of one workspace. Read it as a document: what a table forbids cannot happen, whatever a rule overlooks.
--
-- Conventions
--   amounts     INTEGER, in 1e-8 of the unit (yuan or dollar): 10.00 is 1000000000. Never NUMERIC, never REAL.
--               "% 1000000 = 0" means at most two decimals (accounts-coupons E.4, invariant 12).
--   instants    INTEGER, milliseconds since 1970 in UTC.
--   flags       INTEGER, 0 or 1.
--   ids         TEXT, opaque. *_key columns hold a lower-case copy for comparisons without regard to case.
--   records     tables that only grow; triggers at the end refuse to change or remove a row.
-- Outside of the triggers only SQL that PostgreSQL reads as well.
-- Indexes under lists hold what the list asks for without a filter in the order it is given, so that a page is found
-- without touching the rows before it. How long it is stands in list_totals.

-- ------------------------------------------------------------------------------------------------ workspace

CREATE TABLE world_state (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Numbered series: ids of records, quotas, coupons and transfers.
CREATE TABLE sequences (
  series TEXT PRIMARY KEY,
  next   INTEGER NOT NULL CHECK (next > 0)
);

-- ------------------------------------------------------------------------------------------------ who takes part

CREATE TABLE accounts (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('solution_partner', 'distributor', 'reseller', 'customer')),
  site            INTEGER NOT NULL CHECK (site IN (1, 2)),          -- 1 China, 2 international
  name            TEXT NOT NULL,
  name_key        TEXT NOT NULL UNIQUE,                             -- customers.md Check 2: one name in the whole cloud
  corp_name       TEXT NOT NULL DEFAULT '',
  country_code    TEXT NOT NULL DEFAULT '',
  mobile_phone    TEXT,
  email           TEXT,
  email_key       TEXT,
  domain_area     TEXT,
  created_at      INTEGER NOT NULL,

  -- partners and resellers
  distributor_id  TEXT REFERENCES accounts (id),
  associated_on   INTEGER,                                          -- a reseller with its distributor
  manager_id      TEXT NOT NULL DEFAULT '',                         -- account manager: login name
  manager_name    TEXT NOT NULL DEFAULT '',
  credit_limit    INTEGER CHECK (credit_limit >= 0),
  sandbox                 INTEGER NOT NULL DEFAULT 0 CHECK (sandbox IN (0, 1)),
  restricted              INTEGER NOT NULL DEFAULT 0 CHECK (restricted IN (0, 1)),
  removed                 INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)),
  leaving                 INTEGER NOT NULL DEFAULT 0 CHECK (leaving IN (0, 1)),
  channel_only            INTEGER NOT NULL DEFAULT 0 CHECK (channel_only IN (0, 1)),
  uses_coupons_itself     INTEGER NOT NULL DEFAULT 0 CHECK (uses_coupons_itself IN (0, 1)),
  joined_programme        INTEGER NOT NULL DEFAULT 1 CHECK (joined_programme IN (0, 1)),
  has_allocatable_account INTEGER NOT NULL DEFAULT 0 CHECK (has_allocatable_account IN (0, 1)),

  -- customers
  xaccount_type   TEXT,
  xaccount_id     TEXT,
  label           TEXT NOT NULL DEFAULT '',
  customer_level  TEXT NOT NULL DEFAULT 'V0',
  real_name       TEXT,
  verified_status INTEGER NOT NULL DEFAULT -1 CHECK (verified_status BETWEEN -1 AND 3),
  customer_type   INTEGER NOT NULL DEFAULT -1 CHECK (customer_type BETWEEN -1 AND 1),
  market_closed     INTEGER NOT NULL DEFAULT 0 CHECK (market_closed IN (0, 1)),
  no_account        INTEGER NOT NULL DEFAULT 0 CHECK (no_account IN (0, 1)),
  finance_custody   INTEGER NOT NULL DEFAULT 0 CHECK (finance_custody IN (0, 1)),
  frozen            INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
  freeze_type       TEXT CHECK (freeze_type IN ('ACCOUNT', 'ACCOUNT_AND_RESOURCE')),
  associated_before INTEGER NOT NULL DEFAULT 0 CHECK (associated_before IN (0, 1)),
  blocked_agency    INTEGER NOT NULL DEFAULT 0 CHECK (blocked_agency IN (0, 1)),

  CHECK ((kind = 'reseller') = (distributor_id IS NOT NULL)),
  CHECK ((xaccount_type IS NULL) = (xaccount_id IS NULL)),
  CHECK (kind = 'customer' OR xaccount_id IS NULL)
);
-- CreateSubCustomer 4: an id of the platform is mapped once.
CREATE UNIQUE INDEX accounts_by_xaccount ON accounts (xaccount_type, xaccount_id) WHERE xaccount_id IS NOT NULL;
CREATE INDEX accounts_by_mobile ON accounts (mobile_phone) WHERE mobile_phone IS NOT NULL;
CREATE INDEX accounts_by_email ON accounts (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX accounts_by_distributor ON accounts (distributor_id, associated_on DESC, id) WHERE distributor_id IS NOT NULL;

-- Operations an account may not call although its kind may (role phase of the gateway).
CREATE TABLE account_operations (
  account_id TEXT NOT NULL REFERENCES accounts (id),
  operation  TEXT NOT NULL,
  reason     TEXT NOT NULL CHECK (reason IN ('missing_permission', 'refused')),
  PRIMARY KEY (account_id, operation, reason)
);

-- xaccount_type of a partner, given by the vendor; also the name of the agency in its customers' accounts.
CREATE TABLE platforms (
  xaccount_type TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES accounts (id)
);
CREATE INDEX platforms_by_account ON platforms (account_id);

-- ------------------------------------------------------------------------------------------------ identity (IAM)

CREATE TABLE users (
  id                TEXT PRIMARY KEY,
  account_id        TEXT NOT NULL REFERENCES accounts (id),
  name              TEXT NOT NULL,
  name_key          TEXT NOT NULL,
  password_salt     TEXT,                                           -- null: nobody knows the password
  password_hash     TEXT,                                           -- SHA-256 of salt and password, hex
  disabled          INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  console_only      INTEGER NOT NULL DEFAULT 0 CHECK (console_only IN (0, 1)),
  no_agent_operator INTEGER NOT NULL DEFAULT 0 CHECK (no_agent_operator IN (0, 1)),
  failed_logins     INTEGER NOT NULL DEFAULT 0 CHECK (failed_logins >= 0),
  locked_until      INTEGER,
  created_at        INTEGER NOT NULL,
  UNIQUE (account_id, name_key),
  CHECK ((password_salt IS NULL) = (password_hash IS NULL))
);

CREATE TABLE access_keys (
  access_key     TEXT PRIMARY KEY,
  secret_key     TEXT NOT NULL,                                     -- readable: a signature is recomputed from it
  user_id        TEXT NOT NULL REFERENCES users (id),
  active         INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  bad_signatures INTEGER NOT NULL DEFAULT 0 CHECK (bad_signatures >= 0),
  locked_until   INTEGER,
  created_at     INTEGER NOT NULL
);
CREATE INDEX access_keys_by_user ON access_keys (user_id);

CREATE TABLE projects (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts (id),
  name       TEXT NOT NULL,
  enabled    INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  UNIQUE (account_id, name)
);

-- An agency in `account_id` lets `trusted_account_id` act there (R-AUTH-07: its name is the platform id).
CREATE TABLE agencies (
  id                 TEXT PRIMARY KEY,
  account_id         TEXT NOT NULL REFERENCES accounts (id),
  name               TEXT NOT NULL,
  trusted_account_id TEXT NOT NULL REFERENCES accounts (id),
  created_at         INTEGER NOT NULL,
  UNIQUE (account_id, name)
);

-- Tokens and security tokens are kept as SHA-256 digests; the text itself is nowhere.
CREATE TABLE tokens (
  digest                TEXT PRIMARY KEY,
  method                TEXT NOT NULL CHECK (method IN ('password', 'token', 'assume_role')),
  account_id            TEXT NOT NULL REFERENCES accounts (id),
  user_id               TEXT NOT NULL,                              -- of assume_role: the agency
  user_name             TEXT NOT NULL,
  project_id            TEXT REFERENCES projects (id),              -- null: scope is the account
  assumed_by_account_id TEXT REFERENCES accounts (id),
  assumed_by_user_id    TEXT REFERENCES users (id),
  issued_at             INTEGER NOT NULL,
  expires_at            INTEGER NOT NULL,
  CHECK (expires_at > issued_at),
  CHECK ((method = 'assume_role') = (assumed_by_account_id IS NOT NULL))
);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

CREATE TABLE temporary_keys (
  access_key            TEXT PRIMARY KEY,
  secret_key            TEXT NOT NULL,
  security_token_digest TEXT NOT NULL UNIQUE,
  account_id            TEXT NOT NULL REFERENCES accounts (id),
  user_id               TEXT NOT NULL,
  user_name             TEXT NOT NULL,
  assumed_by_account_id TEXT REFERENCES accounts (id),
  assumed_by_user_id    TEXT REFERENCES users (id),
  issued_at             INTEGER NOT NULL,
  expires_at            INTEGER NOT NULL,
  CHECK (expires_at > issued_at)
);

-- ------------------------------------------------------------------------------------------------ association

-- customers.md section 11; R-ASSOC-02: one partner at a time.
CREATE TABLE associations (
  id            INTEGER PRIMARY KEY,
  customer_id   TEXT NOT NULL REFERENCES accounts (id),
  partner_id    TEXT NOT NULL REFERENCES accounts (id),             -- a reseller's customer belongs to the reseller
  type          INTEGER NOT NULL CHECK (type IN (1, 2)),            -- 1 referral, 2 resale (international: written 3)
  state         TEXT NOT NULL CHECK (state IN ('pending', 'associated', 'failed', 'ended')),
  requested_at  INTEGER NOT NULL,
  due_at        INTEGER NOT NULL,
  associated_at INTEGER,
  ended_at      INTEGER,
  failure       TEXT,                                               -- why it failed, or will fail when it falls due
  CHECK ((state IN ('associated', 'ended')) = (associated_at IS NOT NULL)),
  CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
  CHECK (state <> 'failed' OR failure IS NOT NULL)
);
CREATE UNIQUE INDEX associations_one_at_a_time ON associations (customer_id)
  WHERE state IN ('pending', 'associated');
CREATE INDEX associations_by_customer ON associations (customer_id);
CREATE INDEX associations_by_partner ON associations (partner_id, state, associated_at DESC, customer_id);
CREATE INDEX associations_referral ON associations (customer_id) WHERE type = 1 AND state = 'associated';
CREATE INDEX associations_due ON associations (due_at) WHERE state = 'pending';

-- Customers that are entitled to be tagged as new (ListSubCustomerNewTag): the months of the tag, YYYY-MM in GMT+8,
-- null while the threshold is not reached.
CREATE TABLE new_customer_tags (
  customer_id TEXT PRIMARY KEY REFERENCES accounts (id),
  first_month TEXT,
  last_month  TEXT,
  CHECK ((first_month IS NULL) = (last_month IS NULL)),
  CHECK (first_month <= last_month)
);

-- ------------------------------------------------------------------------------------------------ codes and messages

CREATE TABLE verification_codes (
  id          INTEGER PRIMARY KEY,
  receiver    TEXT NOT NULL,
  scene       INTEGER NOT NULL CHECK (scene IN (18, 29)),
  customer_id TEXT REFERENCES accounts (id),
  code        TEXT NOT NULL,
  lang        TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  failures    INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
  state       TEXT NOT NULL CHECK (state IN ('active', 'consumed', 'replaced')),
  CHECK (expires_at > created_at),
  CHECK ((scene = 18) = (customer_id IS NOT NULL))
);
CREATE UNIQUE INDEX verification_codes_newest ON verification_codes (receiver, scene) WHERE state = 'active';

CREATE TABLE verification_sends (
  id       INTEGER PRIMARY KEY,
  receiver TEXT NOT NULL,
  scene    INTEGER NOT NULL,
  sent_at  INTEGER NOT NULL
);
CREATE INDEX verification_sends_by_receiver ON verification_sends (receiver, scene, sent_at);

-- What the real service would send; the mailbox of the control API.
CREATE TABLE messages (
  id       INTEGER PRIMARY KEY,
  channel  TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
  receiver TEXT NOT NULL,
  kind     TEXT NOT NULL,
  lang     TEXT NOT NULL,
  code     TEXT,
  text     TEXT NOT NULL,
  sent_at  INTEGER NOT NULL
);
CREATE INDEX messages_by_receiver ON messages (receiver, id);

-- ------------------------------------------------------------------------------------------------ ledger

-- Double entry: every posting names one of these. Kinds: cash, arrears, card and the clearing accounts TOPUP, SALES, ADJ, QEX
-- of the money ledger (E.2); quota, coupon and GRANT, SPENT, VOID of the coupon ledger (E.3).
CREATE TABLE ledger_accounts (
  id     TEXT PRIMARY KEY,
  ledger TEXT NOT NULL CHECK (ledger IN ('money', 'coupon')),
  kind   TEXT NOT NULL CHECK (kind IN ('cash', 'arrears', 'card', 'quota', 'coupon', 'clearing'))
);

CREATE TABLE ledger_transactions (
  id       INTEGER PRIMARY KEY,
  ledger   TEXT NOT NULL CHECK (ledger IN ('money', 'coupon')),
  kind     TEXT NOT NULL,
  trade_id TEXT NOT NULL,
  at       INTEGER NOT NULL
);

-- A credit is positive and raises what is owed to the owner, a debit is negative; the postings of one transaction
-- sum to zero (kept by the only function that writes them, recomputed by ledger/check).
CREATE TABLE ledger_postings (
  id             INTEGER PRIMARY KEY,
  transaction_id INTEGER NOT NULL REFERENCES ledger_transactions (id),
  account        TEXT NOT NULL REFERENCES ledger_accounts (id),
  amount         INTEGER NOT NULL CHECK (amount <> 0 AND amount % 1000000 = 0)
);
CREATE INDEX ledger_postings_by_transaction ON ledger_postings (transaction_id);

-- One cash account an owner and purpose: 'partner' (partners and resellers), 'allocated' (resale customers: comes
-- into being with the first allocation), 'own' (a customer's own top-ups, not spendable while it is resale).
CREATE TABLE cash_accounts (
  id         TEXT PRIMARY KEY REFERENCES ledger_accounts (id),
  owner_id   TEXT NOT NULL REFERENCES accounts (id),
  purpose    TEXT NOT NULL CHECK (purpose IN ('partner', 'allocated', 'own')),
  currency   TEXT NOT NULL CHECK (currency IN ('CNY', 'USD')),
  amount     INTEGER NOT NULL DEFAULT 0 CHECK (amount >= 0 AND amount % 1000000 = 0),
  designated INTEGER NOT NULL DEFAULT 0 CHECK (designated >= 0 AND designated % 1000000 = 0),
  frozen     INTEGER NOT NULL DEFAULT 0 CHECK (frozen >= 0 AND frozen % 1000000 = 0),
  UNIQUE (owner_id, purpose),
  CHECK (designated + frozen <= amount)                             -- E.4 invariant 2
);

-- What a customer owes the vendor; a row for everyone who ever owed.
CREATE TABLE arrears (
  id          TEXT PRIMARY KEY REFERENCES ledger_accounts (id),
  customer_id TEXT NOT NULL UNIQUE REFERENCES accounts (id),
  amount      INTEGER NOT NULL CHECK (amount >= 0 AND amount % 1000000 = 0)
);

-- What customers bought from the vendor to pay with; no partner can issue or take back one.
CREATE TABLE stored_value_cards (
  card_id        TEXT PRIMARY KEY REFERENCES ledger_accounts (id),
  holder_id      TEXT NOT NULL REFERENCES accounts (id),
  card_name      TEXT NOT NULL,
  currency       TEXT NOT NULL CHECK (currency IN ('CNY', 'USD')),
  face_value     INTEGER NOT NULL CHECK (face_value > 0 AND face_value % 1000000 = 0),
  balance        INTEGER NOT NULL CHECK (balance >= 0 AND balance % 1000000 = 0),
  effective_time INTEGER NOT NULL,
  expire_time    INTEGER NOT NULL,
  create_time    INTEGER NOT NULL,
  CHECK (balance <= face_value),
  CHECK (effective_time < expire_time)
);
CREATE INDEX stored_value_cards_by_expiry ON stored_value_cards (holder_id, expire_time, balance);
CREATE INDEX stored_value_cards_by_holder ON stored_value_cards (holder_id, create_time, card_id, balance, expire_time);

-- RECORD. Allocations and reclaims, one a success (ListPartnerAdjustRecords).
CREATE TABLE adjustment_records (
  id                INTEGER PRIMARY KEY,
  trans_id          TEXT NOT NULL UNIQUE,
  transaction_id    INTEGER NOT NULL REFERENCES ledger_transactions (id),
  partner_id        TEXT NOT NULL REFERENCES accounts (id),
  counterparty_id   TEXT NOT NULL REFERENCES accounts (id),
  counterparty_name TEXT NOT NULL,
  operation_type    TEXT NOT NULL CHECK (operation_type IN ('SOURCE_OPERATION_BEADJUST',
                      'SOURCE_OPERATION_BERETRIEVE', 'SOURCE_OPERATION_BEUNBIND')),
  amount            INTEGER NOT NULL CHECK (amount > 0 AND amount % 1000000 = 0),
  currency          TEXT NOT NULL,
  operation_time    INTEGER NOT NULL,
  visible_at        INTEGER NOT NULL
);
CREATE INDEX adjustment_records_by_partner ON adjustment_records (partner_id, operation_time, id, visible_at);
CREATE INDEX adjustment_records_by_visibility ON adjustment_records (partner_id, visible_at);
CREATE INDEX adjustment_records_by_pair ON adjustment_records (partner_id, counterparty_id);

-- RECORD. Income and expense of one cash account, each with the balance after it.
CREATE TABLE account_change_records (
  id                INTEGER PRIMARY KEY,
  account_change_id TEXT NOT NULL UNIQUE,
  cash_account_id   TEXT NOT NULL REFERENCES cash_accounts (id),
  owner_id          TEXT NOT NULL REFERENCES accounts (id),
  transaction_id    INTEGER NOT NULL REFERENCES ledger_transactions (id),
  balance_type      TEXT NOT NULL CHECK (balance_type IN ('BALANCE_TYPE_DEBIT', 'BALANCE_TYPE_CREDIT')),
  trade_type        TEXT NOT NULL,
  trade_detail_type TEXT NOT NULL,
  trade_time        INTEGER NOT NULL,
  trade_id          TEXT NOT NULL,
  income            INTEGER NOT NULL CHECK (income IN (0, 1)),
  change_amount     INTEGER NOT NULL CHECK (change_amount > 0 AND change_amount % 1000000 = 0),
  balance_after     INTEGER NOT NULL CHECK (balance_after >= 0),
  counterparty_id   TEXT NOT NULL DEFAULT '',
  counterparty_name TEXT NOT NULL DEFAULT ''
);
CREATE INDEX account_change_records_by_account ON account_change_records (cash_account_id, balance_type, trade_time);

-- ------------------------------------------------------------------------------------------------ coupons

CREATE TABLE coupon_quotas (
  quota_id        TEXT PRIMARY KEY REFERENCES ledger_accounts (id),
  owner_id        TEXT NOT NULL REFERENCES accounts (id),
  parent_quota_id TEXT REFERENCES coupon_quotas (quota_id),         -- of a quota that a distributor gave on
  giver_id        TEXT REFERENCES accounts (id),                    -- that distributor: the owner of the parent
  quota_type      INTEGER NOT NULL CHECK (quota_type IN (0, 1)),    -- 0 voucher, 1 cash coupon
  currency        TEXT NOT NULL,
  quota_value     INTEGER NOT NULL CHECK (quota_value > 0 AND quota_value % 1000000 = 0),
  balance         INTEGER NOT NULL CHECK (balance >= 0 AND balance % 1000000 = 0),
  status          INTEGER NOT NULL CHECK (status IN (0, 3, 4, 5, 6)),
  thaw_status     INTEGER CHECK (thaw_status IN (0, 4)),            -- where unfreezing leads back to
  disabled        INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),   -- status 3 by hand, not by time
  effective_time  INTEGER NOT NULL,
  expire_time     INTEGER NOT NULL,
  create_time     INTEGER NOT NULL,
  last_update_time INTEGER NOT NULL,
  min_face_value  INTEGER,
  max_face_value  INTEGER,
  max_coupons     INTEGER CHECK (max_coupons > 0),
  max_total_face_value  INTEGER CHECK (max_total_face_value > 0),
  first_associated_only INTEGER NOT NULL DEFAULT 0 CHECK (first_associated_only IN (0, 1)),
  issued_coupons  INTEGER NOT NULL DEFAULT 0 CHECK (issued_coupons >= 0),
  issued_face_value INTEGER NOT NULL DEFAULT 0 CHECK (issued_face_value >= 0),
  CHECK (balance <= quota_value),                                   -- E.4 invariant 8
  CHECK (effective_time < expire_time),
  CHECK (status <> 6 OR (parent_quota_id IS NOT NULL AND balance = 0)),
  CHECK ((status = 5) = (thaw_status IS NOT NULL)),
  CHECK (disabled = 0 OR status IN (3, 6)),
  CHECK ((parent_quota_id IS NULL) = (giver_id IS NULL))
);
CREATE INDEX coupon_quotas_by_owner ON coupon_quotas (owner_id, quota_type, create_time, quota_id);
CREATE INDEX coupon_quotas_by_giver ON coupon_quotas (giver_id, create_time, quota_id) WHERE giver_id IS NOT NULL;
CREATE INDEX coupon_quotas_by_parent ON coupon_quotas (parent_quota_id) WHERE parent_quota_id IS NOT NULL;
CREATE INDEX coupon_quotas_due ON coupon_quotas (expire_time, quota_id) WHERE status IN (0, 4, 5);

CREATE TABLE quota_restrictions (
  quota_id TEXT NOT NULL REFERENCES coupon_quotas (quota_id),
  kind     TEXT NOT NULL CHECK (kind IN ('service_type', 'product', 'subscribe_type', 'customer')),
  value    TEXT NOT NULL,
  PRIMARY KEY (quota_id, kind, value)
);

CREATE TABLE coupons (
  coupon_id      TEXT PRIMARY KEY REFERENCES ledger_accounts (id),
  coupon_code    TEXT NOT NULL UNIQUE,
  quota_id       TEXT REFERENCES coupon_quotas (quota_id),          -- null: given by the vendor
  issuer_id      TEXT REFERENCES accounts (id),
  holder_id      TEXT NOT NULL REFERENCES accounts (id),
  coupon_type    INTEGER NOT NULL CHECK (coupon_type IN (1, 4)),    -- 1 voucher, 4 cash coupon
  currency       TEXT NOT NULL,
  face_value     INTEGER NOT NULL CHECK (face_value > 0 AND face_value % 1000000 = 0),
  balance        INTEGER NOT NULL CHECK (balance >= 0 AND balance % 1000000 = 0),
  status         INTEGER NOT NULL CHECK (status IN (2, 3, 4, 5)),   -- usable, used, expired, reclaimed
  effective_time INTEGER NOT NULL,
  expire_time    INTEGER NOT NULL,
  create_time    INTEGER NOT NULL,
  active_time    INTEGER NOT NULL,
  last_used_time INTEGER,
  is_frozen      INTEGER NOT NULL DEFAULT 0 CHECK (is_frozen IN (0, 1)),
  lock_order_id  TEXT NOT NULL DEFAULT '',
  order_id       TEXT NOT NULL DEFAULT '',
  memo           TEXT NOT NULL DEFAULT '',
  source_id      TEXT NOT NULL DEFAULT '',                          -- the issuer, or what the vendor named
  promotion_plan_id TEXT NOT NULL DEFAULT '',
  plan_name      TEXT NOT NULL DEFAULT '',
  CHECK ((quota_id IS NULL) = (issuer_id IS NULL)),
  CHECK (balance <= face_value),
  CHECK ((status = 2) = (balance > 0)),                             -- E.4 invariant 10
  CHECK (effective_time < expire_time)
);
CREATE INDEX coupons_by_issuer ON coupons (issuer_id, create_time, coupon_id, expire_time, holder_id);
CREATE INDEX coupons_by_holder ON coupons (holder_id, create_time, coupon_id, expire_time, status);
CREATE INDEX coupons_of_issuer_by_expiry ON coupons (issuer_id, expire_time);
CREATE INDEX coupons_of_holder ON coupons (holder_id, status);
CREATE INDEX coupons_of_holder_by_expiry ON coupons (holder_id, expire_time, status);
CREATE INDEX coupons_by_quota ON coupons (quota_id);
CREATE INDEX coupons_due ON coupons (expire_time, coupon_id) WHERE status = 2;

CREATE TABLE coupon_restrictions (
  id        INTEGER PRIMARY KEY,
  coupon_id TEXT NOT NULL REFERENCES coupons (coupon_id),
  limit_key TEXT NOT NULL,
  value1    TEXT NOT NULL,
  value2    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX coupon_restrictions_by_coupon ON coupon_restrictions (coupon_id);

-- RECORD. Issues of coupons and every return to a quota (ListPartnerCouponsRecord).
CREATE TABLE coupon_records (
  id             INTEGER PRIMARY KEY,
  record_id      TEXT NOT NULL UNIQUE,
  operation_type INTEGER NOT NULL CHECK (operation_type BETWEEN 1 AND 9),
  issuer_id      TEXT NOT NULL REFERENCES accounts (id),
  quota_id       TEXT NOT NULL REFERENCES coupon_quotas (quota_id),
  quota_type     INTEGER NOT NULL,
  coupon_id      TEXT REFERENCES coupons (coupon_id),
  customer_id    TEXT NOT NULL,                                     -- as asked for: a failure may name a stranger
  amount         INTEGER NOT NULL CHECK (amount > 0 AND amount % 1000000 = 0),
  operation_time INTEGER NOT NULL,
  result         INTEGER NOT NULL CHECK (result IN (0, -1)),
  remark         TEXT NOT NULL DEFAULT '',
  CHECK ((result = 0) = (coupon_id IS NOT NULL))
);
CREATE INDEX coupon_records_by_issuer ON coupon_records (issuer_id, operation_time);
CREATE INDEX coupon_records_by_quota ON coupon_records (quota_id);
CREATE INDEX coupon_records_by_coupon ON coupon_records (coupon_id);

-- RECORD. Quotas given to resellers and taken back (ListCouponQuotasRecords).
CREATE TABLE quota_records (
  id              INTEGER PRIMARY KEY,
  record_id       TEXT NOT NULL UNIQUE,
  operation_type  INTEGER NOT NULL CHECK (operation_type IN (10, 11)),
  distributor_id  TEXT NOT NULL REFERENCES accounts (id),
  reseller_id     TEXT NOT NULL REFERENCES accounts (id),
  operator        TEXT NOT NULL,
  quota_id        TEXT REFERENCES coupon_quotas (quota_id),
  parent_quota_id TEXT NOT NULL REFERENCES coupon_quotas (quota_id),
  amount          INTEGER NOT NULL CHECK (amount > 0 AND amount % 1000000 = 0),
  operation_time  INTEGER NOT NULL,
  result          INTEGER NOT NULL CHECK (result IN (0, -1)),
  remark          TEXT NOT NULL DEFAULT '',
  CHECK ((result = 0) = (quota_id IS NOT NULL))
);
CREATE INDEX quota_records_by_distributor ON quota_records (distributor_id, operation_time);
CREATE INDEX quota_records_by_quota ON quota_records (quota_id);
CREATE INDEX quota_records_by_parent ON quota_records (parent_quota_id, operation_time);

-- RECORD. Income and expense of one coupon, as its holder sees it.
CREATE TABLE coupon_change_records (
  id                INTEGER PRIMARY KEY,
  coupon_id         TEXT NOT NULL REFERENCES coupons (coupon_id),
  holder_id         TEXT NOT NULL REFERENCES accounts (id),
  transaction_id    INTEGER NOT NULL REFERENCES ledger_transactions (id),
  trade_type        TEXT NOT NULL,
  trade_detail_type TEXT NOT NULL,
  trade_time        INTEGER NOT NULL,
  trade_id          TEXT NOT NULL,
  income            INTEGER NOT NULL CHECK (income IN (0, 1)),
  change_amount     INTEGER NOT NULL CHECK (change_amount > 0 AND change_amount % 1000000 = 0),
  balance_after     INTEGER NOT NULL CHECK (balance_after >= 0)
);
CREATE INDEX coupon_change_records_by_holder ON coupon_change_records (holder_id, trade_time);
CREATE INDEX coupon_change_records_by_coupon ON coupon_change_records (coupon_id);

-- ------------------------------------------------------------------------------------------------ records only grow

CREATE TRIGGER ledger_transactions_fixed BEFORE UPDATE ON ledger_transactions
  BEGIN SELECT RAISE(ABORT, 'ledger_transactions only grows'); END;
CREATE TRIGGER ledger_transactions_kept BEFORE DELETE ON ledger_transactions
  BEGIN SELECT RAISE(ABORT, 'ledger_transactions only grows'); END;
CREATE TRIGGER ledger_postings_fixed BEFORE UPDATE ON ledger_postings
  BEGIN SELECT RAISE(ABORT, 'ledger_postings only grows'); END;
CREATE TRIGGER ledger_postings_kept BEFORE DELETE ON ledger_postings
  BEGIN SELECT RAISE(ABORT, 'ledger_postings only grows'); END;
CREATE TRIGGER adjustment_records_fixed BEFORE UPDATE ON adjustment_records
  BEGIN SELECT RAISE(ABORT, 'adjustment_records only grows'); END;
CREATE TRIGGER adjustment_records_kept BEFORE DELETE ON adjustment_records
  BEGIN SELECT RAISE(ABORT, 'adjustment_records only grows'); END;
CREATE TRIGGER account_change_records_fixed BEFORE UPDATE ON account_change_records
  BEGIN SELECT RAISE(ABORT, 'account_change_records only grows'); END;
CREATE TRIGGER account_change_records_kept BEFORE DELETE ON account_change_records
  BEGIN SELECT RAISE(ABORT, 'account_change_records only grows'); END;
CREATE TRIGGER coupon_records_fixed BEFORE UPDATE ON coupon_records
  BEGIN SELECT RAISE(ABORT, 'coupon_records only grows'); END;
CREATE TRIGGER coupon_records_kept BEFORE DELETE ON coupon_records
  BEGIN SELECT RAISE(ABORT, 'coupon_records only grows'); END;
CREATE TRIGGER quota_records_fixed BEFORE UPDATE ON quota_records
  BEGIN SELECT RAISE(ABORT, 'quota_records only grows'); END;
CREATE TRIGGER quota_records_kept BEFORE DELETE ON quota_records
  BEGIN SELECT RAISE(ABORT, 'quota_records only grows'); END;
CREATE TRIGGER coupon_change_records_fixed BEFORE UPDATE ON coupon_change_records
  BEGIN SELECT RAISE(ABORT, 'coupon_change_records only grows'); END;
CREATE TRIGGER coupon_change_records_kept BEFORE DELETE ON coupon_change_records
  BEGIN SELECT RAISE(ABORT, 'coupon_change_records only grows'); END;

-- ------------------------------------------------------------------------------------------------ totals of lists

-- How long each list is for each of its owners: counting would step over every row. Kept by triggers; list_counts says
-- what each total has to be, and ledger/check compares them.
CREATE TABLE list_totals (
  list  TEXT NOT NULL,
  owner TEXT NOT NULL,
  total INTEGER NOT NULL CHECK (total >= 0),
  PRIMARY KEY (list, owner)
);

CREATE VIEW list_counts (list, owner, total) AS
  SELECT 'resellers', distributor_id, COUNT(*) FROM accounts WHERE distributor_id IS NOT NULL GROUP BY 2
  UNION ALL
  SELECT 'customers', partner_id, COUNT(*) FROM associations WHERE state = 'associated' GROUP BY 2
  UNION ALL
  SELECT 'stored_value_cards', holder_id, COUNT(*) FROM stored_value_cards WHERE balance > 0 GROUP BY 2
  UNION ALL
  SELECT 'adjustment_records', partner_id, COUNT(*) FROM adjustment_records GROUP BY 2
  UNION ALL
  SELECT 'account_change_records', cash_account_id || ' ' || balance_type, COUNT(*)
    FROM account_change_records GROUP BY 2
  UNION ALL
  SELECT 'coupon_quotas', owner_id || ' ' || quota_type, COUNT(*) FROM coupon_quotas GROUP BY 2
  UNION ALL
  SELECT 'shared_coupon_quotas', giver_id, COUNT(*) FROM coupon_quotas WHERE giver_id IS NOT NULL GROUP BY 2
  UNION ALL
  SELECT 'issued_coupons', issuer_id, COUNT(*) FROM coupons WHERE issuer_id IS NOT NULL GROUP BY 2
  UNION ALL
  SELECT 'held_coupons', holder_id, COUNT(*) FROM coupons WHERE status <> 5 GROUP BY 2
  UNION ALL
  SELECT 'coupon_records', issuer_id, COUNT(*) FROM coupon_records GROUP BY 2
  UNION ALL
  SELECT 'quota_records', distributor_id, COUNT(*) FROM quota_records GROUP BY 2
  UNION ALL
  SELECT 'coupon_change_records', holder_id, COUNT(*) FROM coupon_change_records GROUP BY 2;

CREATE TRIGGER resellers_joined AFTER INSERT ON accounts WHEN NEW.distributor_id IS NOT NULL
  BEGIN
    INSERT INTO list_totals VALUES ('resellers', NEW.distributor_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER customers_joined AFTER INSERT ON associations WHEN NEW.state = 'associated'
  BEGIN
    INSERT INTO list_totals VALUES ('customers', NEW.partner_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER customers_came AFTER UPDATE OF state ON associations
  WHEN NEW.state = 'associated' AND OLD.state <> 'associated'
  BEGIN
    INSERT INTO list_totals VALUES ('customers', NEW.partner_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER customers_went AFTER UPDATE OF state ON associations
  WHEN NEW.state <> 'associated' AND OLD.state = 'associated'
  BEGIN UPDATE list_totals SET total = total - 1 WHERE list = 'customers' AND owner = OLD.partner_id; END;
CREATE TRIGGER stored_value_cards_joined AFTER INSERT ON stored_value_cards WHEN NEW.balance > 0
  BEGIN
    INSERT INTO list_totals VALUES ('stored_value_cards', NEW.holder_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER stored_value_cards_came AFTER UPDATE OF balance ON stored_value_cards
  WHEN NEW.balance > 0 AND OLD.balance = 0
  BEGIN
    INSERT INTO list_totals VALUES ('stored_value_cards', NEW.holder_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER stored_value_cards_went AFTER UPDATE OF balance ON stored_value_cards
  WHEN NEW.balance = 0 AND OLD.balance > 0
  BEGIN UPDATE list_totals SET total = total - 1 WHERE list = 'stored_value_cards' AND owner = OLD.holder_id; END;
CREATE TRIGGER adjustment_records_joined AFTER INSERT ON adjustment_records
  BEGIN
    INSERT INTO list_totals VALUES ('adjustment_records', NEW.partner_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER account_change_records_joined AFTER INSERT ON account_change_records
  BEGIN
    INSERT INTO list_totals VALUES ('account_change_records', NEW.cash_account_id || ' ' || NEW.balance_type, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER coupon_quotas_joined AFTER INSERT ON coupon_quotas
  BEGIN
    INSERT INTO list_totals VALUES ('coupon_quotas', NEW.owner_id || ' ' || NEW.quota_type, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER shared_coupon_quotas_joined AFTER INSERT ON coupon_quotas WHEN NEW.giver_id IS NOT NULL
  BEGIN
    INSERT INTO list_totals VALUES ('shared_coupon_quotas', NEW.giver_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER issued_coupons_joined AFTER INSERT ON coupons WHEN NEW.issuer_id IS NOT NULL
  BEGIN
    INSERT INTO list_totals VALUES ('issued_coupons', NEW.issuer_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER held_coupons_joined AFTER INSERT ON coupons WHEN NEW.status <> 5
  BEGIN
    INSERT INTO list_totals VALUES ('held_coupons', NEW.holder_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER held_coupons_came AFTER UPDATE OF status ON coupons WHEN NEW.status <> 5 AND OLD.status = 5
  BEGIN
    INSERT INTO list_totals VALUES ('held_coupons', NEW.holder_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER held_coupons_went AFTER UPDATE OF status ON coupons WHEN NEW.status = 5 AND OLD.status <> 5
  BEGIN UPDATE list_totals SET total = total - 1 WHERE list = 'held_coupons' AND owner = OLD.holder_id; END;
CREATE TRIGGER coupon_records_joined AFTER INSERT ON coupon_records
  BEGIN
    INSERT INTO list_totals VALUES ('coupon_records', NEW.issuer_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER quota_records_joined AFTER INSERT ON quota_records
  BEGIN
    INSERT INTO list_totals VALUES ('quota_records', NEW.distributor_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
CREATE TRIGGER coupon_change_records_joined AFTER INSERT ON coupon_change_records
  BEGIN
    INSERT INTO list_totals VALUES ('coupon_change_records', NEW.holder_id, 1)
      ON CONFLICT (list, owner) DO UPDATE SET total = total + 1;
  END;
