// One workspace's business state: database, clock, settings, ids, and the executor that lets one
// command at a time touch them (architecture.md decision 3). Used by the gateway, by IAM and by the
// control API; handlers of api/ and the rules get a World& and are already inside `run`.
//
// A database on a file also keeps clock, settings and ids (kept_state.h), each in the transaction
// that changes it.
//
// Thread safe: run(), change_clock(), change_settings(), set(), advance_to(), image(), restore();
// and clock() and settings(), which lock for themselves. Everything else (db, ids, now) belongs to
// the command in progress.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/instant.h"
#include "domain/kept_state.h"
#include "domain/money.h"
#include "domain/settings.h"
#include "domain/short_wait_mutex.h"
#include "store/database.h"

namespace bss::mock::domain {

/// How a command ends.
enum class Ending : std::uint8_t {
  kCommit,
  kRefused,  ///< rolled back, unless the rule said keep_changes(): a wrong verification code is
             ///< counted (customers.md)
  kDiscard,  ///< rolled back in any case: the command never happened
};

/// What a command answers decides how it ends: an Ending itself; anything with `refused()`; else it
/// is committed.
template <class R>
Ending ending_of(const R& result) {
  if constexpr (std::is_same_v<R, Ending>) {
    return result;
  } else if constexpr (requires {
                         { result.refused() } -> std::convertible_to<bool>;
                       }) {
    return result.refused() ? Ending::kRefused : Ending::kCommit;
  } else {
    return Ending::kCommit;
  }
}

/// One leg of a movement of money or coupons; a credit is positive.
struct FiredPosting {
  std::string movement;  ///< kind of the transaction
  std::string trade_id;
  std::string account;
  Money amount;
  friend bool operator==(const FiredPosting&, const FiredPosting&) = default;
};
/// Something that happened because its time had come.
struct FiredEvent {
  Instant at;
  std::string kind;     ///< association_completed, coupon_quota_expired, coupon_expired, ...
  std::string subject;  ///< id of what it happened to
  std::vector<FiredPosting> postings{};
  friend bool operator==(const FiredEvent&, const FiredEvent&) = default;
};

class World {
 public:
  /// A snapshot: data, clock, ids and settings. Data, never replayed calls.
  struct Image {
    store::DatabaseImage data;
    Clock::Mode clock_mode = Clock::Mode::kReal;
    Instant now;
    std::int64_t clock_scale = 1;
    Ids::State ids{};
    Settings settings;
  };

  /// `wall` is for tests. The database must have the schema; it may be empty. One on a file that
  /// was in use goes on with the clock, settings and ids it kept. `tag` marks the credentials that
  /// are made in it (workspace_tag.h).
  World(std::unique_ptr<store::Database> database, std::uint64_t id_seed,
        Clock::WallTime wall = Clock::system_time, std::string tag = {});

  store::Database& db() noexcept { return *db_; }
  const Clock& clock() const noexcept { return clock_; }
  const Settings& settings() const noexcept { return settings_; }
  Ids& ids() noexcept { return ids_; }
  /// Empty in the workspace `default`.
  const std::string& tag() const noexcept { return tag_; }
  /// The time of the command in progress; stands still while it runs.
  Instant now() const noexcept { return now_; }
  /// Another number after every commit that changed a row, and after restore(): what was read
  /// before may be stale. Readable from every thread.
  std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

  /// Runs one command: what is due fires first, then `f()` inside one transaction. Rolled back when
  /// f throws (and thrown on) or as ending_of(result) says. Never call it from inside a command.
  template <class F>
  auto run(F&& f) -> std::invoke_result_t<F&> {
    const std::lock_guard lock(mutex_);
    try {
      start_command();
      if constexpr (std::is_void_v<std::invoke_result_t<F&>>) {
        f();
        end_command(Ending::kCommit);
      } else {
        auto result = f();
        end_command(ending_of(result));
        return result;
      }
    } catch (...) {
      abandon_command();
      throw;
    }
  }

  /// `f(Clock&)`, and what it answers. Use advance_to() to move the reading.
  template <class F>
  auto change_clock(F&& f) {
    const std::lock_guard lock(mutex_);
    const Clock::State before = clock_.state();
    const auto keep = [&] { keep_now([this] { keep_clock(*db_, clock_.state()); }); };
    try {
      if constexpr (std::is_void_v<std::invoke_result_t<F&, Clock&>>) {
        f(clock_);
        keep();
      } else {
        auto result = f(clock_);
        keep();
        return result;
      }
    } catch (...) {
      clock_.restore(before);
      throw;
    }
  }
  /// `f(Settings&)` on a copy that takes the place of the settings unless f throws.
  template <class F>
  auto change_settings(F&& f) {
    const std::lock_guard lock(mutex_);
    Settings changed(settings_);
    if constexpr (std::is_void_v<std::invoke_result_t<F&, Settings&>>) {
      f(changed);
      adopt(changed);
    } else {
      auto result = f(changed);
      adopt(changed);
      return result;
    }
  }
  /// One setting by name; on refusal the sentence says what is allowed.
  [[nodiscard]] std::optional<std::string> set(std::string_view key, std::string_view value) {
    return change_settings([&](Settings& settings) { return settings.set(key, value); });
  }

  /// Called by a rule that refuses and still has to keep what it wrote (a counted failure, an
  /// account whose association failed). Everything the command wrote stays.
  void keep_changes() noexcept { keep_changes_ = true; }
  /// Called by a rule that wrote something which falls due at `at`.
  void schedule(Instant at) noexcept;

  /// Moves the clock to `target`, firing on the way what falls due, each at its own time and in
  /// fixed order; so two steps equal one. All of it happens, or nothing when it throws. `dry_run`
  /// fires everything and rolls it back. Nothing when `target` lies in the past.
  std::optional<std::vector<FiredEvent>> advance_to(Instant target, bool dry_run = false);
  /// When the next event falls due, if there is one.
  std::optional<Instant> next_event();

  Image image();
  void restore(const Image& image);

 private:
  void start_command();
  void end_command(Ending ending);
  void abandon_command() noexcept;
  /// Commits, and counts the version up when a row was changed since the last time.
  void commit();
  void adopt(const Settings& settings);
  /// On a file: `write` in a transaction of its own.
  void keep_now(const std::function<void()>& write);
  /// Fires what is due up to `until`; each event in a transaction of its own unless one is open.
  void fire_due(Instant until, std::vector<FiredEvent>* fired);

  ShortWaitMutex mutex_;
  std::unique_ptr<store::Database> db_;
  Clock clock_;
  Settings settings_;
  Ids ids_;
  std::string tag_;
  Instant now_;
  bool due_known_ = false;
  std::optional<Instant> next_due_;  ///< when due_known_: a lower bound, or nothing is due ever
  bool keep_changes_ = false;
  std::int64_t changes_seen_ = 0;
  Ids::State kept_ids_{};  ///< what the file has
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace bss::mock::domain
