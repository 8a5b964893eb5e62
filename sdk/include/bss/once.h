// Payments that happen exactly once, and how to find out what became of one whose answer was lost
// (accounts-coupons E.6). The API takes no key that would make repeating safe, so the SDK keeps
// one outstanding payment to each counterparty, records it before sending, and looks it up in the
// service's records before anything is sent again.
//
//   auto store = bss::file_intent_store("payments.intents").value();
//   bss::MoneyOnce once(client, store);
//   auto paid = once.allocate_once("order-4711", request);   // safe to call again, also after a
//   crash
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bss/accounts.h"
#include "bss/client.h"
#include "bss/coupons.h"
#include "bss/intents.h"

namespace bss {

/// How long and how often the records are asked before a payment is held for not done.
struct ReconcileOptions {
  /// Waits between questions; how late a record shows is not documented.
  std::vector<std::chrono::milliseconds> waits{std::chrono::seconds(5), std::chrono::seconds(15),
                                               std::chrono::seconds(60)};
  /// *Not done* needs a question this long after the payment was given up, so that a request that
  /// is still on its way has arrived. Not shorter than the client's attempt timeout in production.
  std::chrono::milliseconds not_done_after{30'000};
  /// Movements that are known to belong to other payments.
  std::function<bool(const std::string& transfer_id)> owned;
  /// Ends the waiting; the verdict is kUnknown then.
  CancellationToken cancellation;
};

struct Reconciliation {
  enum class Verdict : std::uint8_t { kDone, kNotDone, kUnknown };
  Verdict verdict = Verdict::kUnknown;
  std::string transfer_id;            ///< when done
  std::vector<IssuedCoupon> coupons;  ///< when done, of a coupon issue
  /// Movements that may be it, where the intent carries no marks to tell.
  std::vector<std::string> candidates;
  std::string why;  ///< a sentence
};

/// Reads what marks an intent needs before it is sent: the counterparty's newest movement of that
/// kind. Not for coupons, which are found by their memo.
Result<IntentMarks> mark(const Identity& identity, const Intent& intent);

/// What became of a payment. Asks only; sends nothing. An intent without marks (that of an error of
/// a plain call) can be found to be not done, but one that may be done is left to the caller:
/// an equal payment of before looks the same.
Reconciliation reconcile(const Identity& identity, const Intent& intent,
                         const ReconcileOptions& options = {});

/// A payment that took effect.
struct Payment {
  std::string transfer_id;
  bool found = false;  ///< it had taken effect before: in an earlier call, or its answer was lost
};

struct CouponIssue {
  std::vector<IssuedCoupon> coupons;
  /// Customers that got none, with the reason where its answer arrived.
  std::vector<ErrorDetail> refused;
  bool found = false;
};

struct OnceOptions {
  ReconcileOptions reconcile;
  std::string owner;  ///< names the partner, where one store serves several
  int sends = 3;      ///< how often a payment that was found to be not done is sent, at most
};

/// Safe to use from several threads. Keep one for a store: it is what keeps to one outstanding
/// payment to a counterparty. Errors are those of the call itself; `outcome_unknown` means that the
/// records could not be read or do not tell, the payment stays open, and the next call for that
/// counterparty begins with clearing it up. `conflict`: the key belongs to another payment, or an
/// earlier payment to the counterparty is not cleared up.
class MoneyOnce {
 public:
  /// Pays in the name of `identity`, a client or one of its views; it need not outlive the call.
  MoneyOnce(const Identity& identity, std::shared_ptr<IntentStore> store, OnceOptions options = {});
  ~MoneyOnce();
  MoneyOnce(const MoneyOnce&) = delete;
  MoneyOnce& operator=(const MoneyOnce&) = delete;

  /// UpdateCustomerAccountAmount. `key` names the payment: the same key with the same content is
  /// the same payment, whatever happened in between.
  Result<Payment> allocate_once(const std::string& key,
                                const UpdateCustomerAccountAmountRequest& request);
  /// ReclaimToPartnerAccount.
  Result<Payment> reclaim_once(const std::string& key,
                               const ReclaimToPartnerAccountRequest& request);
  /// UpdateIndirectPartnerAccount.
  Result<Payment> transfer_to_reseller_once(const std::string& key,
                                            const UpdateIndirectPartnerAccountRequest& request);
  /// CreatePartnerCoupons. Its memo gets a mark of its own at its end, by which the coupons are
  /// found again; the memo itself may have 222 characters.
  Result<CouponIssue> issue_coupons_once(const std::string& key,
                                         const CreatePartnerCouponsRequest& request);

  /// Clears up every open payment without sending anything: the first thing to do after a start.
  /// The records that are still open afterwards.
  std::vector<IntentRecord> resume();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bss
