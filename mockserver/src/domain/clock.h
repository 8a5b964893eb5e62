// The one clock of a workspace: token life, codes, coupon expiry, retention and every record time
// read it (architecture.md decision 7). Real, frozen, or running faster than the wall; it never
// goes back.
//
// Thread safe. A domain command does not read it: it reads World::now(), which stands still while
// the command runs. Advancing is World's business, because what falls due on the way has to happen
// first.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "domain/instant.h"

namespace bss::mock::domain {

class Clock {
 public:
  enum class Mode : std::uint8_t { kReal, kFrozen, kScaled };
  using WallTime = std::function<Instant()>;

  /// All that a reading follows from, beside the wall.
  struct State {
    Mode mode = Mode::kReal;
    std::int64_t factor = 1;
    Instant base;  ///< reading at wall_base
    Instant wall_base;
    Instant highest;  ///< the wall may be set back; the reading does not follow
  };

  /// Real from the start. `wall` is the machine's clock unless a test brings its own.
  explicit Clock(WallTime wall = system_time);

  Instant now() const;
  Mode mode() const;
  /// How many seconds pass here while one passes outside; 1 unless scaled.
  std::int64_t scale() const;

  /// Stands still from now on, at the present reading or at `at`; an earlier `at` is refused
  /// (false).
  void freeze();
  [[nodiscard]] bool freeze_at(Instant at);
  /// Goes on at the pace of the wall: from the wall's time when that is later, else from the
  /// present reading.
  void run_real();
  /// Goes on from the present reading, `factor` (>= 1) times as fast as the wall.
  void run_scaled(std::int64_t factor);
  /// Moves the reading forward and keeps the mode; an earlier `at` is refused (false). Only World
  /// calls this.
  [[nodiscard]] bool move_to(Instant at);
  /// Sets the reading without regard to direction: only for restoring a snapshot.
  void restore(Mode mode, Instant at, std::int64_t factor);
  /// For a state file, and for taking a change back. A clock that was kept goes on as if it had
  /// never stopped.
  State state() const;
  void restore(const State& state);

  static Instant system_time();

 private:
  Instant read_locked() const;
  void rebase_locked(Instant at);

  WallTime wall_;
  mutable std::mutex mutex_;
  mutable State state_;
};

}  // namespace bss::mock::domain
