// Keeps every operation to its published quota, so that calls wait here instead of being refused
// there. One lane for each pair of quota owner and operation; the decisions are PacingLane's, this
// class adds lock and waiting.
//
// Shared by all calls of a client; safe to use from several threads. Never waits while it holds its
// lock.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "bss/cancellation.h"
#include "bss/clock.h"
#include "bss/operation_info.h"
#include "core/pacing_lane.h"

namespace bss::detail {

class Pacer {
 public:
  Pacer(std::shared_ptr<const Clock> clock, std::shared_ptr<Waiter> waiter);

  enum class Decision : std::uint8_t { kGo, kTooLate, kCancelled };

  /// The right to send one request. Gives its place back unless sent() was called.
  class Permit {
   public:
    Permit() = default;
    Permit(Permit&& other) noexcept { *this = std::move(other); }
    Permit& operator=(Permit&& other) noexcept;
    Permit(const Permit&) = delete;
    Permit& operator=(const Permit&) = delete;
    ~Permit() { give_back(); }

    Decision decision = Decision::kGo;
    std::chrono::milliseconds waited{0};

    /// The request leaves now; gives back the moment it is counted from.
    Clock::Steady sent();
    /// What the service said to it.
    void accepted();
    void throttled(int limit, std::chrono::milliseconds window);

   private:
    friend class Pacer;
    void give_back();
    Pacer* pacer_ = nullptr;
    PacingLane* lane_ = nullptr;
    PacingLane::Ticket ticket_ = 0;
  };

  /// Waits for the turn. A turn that is known to come after `deadline` is refused at once, without
  /// waiting.
  Permit acquire(const std::string& owner, const OperationInfo& operation, Clock::Steady deadline,
                 const CancellationToken& cancellation);

 private:
  PacingLane& lane(const std::string& owner, const OperationInfo& operation);

  std::shared_ptr<const Clock> clock_;
  std::shared_ptr<Waiter> waiter_;
  std::mutex mutex_;
  /// std::map: lanes keep their address.
  std::map<std::pair<std::string, std::string>, PacingLane> lanes_;
};

}  // namespace bss::detail
