// accounts-coupons E.6: the records say what became of a payment.
#include "money/reconcile.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/invoker.h"

namespace bss {

namespace detail {

bool MoneyAccess::wait(const Identity& identity, std::chrono::milliseconds wait,
                       const CancellationToken& cancellation) {
  CallOptions options;
  options.cancellation = cancellation;
  options.timeout = wait + std::chrono::seconds(1);  // this wait, whatever a call may take
  return identity.invoker_->engine().pause(wait, options);
}

std::string MoneyAccess::new_key(const Identity& identity) {
  return identity.invoker_->engine().new_key();
}

bool issues_coupons(const Intent& intent) {
  return intent.operation == operations::CreatePartnerCoupons::info().name;
}

}  // namespace detail

namespace {

using Verdict = Reconciliation::Verdict;
namespace kinds = list_partner_adjust_records_request_operation_type_values;

/// As which kind of record a payment shows.
struct MoneyKind {
  const OperationInfo& (*info)() noexcept;
  const char* record;
};
constexpr std::array<MoneyKind, 4> kMoneyKinds{
    {{&operations::UpdateCustomerAccountAmount::info, kinds::kAllocation},
     {&operations::ReclaimToPartnerAccount::info, kinds::kReclaim},
     {&operations::UpdateIndirectPartnerAccount::info, kinds::kAllocation},
     {&operations::ReclaimIndirectPartnerAccount::info, kinds::kReclaim}}};

const MoneyKind* kind_of(const Intent& intent) {
  const auto found =
      std::find_if(kMoneyKinds.begin(), kMoneyKinds.end(),
                   [&](const MoneyKind& kind) { return kind.info().name == intent.operation; });
  return found == kMoneyKinds.end() ? nullptr : &*found;
}

ListPartnerAdjustRecordsRequest question_of(const Intent& intent, const MoneyKind& kind) {
  ListPartnerAdjustRecordsRequest question;
  question.customer_id = intent.counterparty;
  question.operation_type = kind.record;
  // Of a transfer to a reseller it is the counterparty, and the distributor asks for its own
  // records.
  if (!intent.reseller_id.empty() && intent.reseller_id != intent.counterparty)
    question.indirect_partner_id = intent.reseller_id;
  return question;
}

/// One look at the records.
struct Look {
  std::optional<Error> error;
  Verdict verdict = Verdict::kNotDone;  ///< kNotDone: in no record so far
  std::string transfer_id;
  std::vector<IssuedCoupon> coupons;
  std::vector<std::string> candidates;
};

class Records {
 public:
  Records(const Identity& identity, const Intent& intent, const ReconcileOptions& options)
      : identity_(identity), intent_(intent), options_(options) {
    call_.cancellation = options.cancellation;
  }

  Look look() const {
    if (detail::issues_coupons(intent_)) return look_for_coupons();
    return look_for_movement();
  }

 private:
  bool is_it(const AdjustRecordV3& record) const {
    return record.trans_id && record.amount && intent_.amount &&
           *record.amount == *intent_.amount &&
           !(options_.owned && options_.owned(*record.trans_id));
  }

  Look look_for_movement() const {
    Look look;
    const auto newer = newer_records(&look.error);
    if (look.error) return look;
    for (const AdjustRecordV3& record : newer) {
      if (is_it(record)) look.candidates.push_back(*record.trans_id);
    }
    if (look.candidates.empty()) return look;
    // Without marks an equal payment of before cannot be told from this one.
    look.verdict = intent_.marks ? Verdict::kDone : Verdict::kUnknown;
    look.transfer_id = look.candidates.back();  // newest first: the earliest that fits
    return look;
  }

  /// Newest first, as far as the mark.
  std::vector<AdjustRecordV3> newer_records(std::optional<Error>* error) const {
    std::vector<AdjustRecordV3> newer;
    auto question = question_of(intent_, *kind_of(intent_));
    question.limit = operations::ListPartnerAdjustRecords::kMaxLimit;
    question.offset = 0;
    while (true) {
      auto page = identity_.list_partner_adjust_records(question, call_);
      if (!page) {
        *error = page.error();
        return {};
      }
      for (AdjustRecordV3& record : page->records) {
        if (intent_.marks && record.trans_id == intent_.marks->newest_id) return newer;
        newer.push_back(std::move(record));
      }
      *question.offset += static_cast<std::int32_t>(page->records.size());
      const std::int64_t total = page->total_count.value_or(0);
      const std::int64_t before = intent_.marks ? intent_.marks->total : 0;
      if (page->records.empty() || *question.offset >= total - before) return newer;
    }
  }

  Look look_for_coupons() const {
    Look look;
    ListPartnerCouponsRecordRequest question;
    question.operation_types = {"1"};
    question.quota_id = intent_.quota_id;
    question.limit = operations::ListPartnerCouponsRecord::kMaxLimit;
    question.offset = 0;
    if (!intent_.reseller_id.empty()) question.indirect_partner_id = intent_.reseller_id;
    const auto customers = static_cast<std::size_t>(
        1 + std::count(intent_.counterparty.begin(), intent_.counterparty.end(), ','));
    if (customers == 1) question.customer_id = intent_.counterparty;
    std::size_t found = 0;
    while (true) {
      const auto page = identity_.list_partner_coupons_record(question, call_);
      if (!page) {
        look.error = page.error();
        return look;
      }
      for (const CouponRecordV2& record : page->records) {
        if (record.remark != intent_.memo) continue;
        ++found;
        if (record.coupon_id && !record.coupon_id->empty())
          look.coupons.push_back({record.customer_id.value_or(""), *record.coupon_id});
      }
      *question.offset += static_cast<std::int32_t>(page->records.size());
      // An issue writes all its records at once: one page that has them is enough.
      if (found >= customers || page->records.empty() ||
          *question.offset >= page->total_count.value_or(0))
        break;
    }
    if (found > 0) look.verdict = Verdict::kDone;
    return look;
  }

  const Identity& identity_;
  const Intent& intent_;
  const ReconcileOptions& options_;
  CallOptions call_;
};

Reconciliation told(Verdict verdict, std::string why) {
  Reconciliation told;
  told.verdict = verdict;
  told.why = std::move(why);
  return told;
}

}  // namespace

Result<IntentMarks> mark(const Identity& identity, const Intent& intent) {
  const MoneyKind* kind = kind_of(intent);
  if (kind == nullptr) {
    Error error;
    error.kind = ErrorKind::kInvalidArgument;
    error.operation = intent.operation;
    error.message = "Payments of this operation leave no records of movements.";
    return error;
  }
  auto question = question_of(intent, *kind);
  question.limit = 1;
  const auto newest = identity.list_partner_adjust_records(question);
  if (!newest) return newest.error();
  IntentMarks marks;
  marks.total = newest->total_count.value_or(0);
  if (!newest->records.empty()) marks.newest_id = newest->records.front().trans_id.value_or("");
  return marks;
}

Reconciliation reconcile(const Identity& identity, const Intent& intent,
                         const ReconcileOptions& options) {
  if (kind_of(intent) == nullptr && (!detail::issues_coupons(intent) || intent.memo.empty()))
    return told(Verdict::kUnknown, "Nothing in the service's records identifies such a call.");
  const Records records(identity, intent, options);
  std::chrono::milliseconds waited{0};
  std::string last = "No record was found, but too early to tell.";
  for (std::size_t round = 0;; ++round) {
    const Look look = records.look();
    if (look.error) {
      last = "The records could not be read: " + look.error->message;
    } else if (look.verdict != Verdict::kNotDone) {
      Reconciliation found = told(look.verdict, look.verdict == Verdict::kDone
                                                    ? "It is in the records."
                                                    : "Equal movements are in the records, and "
                                                      "nothing says whether one of them is it.");
      found.transfer_id = look.verdict == Verdict::kDone ? look.transfer_id : "";
      found.coupons = look.coupons;
      found.candidates = look.candidates;
      return found;
    } else if (round > 0 && waited >= options.not_done_after) {
      return told(Verdict::kNotDone, "It is in no record.");
    }
    if (round == options.waits.size()) return told(Verdict::kUnknown, last);
    if (!detail::MoneyAccess::wait(identity, options.waits[round], options.cancellation))
      return told(Verdict::kUnknown, "The wait was cancelled.");
    waited += options.waits[round];
  }
}

}  // namespace bss
