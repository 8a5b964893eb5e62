// The load under which the server is killed: calls that each change something, every one with an
// amount or a name of its own, so that afterwards each is either there once or not at all.
//
// CrashLoad is shared by the threads that send; the ledger of calls is read when they have ended.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "connection.h"

namespace bss::test {

enum class CrashCall : std::uint8_t { kAllocate, kTransfer, kIssue, kCreate };

struct SentCall {
  CrashCall kind = CrashCall::kAllocate;
  std::int64_t number = 0;  ///< no other call has it: cents of money, part of a customer's name
  bool answered = false;    ///< with success, before the server was killed
  std::string id;           ///< of the answer: transfer_id, coupon_id, domain_id
  std::string surprise;     ///< an answer that is no success
};

/// Who sends, and on whose account.
struct CrashScene {
  std::string partner_token;
  std::string distributor_token;
  std::string quota;
};

class CrashLoad {
 public:
  explicit CrashLoad(CrashScene scene) : scene_(std::move(scene)) {}

  /// Sends one random call after the other until the server is gone. Called by several threads.
  void run(std::uint16_t port, std::uint64_t seed);
  /// Successful answers so far.
  std::int64_t answers() const noexcept { return answers_.load(); }
  /// Everything that was sent, over all runs.
  const std::vector<SentCall>& calls() const noexcept { return calls_; }

 private:
  SentCall next(std::mt19937_64& random);
  std::string bytes_of(const SentCall& call) const;

  const CrashScene scene_;
  std::atomic<std::int64_t> numbers_{0};
  std::atomic<std::int64_t> answers_{0};
  std::mutex mutex_;
  std::vector<SentCall> calls_;
};

/// The name of the customer of that number on the partner's platform.
std::string crash_customer(std::int64_t number);

}  // namespace bss::test
