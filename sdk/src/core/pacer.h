// Keeps every operation to its published quota, so that calls wait here instead of being refused
// there. One lane for each pair of quota owner and operation; the decisions are PacingLane's, this
// class adds the lock. Waiting for a turn is the business of whoever asked for it.
//
// Shared by all calls of a client; safe to use from several threads.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bss/clock.h"
#include "bss/operation_info.h"
#include "bss/pacing.h"
#include "core/pacing_lane.h"

namespace bss::detail {

class Pacer {
 public:
  explicit Pacer(std::shared_ptr<const Clock> clock) : clock_(std::move(clock)) {}

 private:
  struct Lane {
    Lane(int limit, std::chrono::milliseconds window) : turns(limit, window) {}
    PacingLane turns;
    PacingState counted;
  };

 public:
  /// The right to send one request, when its turn has come. Gives its place back unless sent() was
  /// called.
  class Permit {
   public:
    Permit() = default;
    Permit(Permit&& other) noexcept { *this = std::move(other); }
    Permit& operator=(Permit&& other) noexcept;
    Permit(const Permit&) = delete;
    Permit& operator=(const Permit&) = delete;
    ~Permit() { give_back(); }

    /// When the turn comes, as far as is known now; it has come when that is not after now. It may
    /// move back while others leave late, so ask again after waiting.
    Clock::Steady turn() const;
    /// From the moment it was asked for until now.
    std::chrono::milliseconds waited() const;

    /// The request leaves now; gives back the moment it is counted from.
    Clock::Steady sent();
    /// What the service said to it.
    void accepted();
    void throttled(int limit, std::chrono::milliseconds window);

   private:
    friend class Pacer;
    void give_back();
    Pacer* pacer_ = nullptr;  ///< null: there is no quota to keep to
    Lane* lane_ = nullptr;
    PacingLane::Ticket ticket_ = 0;
    Clock::Steady asked_;
    bool sent_ = false;
  };

  /// Takes the next place in the queue of `owner` and `operation`.
  Permit enter(const std::string& owner, const OperationInfo& operation);

  /// Every quota that was ever asked for, by account and operation.
  std::vector<PacingState> states() const;

 private:
  Lane& lane(const std::string& owner, const OperationInfo& operation);

  std::shared_ptr<const Clock> clock_;
  mutable std::mutex mutex_;
  /// std::map: lanes keep their address.
  std::map<std::pair<std::string, std::string>, Lane> lanes_;
};

}  // namespace bss::detail
