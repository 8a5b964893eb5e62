// Where a program keeps what it meant to pay, so that a payment whose answer was lost, or during
// which the program itself was killed, is cleared up before anything is sent again. Used by
// MoneyOnce (bss/once.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bss/result.h"

namespace bss {

/// One coupon of an issue.
struct IssuedCoupon {
  std::string customer_id;
  std::string coupon_id;
};

enum class IntentState : std::uint8_t {
  kOpen,     ///< recorded; it may have been sent, and may have taken effect
  kDone,     ///< it took effect, once
  kNotDone,  ///< it did not: refused, or found to be in no record. The same key may be tried again
};

struct IntentRecord {
  std::string key;    ///< the program's own name of the payment: an order number, a line of a file
  std::string owner;  ///< whose money it is, where one store serves several partners
  Intent intent;
  IntentState state = IntentState::kOpen;
  std::string transfer_id;            ///< when done: transfer_id or trans_id of the movement
  std::vector<IssuedCoupon> coupons;  ///< when done: of a coupon issue
  std::string error_code;             ///< when refused
  std::string error_message;
};

/// Implementations are safe to use from several threads. What put() has accepted outlives whatever
/// the implementation promises to outlive.
class IntentStore {
 public:
  virtual ~IntentStore() = default;

  /// Keeps a record in the place of the one of the same key. The error (`not_sent`) says why it
  /// could not be kept: then nothing may be sent.
  virtual std::optional<Error> put(const IntentRecord& record) = 0;
  virtual std::optional<IntentRecord> find(const std::string& key) const = 0;
  /// Open ones of that owner to that counterparty, oldest first; to anybody when it is empty.
  virtual std::vector<IntentRecord> open(const std::string& owner,
                                         const std::string& counterparty) const = 0;
  /// Whether a movement belongs to a payment that is done.
  virtual bool owns(const std::string& owner, const std::string& transfer_id) const = 0;
  virtual std::vector<IntentRecord> all() const = 0;
};

/// For tests, and for programs whose payments end with them.
std::shared_ptr<IntentStore> memory_intent_store();

/// A file that survives `kill -9`: a record is on the disk when put() returns. One line of JSON a
/// change; a last line that was cut off is dropped when the file is opened again, and what is
/// outdated is cleared away then. For one process at a time. The file holds no credentials.
/// Errors (`invalid_argument`): in use by another process, not writable, not such a file.
Result<std::shared_ptr<IntentStore>> file_intent_store(const std::string& path);

}  // namespace bss
