#include "bss/once.h"

#include <algorithm>
#include <utility>

#include "core/call.h"
#include "money/counterparty_locks.h"
#include "money/intent_index.h"
#include "money/reconcile.h"

namespace bss {

namespace {

using Verdict = Reconciliation::Verdict;

/// What a sent payment came to, whatever its operation.
struct Sent {
  std::optional<Error> error;
  std::string transfer_id;
  std::vector<IssuedCoupon> coupons;
  std::vector<ErrorDetail> refused;
};

struct Order {
  Intent intent;
  std::function<Sent(const Intent& intent)> send;
};

struct Settled {
  IntentRecord record;
  std::vector<ErrorDetail> refused;
  bool found = false;
};

Error conflict(const Intent& intent, std::string message) {
  Error error;
  error.kind = ErrorKind::kConflict;
  error.operation = intent.operation;
  error.message = std::move(message);
  return error;
}

bool same_payment(const Intent& one, const Intent& other) {
  return one.operation == other.operation && one.counterparty == other.counterparty &&
         one.amount == other.amount && one.reseller_id == other.reseller_id &&
         one.quota_id == other.quota_id;
}

Error still_unknown(const Intent& intent, const std::string& why) {
  Error error;
  error.kind = ErrorKind::kOutcomeUnknown;
  error.operation = intent.operation;
  error.message = "It is not known whether the payment took effect. " + why;
  error.intent = intent;
  return error;
}

}  // namespace

class MoneyOnce::Impl {
 public:
  Impl(const Identity& identity, std::shared_ptr<IntentStore> store, OnceOptions options)
      : identity_(identity), store_(std::move(store)), options_(std::move(options)) {}

  const Identity& identity() const { return identity_; }

  std::string marked_memo(const std::string& memo) const {
    return memo + (memo.empty() ? "#" : " #") + detail::MoneyAccess::new_key(identity_);
  }

  template <class Op>
  Intent intent_of(typename Op::Request request) const {
    if constexpr (detail::ActsForReseller<Op>::value) {
      if (!identity_.reseller_id().empty()) Op::act_for_reseller(request, identity_.reseller_id());
    }
    return detail::intent_of<Op>(request);
  }

  Result<Settled> run(const std::string& key, Order order) {
    if (key.empty() || order.intent.counterparty.empty())
      return conflict(order.intent, "A payment needs a key and a counterparty.");
    auto names = detail::split_names(order.intent.counterparty);
    std::sort(names.begin(), names.end());
    names.push_back("key " + key);  // no id has a blank
    const detail::CounterpartyLocks::Held held(locks_, std::move(names));
    const auto known = store_->find(key);
    if (known && (known->owner != options_.owner || !same_payment(known->intent, order.intent)))
      return conflict(order.intent, "Another payment has the key " + key + ".");
    if (known && known->state == IntentState::kDone) return Settled{*known, {}, true};
    if (auto waits = clear_up_before(key, order.intent)) return *std::move(waits);
    if (known && known->state == IntentState::kOpen) {
      auto settled = clear_up(*known);
      if (!settled) return settled.error();
      if (settled->state == IntentState::kDone) return Settled{*std::move(settled), {}, true};
    }
    return pay(key, std::move(order));
  }

  std::vector<IntentRecord> resume() {
    std::vector<IntentRecord> left;
    for (const IntentRecord& open : store_->open(options_.owner, "")) {
      const detail::CounterpartyLocks::Held held(locks_,
                                                 detail::split_names(open.intent.counterparty));
      const auto now = store_->find(open.key);
      if (!now || now->state != IntentState::kOpen) continue;
      if (!clear_up(*now)) left.push_back(*now);
    }
    return left;
  }

 private:
  /// An earlier payment to the counterparty, of a run that was killed, comes first: what it did
  /// would be taken for ours.
  std::optional<Error> clear_up_before(const std::string& key, const Intent& intent) {
    for (const IntentRecord& open : store_->open(options_.owner, intent.counterparty)) {
      if (open.key == key) continue;
      if (!clear_up(open)) {
        return conflict(
            intent, "The payment " + open.key + " to the same counterparty is not cleared up yet.");
      }
    }
    return std::nullopt;
  }

  /// The record as it is settled, or the error when it stays open.
  Result<IntentRecord> clear_up(IntentRecord record) {
    ReconcileOptions options = options_.reconcile;
    options.owned = [this](const std::string& id) {
      return store_->owns(options_.owner, id) ||
             (options_.reconcile.owned && options_.reconcile.owned(id));
    };
    const Reconciliation found = reconcile(identity_, record.intent, options);
    if (found.verdict == Verdict::kUnknown) return still_unknown(record.intent, found.why);
    record.state = found.verdict == Verdict::kDone ? IntentState::kDone : IntentState::kNotDone;
    record.transfer_id = found.transfer_id;
    record.coupons = found.coupons;
    if (auto failed = store_->put(record)) return still_unknown(record.intent, failed->message);
    return record;
  }

  Result<Settled> pay(const std::string& key, Order order) {
    std::optional<Error> last;
    for (int sends = 0; sends < std::max(1, options_.sends); ++sends) {
      IntentRecord record;
      record.key = key;
      record.owner = options_.owner;
      record.intent = order.intent;
      if (!detail::issues_coupons(record.intent)) {
        auto marks = mark(identity_, record.intent);
        if (!marks) return marks.error();  // nothing was sent
        record.intent.marks = *std::move(marks);
      }
      record.intent.sent_at = std::chrono::system_clock::now();
      if (auto failed = store_->put(record)) return *std::move(failed);
      Sent sent = order.send(record.intent);
      if (!sent.error) return settle(std::move(record), std::move(sent));
      if (sent.error->kind != ErrorKind::kOutcomeUnknown)
        return refuse(std::move(record), *std::move(sent.error));
      auto cleared = clear_up(record);
      if (!cleared) {
        Error error = *std::move(sent.error);  // with the log of its attempts
        error.message += " " + cleared.error().message;
        error.intent = record.intent;
        return error;
      }
      if (cleared->state == IntentState::kDone) return Settled{*std::move(cleared), {}, true};
      last = std::move(sent.error);
    }
    // Found to be not done each time: the caller may try the key again.
    last->kind = ErrorKind::kServer;
    last->intent.reset();
    last->message = "It was not done. Last: " + last->message;
    return *std::move(last);
  }

  Result<Settled> settle(IntentRecord record, Sent sent) {
    record.state = IntentState::kDone;
    record.transfer_id = std::move(sent.transfer_id);
    record.coupons = std::move(sent.coupons);
    // It took effect, kept or not. Where it is not kept it stays open in the store: nothing else
    // goes to the counterparty before it was found in the records.
    static_cast<void>(store_->put(record));
    return Settled{std::move(record), std::move(sent.refused), false};
  }

  Result<Settled> refuse(IntentRecord record, Error error) {
    record.state = IntentState::kNotDone;
    record.error_code = error.code;
    record.error_message = error.message;
    static_cast<void>(store_->put(record));  // an open one is found to be not done later
    return error;
  }

  Identity identity_;
  std::shared_ptr<IntentStore> store_;
  OnceOptions options_;
  detail::CounterpartyLocks locks_;
};

namespace {

Result<Payment> payment_of(Result<Settled> settled) {
  if (!settled) return std::move(settled).error();
  return Payment{settled->record.transfer_id, settled->found};
}

template <class Response>
Sent sent_of(const Result<Response>& answer, std::optional<std::string> Response::*id) {
  if (!answer) return {answer.error(), {}, {}, {}};
  return {std::nullopt, (answer.value().*id).value_or(""), {}, {}};
}

}  // namespace

MoneyOnce::MoneyOnce(const Identity& identity, std::shared_ptr<IntentStore> store,
                     OnceOptions options)
    : impl_(std::make_unique<Impl>(identity, std::move(store), std::move(options))) {}
MoneyOnce::~MoneyOnce() = default;

Result<Payment> MoneyOnce::allocate_once(const std::string& key,
                                         const UpdateCustomerAccountAmountRequest& request) {
  using Op = operations::UpdateCustomerAccountAmount;
  return payment_of(
      impl_->run(key, {impl_->intent_of<Op>(request), [&](const Intent&) {
                         return sent_of(impl_->identity().update_customer_account_amount(request),
                                        &Op::Response::transfer_id);
                       }}));
}

Result<Payment> MoneyOnce::reclaim_once(const std::string& key,
                                        const ReclaimToPartnerAccountRequest& request) {
  using Op = operations::ReclaimToPartnerAccount;
  return payment_of(impl_->run(key, {impl_->intent_of<Op>(request), [&](const Intent&) {
                                       return sent_of(
                                           impl_->identity().reclaim_to_partner_account(request),
                                           &Op::Response::trans_id);
                                     }}));
}

Result<Payment> MoneyOnce::transfer_to_reseller_once(
    const std::string& key, const UpdateIndirectPartnerAccountRequest& request) {
  using Op = operations::UpdateIndirectPartnerAccount;
  return payment_of(
      impl_->run(key, {impl_->intent_of<Op>(request), [&](const Intent&) {
                         return sent_of(impl_->identity().update_indirect_partner_account(request),
                                        &Op::Response::transfer_id);
                       }}));
}

Result<CouponIssue> MoneyOnce::issue_coupons_once(const std::string& key,
                                                  const CreatePartnerCouponsRequest& request) {
  using Op = operations::CreatePartnerCoupons;
  Order order{impl_->intent_of<Op>(request), {}};
  order.intent.quota_id = request.quota_id;
  order.intent.memo = impl_->marked_memo(request.memo.value_or(""));
  order.send = [&](const Intent& intent) {
    auto marked = request;
    marked.memo = intent.memo;
    const auto answer = impl_->identity().create_partner_coupons(marked);
    if (!answer) return Sent{answer.error(), {}, {}, {}};
    Sent sent;
    for (const CouponSimpleInfo& coupon : answer->coupon_infos)
      sent.coupons.push_back({coupon.id, coupon.coupon_id});
    sent.refused = answer->error_details;
    return sent;
  };
  const auto settled = impl_->run(key, std::move(order));
  if (!settled) return settled.error();
  return CouponIssue{settled->record.coupons, settled->refused, settled->found};
}

std::vector<IntentRecord> MoneyOnce::resume() {
  return impl_->resume();
}

}  // namespace bss
