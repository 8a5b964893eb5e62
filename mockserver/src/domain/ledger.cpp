#include "domain/ledger.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/numbering.h"
#include "store/ledger.h"

namespace bss::mock::domain {

namespace {

using store::CashAccountRow;

/// What a change record says about a movement (accounts-coupons 0.8; the vendor's spelling).
struct Label {
  std::string_view trade_type;
  std::string_view detail;
};
constexpr Label kTopUp{"RECHARGE", "SOURCE_OPERAIION_RECHARGE"};
constexpr Label kAllocation{"BEADJUST", "SOURCE_OPERATION_BEADJUST"};
constexpr Label kReclaim{"BERETRIEVE", "SOURCE_OPERATION_BERETRIEVE"};
constexpr Label kUnbinding{"BEUNBIND", "SOURCE_OPERATION_BEUNBIND"};
constexpr Label kConsumption{"DEDEUCT", "SOURCE_OPERAIION_DEDEUCT"};
constexpr Label kWriteOff{"DEDEUCT", "SOURCE_OPERAIION_WRITEOFF"};

struct Counterparty {
  std::string id;
  std::string name;
};

/// One movement in the making: the id that joins its records and the ledger transaction.
struct Movement {
  std::string trade_id;
  std::int64_t transaction_id = 0;
};

CashAccountRow cash_account(World& world, const store::AccountRow& owner,
                            std::string_view purpose) {
  if (auto found = store::find_cash_account(world.db(), owner.id, purpose))
    return std::move(*found);
  CashAccountRow account;
  account.id =
      purpose == "partner" ? cash_account_id(world) : customer_cash_account_id(owner.id, purpose);
  account.owner_id = owner.id;
  account.purpose = purpose;
  account.currency = currency_of(owner);
  store::ensure_ledger_account(world.db(), account.id, "money", "cash");
  store::insert_cash_account(world.db(), account);
  return account;
}

Money free_part(const CashAccountRow& account) {
  return Money::from_units(account.amount) - Money::from_units(account.designated) -
         Money::from_units(account.frozen);
}

void change(CashAccountRow& account, Money by) {
  account.amount = (Money::from_units(account.amount) + by).units();
}

/// Writes the account as it stands now and the record of its last change.
void record_change(World& world, const CashAccountRow& account, const Movement& movement,
                   const Label& label, Money by, const Counterparty& other) {
  const std::int64_t number = world.db().next_number("account_change");
  store::ChangeRow record;
  record.id = number;
  record.account_change_id =
      (account.purpose == "partner" ? "PC" : "CC") + std::to_string(10'000'000'000 + number);
  record.cash_account_id = account.id;
  record.owner_id = account.owner_id;
  record.transaction_id = movement.transaction_id;
  record.balance_type = "BALANCE_TYPE_DEBIT";
  record.trade_type = label.trade_type;
  record.trade_detail_type = label.detail;
  record.trade_time = world.now().ms;
  record.trade_id = movement.trade_id;
  record.income = by.is_positive();
  record.change_amount = by.is_positive() ? by.units() : -by.units();
  record.balance_after = account.amount;
  record.counterparty_id = other.id;
  record.counterparty_name = other.name;
  store::insert_change(world.db(), record);
}

/// Moves money between a partner's side and its counterpart's, with the one adjustment record of
/// E.4 invariant 6. `to_counterpart` is false for reclaims.
void transfer(World& world, const store::AccountRow& partner, CashAccountRow& partner_cash,
              const store::AccountRow& counterpart, CashAccountRow& counterpart_cash, Money amount,
              bool to_counterpart, const Label& label, Movement& movement) {
  const Money partner_change = to_counterpart ? -amount : amount;
  const Money counterpart_change = to_counterpart ? amount : -amount;
  change(partner_cash, partner_change);
  change(counterpart_cash, counterpart_change);
  movement.transaction_id =
      store::post(world.db(), "money", label.trade_type, movement.trade_id, world.now().ms,
                  {{partner_cash.id, partner_change.units()},
                   {counterpart_cash.id, counterpart_change.units()}});
  store::update_cash_account(world.db(), partner_cash);
  store::AdjustmentRow record;
  record.trans_id = movement.trade_id;
  record.transaction_id = movement.transaction_id;
  record.partner_id = partner.id;
  record.counterparty_id = counterpart.id;
  record.counterparty_name =
      counterpart.corp_name.empty() ? counterpart.name : counterpart.corp_name;
  record.operation_type = label.detail;
  record.amount = amount.units();
  record.currency = partner_cash.currency;
  record.operation_time = world.now().ms;
  record.visible_at = world.now().plus_ms(world.settings().number(Setting::kRecordsDelayMs)).ms;
  store::insert_adjustment(world.db(), record);
  record_change(world, partner_cash, movement, label, partner_change,
                {counterpart.id, counterpart.name});
  record_change(world, counterpart_cash, movement, label, counterpart_change, {});
}

store::ArrearsRow arrears_of(World& world, const std::string& customer_id) {
  if (auto found = store::find_arrears(world.db(), customer_id)) return std::move(*found);
  store::ArrearsRow arrears{"ARREARS-" + customer_id, customer_id, 0};
  store::ensure_ledger_account(world.db(), arrears.id, "money", "arrears");
  store::insert_arrears(world.db(), arrears);
  return arrears;
}

/// New money repays arrears first, unless the switch is off (UpdateCustomerAccountAmount 6).
void repay_arrears(World& world, CashAccountRow& cash) {
  if (!world.settings().flag(Setting::kRepayArrearsOnAllocation)) return;
  auto arrears = store::find_arrears(world.db(), cash.owner_id);
  if (!arrears || arrears->amount == 0) return;
  const Money repaid = Money::from_units(std::min(arrears->amount, cash.amount));
  Movement movement{transfer_id(world, "WO"), 0};
  change(cash, -repaid);
  arrears->amount -= repaid.units();
  movement.transaction_id =
      store::post(world.db(), "money", "arrears_repayment", movement.trade_id, world.now().ms,
                  {{cash.id, -repaid.units()}, {arrears->id, repaid.units()}});
  store::update_arrears(world.db(), *arrears);
  record_change(world, cash, movement, kWriteOff, -repaid, {});
}

}  // namespace

Outcome<std::string> recharge(World& world, const std::string& account_id, Money amount,
                              Money designated) {
  if (!amount.is_positive() || !amount.whole_cents())
    return Refused{Refusal::kInvalidField, "amount"};
  if (designated.is_negative() || designated > amount || !designated.whole_cents()) {
    return Refused{Refusal::kInvalidField, "designated_amount"};
  }
  const auto owner = store::find_account(world.db(), account_id);
  if (!owner) return Refusal::kUnknownAccount;
  if (owner->kind == to_text(AccountKind::kCustomer)) return Refusal::kWrongKind;
  CashAccountRow cash = cash_account(world, *owner, "partner");
  change(cash, amount);
  cash.designated = (Money::from_units(cash.designated) + designated).units();
  store::ensure_ledger_account(world.db(), "TOPUP", "money", "clearing");
  Movement movement{transfer_id(world, "TU"), 0};
  movement.transaction_id =
      store::post(world.db(), "money", kTopUp.trade_type, movement.trade_id, world.now().ms,
                  {{"TOPUP", -amount.units()}, {cash.id, amount.units()}});
  store::update_cash_account(world.db(), cash);
  record_change(world, cash, movement, kTopUp, amount, {});
  return std::move(movement.trade_id);
}

Outcome<std::string> allocate(World& world, const Actor& actor, const CashOrder& order) {
  auto partner = effective_partner(world, actor, order.indirect_partner_id);
  if (!partner) return partner.refusal();
  auto customer = own_resale_customer(world, partner->id, order.customer_id);
  if (!customer) return customer.refusal();
  CashAccountRow from = cash_account(world, *partner, "partner");
  // Only the part that is not dedicated; equality is allowed (E.2, R-ALLOC-04).
  if (order.amount > free_part(from)) return Refusal::kInsufficientBalance;
  CashAccountRow to = cash_account(world, customer->account, "allocated");
  Movement movement{transfer_id(world, "AD"), 0};
  transfer(world, *partner, from, customer->account, to, order.amount, true, kAllocation, movement);
  repay_arrears(world, to);
  store::update_cash_account(world.db(), to);
  return std::move(movement.trade_id);
}

Outcome<std::string> reclaim(World& world, const Actor& actor, const CashOrder& order) {
  auto partner = effective_partner(world, actor, order.indirect_partner_id);
  if (!partner) return partner.refusal();
  auto customer = own_resale_customer(world, partner->id, order.customer_id);
  if (!customer) return customer.refusal();
  auto from = store::find_cash_account(world.db(), order.customer_id, "allocated");
  if (!from) return Refusal::kNoAllocatedAccount;
  // All or nothing: never "what is there" (ReclaimToPartnerAccount 2, R-ALLOC-05).
  if (order.amount > free_part(*from)) return Refusal::kInsufficientBalance;
  CashAccountRow to = cash_account(world, *partner, "partner");
  Movement movement{transfer_id(world, "RE"), 0};
  transfer(world, *partner, to, customer->account, *from, order.amount, false, kReclaim, movement);
  store::update_cash_account(world.db(), *from);
  return std::move(movement.trade_id);
}

Outcome<std::string> give_to_reseller(World& world, const Actor& actor,
                                      const std::string& reseller_id, Money amount) {
  auto reseller = effective_partner(world, actor, reseller_id);
  if (!reseller) return reseller.refusal();
  auto distributor = effective_partner(world, actor, std::nullopt);
  if (!distributor) return distributor.refusal();
  CashAccountRow from = cash_account(world, *distributor, "partner");
  if (amount > free_part(from)) return Refusal::kInsufficientBalance;
  CashAccountRow to = cash_account(world, *reseller, "partner");
  Movement movement{transfer_id(world, "AD"), 0};
  transfer(world, *distributor, from, *reseller, to, amount, true, kAllocation, movement);
  store::update_cash_account(world.db(), to);
  return std::move(movement.trade_id);
}

Outcome<std::string> take_from_reseller(World& world, const Actor& actor,
                                        const std::string& reseller_id, Money amount) {
  auto reseller = effective_partner(world, actor, reseller_id);
  if (!reseller) return reseller.refusal();
  auto distributor = effective_partner(world, actor, std::nullopt);
  if (!distributor) return distributor.refusal();
  CashAccountRow from = cash_account(world, *reseller, "partner");
  if (amount > free_part(from)) return Refusal::kInsufficientBalance;
  CashAccountRow to = cash_account(world, *distributor, "partner");
  Movement movement{transfer_id(world, "RE"), 0};
  transfer(world, *distributor, to, *reseller, from, amount, false, kReclaim, movement);
  store::update_cash_account(world.db(), from);
  return std::move(movement.trade_id);
}

Outcome<std::string> spend_cash(World& world, const std::string& customer_id, Money amount) {
  if (!amount.is_positive() || !amount.whole_cents())
    return Refused{Refusal::kInvalidField, "amount"};
  const auto customer = store::find_account(world.db(), customer_id);
  if (!customer) return Refusal::kUnknownAccount;
  if (customer->kind != to_text(AccountKind::kCustomer)) return Refusal::kWrongKind;
  if (customer->no_account) return Refusal::kCustomerNotOperable;
  CashAccountRow cash = cash_account(world, *customer, cash_purpose(world, customer_id));
  const Money paid = std::min(amount, free_part(cash));
  const Money owed = amount - paid;
  store::ensure_ledger_account(world.db(), "SALES", "money", "clearing");
  Movement movement{transfer_id(world, "CS"), 0};
  std::vector<store::Posting> postings{{"SALES", amount.units()}, {cash.id, -paid.units()}};
  if (owed.is_positive()) {
    store::ArrearsRow arrears = arrears_of(world, customer_id);
    arrears.amount = (Money::from_units(arrears.amount) + owed).units();
    store::update_arrears(world.db(), arrears);
    postings.push_back({arrears.id, -owed.units()});
  }
  movement.transaction_id = store::post(world.db(), "money", kConsumption.trade_type,
                                        movement.trade_id, world.now().ms, postings);
  change(cash, -paid);
  store::update_cash_account(world.db(), cash);
  if (paid.is_positive()) record_change(world, cash, movement, kConsumption, -paid, {});
  return std::move(movement.trade_id);
}

std::optional<std::string> return_allocated_cash(World& world, const store::AccountRow& customer,
                                                 const std::string& partner_id) {
  auto from = store::find_cash_account(world.db(), customer.id, "allocated");
  if (!from || from->amount == 0) return std::nullopt;
  const auto partner = store::find_account(world.db(), partner_id);
  if (!partner) return std::nullopt;
  // Everything left, the dedicated and frozen parts included (E.2 "Unbinding").
  from->designated = 0;
  from->frozen = 0;
  CashAccountRow to = cash_account(world, *partner, "partner");
  Movement movement{transfer_id(world, "UB"), 0};
  transfer(world, *partner, to, customer, *from, Money::from_units(from->amount), false, kUnbinding,
           movement);
  store::update_cash_account(world.db(), *from);
  return std::move(movement.trade_id);
}

Outcome<Done> set_designated(World& world, const std::string& account_id, Money designated) {
  const auto owner = store::find_account(world.db(), account_id);
  if (!owner) return Refusal::kUnknownAccount;
  if (owner->kind == to_text(AccountKind::kCustomer)) return Refusal::kWrongKind;
  CashAccountRow cash = cash_account(world, *owner, "partner");
  if (designated.is_negative() || !designated.whole_cents() ||
      designated.units() > cash.amount - cash.frozen) {
    return Refused{Refusal::kInvalidField, "designated_amount"};
  }
  cash.designated = designated.units();
  store::update_cash_account(world.db(), cash);
  return Done{};
}

}  // namespace bss::mock::domain
