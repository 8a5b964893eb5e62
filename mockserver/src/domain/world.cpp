#include "domain/world.h"

#include <algorithm>

#include "domain/due.h"
#include "store/inspect.h"
#include "store/sqlite_image.h"

namespace bss::mock::domain {

World::World(std::unique_ptr<store::Database> database, std::uint64_t id_seed, Clock::WallTime wall,
             std::string tag)
    : db_(std::move(database)), clock_(std::move(wall)), ids_(id_seed), tag_(std::move(tag)) {
  if (db_->on_file()) {
    if (const auto kept = kept_clock(*db_)) clock_.restore(*kept);
    if (const auto kept = kept_ids(*db_)) ids_.restore(*kept);
    recall_settings(*db_, settings_);
    kept_ids_ = ids_.state();
  }
  now_ = clock_.now();
}

void World::schedule(Instant at) noexcept {
  if (due_known_ && (!next_due_ || at < *next_due_)) next_due_ = at;
}

void World::start_command() {
  const Instant now = clock_.now();
  fire_due(now, nullptr);
  keep_changes_ = false;
  db_->begin();
  now_ = now;
}

void World::end_command(Ending ending) {
  const bool keep = ending == Ending::kCommit || (ending == Ending::kRefused && keep_changes_);
  if (keep) {
    commit();
  } else {
    db_->rollback();
  }
}

void World::commit() {
  if (db_->on_file() && ids_.state() != kept_ids_) {
    keep_ids(*db_, ids_.state());
    kept_ids_ = ids_.state();
  }
  db_->commit();
  const std::int64_t changes = store::sqlite_changes(db_->session());
  if (changes == changes_seen_) return;
  changes_seen_ = changes;
  version_.fetch_add(1, std::memory_order_release);
}

void World::keep_now(const std::function<void()>& write) {
  if (!db_->on_file()) return;
  try {
    db_->begin();
    write();
    db_->commit();
  } catch (...) {
    abandon_command();
    throw;
  }
}

void World::adopt(const Settings& settings) {
  keep_now([&] { keep_settings(*db_, settings); });
  settings_ = settings;
}

void World::abandon_command() noexcept {
  due_known_ = false;
  kept_ids_ = {};  // whatever the file has now, the next commit writes it anew
  if (!db_->in_transaction()) return;
  try {
    db_->rollback();
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the error that brought us here
                                     // is thrown on
  }
}

namespace {

std::vector<FiredPosting> postings_after(store::Database& db, std::int64_t transaction_id) {
  std::vector<FiredPosting> postings;
  for (auto& row : store::list_postings_after(db, transaction_id)) {
    postings.push_back({std::move(row.kind), std::move(row.trade_id), std::move(row.account),
                        Money::from_units(row.amount)});
  }
  return postings;
}

}  // namespace

void World::fire_due(Instant until, std::vector<FiredEvent>* fired) {
  while (!due_known_ || (next_due_ && *next_due_ <= until)) {
    const bool own_transaction = !db_->in_transaction();
    if (own_transaction) db_->begin();
    const auto event = next_due_event(*this);
    due_known_ = true;
    next_due_ = event ? std::optional(event->at) : std::nullopt;
    const bool due = event && event->at <= until;
    if (due) {
      now_ = event->at;
      const std::int64_t before = fired == nullptr ? 0 : store::newest_transaction(*db_);
      FiredEvent happened = fire(*this, *event);
      if (fired != nullptr) {
        happened.postings = postings_after(*db_, before);
        fired->push_back(std::move(happened));
      }
      due_known_ = false;  // the next round looks again
    }
    if (own_transaction) commit();
  }
}

std::optional<std::vector<FiredEvent>> World::advance_to(Instant target, bool dry_run) {
  const std::lock_guard lock(mutex_);
  if (target < clock_.now()) return std::nullopt;
  std::vector<FiredEvent> fired;
  const Ids::State drawn = ids_.state();
  const Clock::State before = clock_.state();
  bool moved = true;
  try {
    db_->begin();
    fire_due(target, &fired);
    if (dry_run) {
      db_->rollback();
      ids_.restore(drawn);
      due_known_ = false;
    } else {
      // A running clock may have passed the target meanwhile: what was due has happened.
      moved = clock_.move_to(target);
      if (db_->on_file()) keep_clock(*db_, clock_.state());
      commit();
    }
  } catch (...) {
    clock_.restore(before);
    abandon_command();
    throw;
  }
  if (!moved) return std::nullopt;
  return fired;
}

std::optional<Instant> World::next_event() {
  const std::lock_guard lock(mutex_);
  const auto event = next_due_event(*this);
  if (!event) return std::nullopt;
  return std::max(event->at, clock_.now());
}

World::Image World::image() {
  const std::lock_guard lock(mutex_);
  Image image;
  image.data = db_->image();
  image.clock_mode = clock_.mode();
  image.now = clock_.now();
  image.clock_scale = clock_.scale();
  image.ids = ids_.state();
  image.settings = settings_;
  return image;
}

void World::restore(const Image& image) {
  const std::lock_guard lock(mutex_);
  const Clock::State before = clock_.state();
  clock_.restore(image.clock_mode, image.now, image.clock_scale);
  try {
    if (db_->on_file()) {
      // Completed in memory, so that the file is replaced in one transaction or not at all.
      const auto whole = store::Database::from_image(image.data.view());
      keep_clock(*whole, clock_.state());
      keep_ids(*whole, image.ids);
      keep_settings(*whole, image.settings);
      db_->restore(whole->image().view());
    } else {
      db_->restore(image.data.view());
    }
  } catch (...) {
    clock_.restore(before);
    throw;
  }
  ids_.restore(image.ids);
  kept_ids_ = image.ids;
  settings_ = image.settings;
  due_known_ = false;
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace bss::mock::domain
