#include "control/state_diff.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "control/show.h"
#include "domain/settings.h"
#include "store/inspect.h"

namespace bss::mock::control {

using wire::Json;

namespace {

using Row = std::vector<std::optional<std::string>>;

/// Entities whose rows say what another one says already, or are told as money.
bool told_elsewhere(std::string_view entity) noexcept {
  return entity == "customers" || entity == "ledger";
}

std::map<std::string, const Row*> by_key(const store::InspectedRows& rows) {
  std::map<std::string, const Row*> keyed;
  for (const Row& row : rows.rows) {
    std::string key;
    for (std::size_t i = 0; i < rows.keys; ++i) key += row[i].value_or("") + '\n';
    keyed.emplace(std::move(key), &row);
  }
  return keyed;
}

Json change_of(const store::InspectedRows& rows, const Row& before, const Row& after) {
  auto change = Json::object();
  for (std::size_t i = 0; i < rows.keys; ++i)
    change.add(std::string(rows.columns[i].name), show_cell(after[i], rows.columns[i].kind));
  auto fields = Json::object();
  for (std::size_t i = rows.keys; i < after.size(); ++i) {
    if (before[i] == after[i]) continue;
    const auto kind = rows.columns[i].kind;
    fields.add(
        std::string(rows.columns[i].name),
        Json::object({{"from", show_cell(before[i], kind)}, {"to", show_cell(after[i], kind)}}));
  }
  change.add("fields", std::move(fields));
  return change;
}

/// Nothing when both are equal.
std::optional<Json> diff_of(const store::InspectedRows& before, const store::InspectedRows& after) {
  const auto old_rows = by_key(before);
  const auto new_rows = by_key(after);
  auto added = Json::array();
  auto removed = Json::array();
  auto changed = Json::array();
  for (const auto& [key, row] : new_rows) {
    const auto old_row = old_rows.find(key);
    if (old_row == old_rows.end()) {
      added.items().push_back(show_row(after.columns, *row));
    } else if (*old_row->second != *row) {
      changed.items().push_back(change_of(after, *old_row->second, *row));
    }
  }
  for (const auto& [key, row] : old_rows) {
    if (new_rows.count(key) == 0) removed.items().push_back(show_row(before.columns, *row));
  }
  auto shown = Json::object();
  const auto add = [&](const char* name, Json list) {
    if (!list.items().empty()) shown.add(name, std::move(list));
  };
  add("added", std::move(added));
  add("removed", std::move(removed));
  add("changed", std::move(changed));
  if (shown.members().empty()) return std::nullopt;
  return shown;
}

Json show_transaction(const store::InspectedPosting& first, Json postings) {
  return Json::object({{"transaction_id", Json::number(first.transaction_id)},
                       {"ledger", Json::string(first.ledger)},
                       {"kind", Json::string(first.kind)},
                       {"trade_id", Json::string(first.trade_id)},
                       {"at", Json::string(domain::format_utc_second(domain::Instant{first.at}))},
                       {"postings", std::move(postings)}});
}

/// Transactions that are in `to` and not in `from`, oldest first.
Json money_between(store::Database& from, store::Database& to) {
  auto money = Json::array();
  const auto postings = store::list_postings_after(to, store::newest_transaction(from));
  for (std::size_t i = 0; i < postings.size();) {
    const auto& first = postings[i];
    auto shown = Json::array();
    for (; i < postings.size() && postings[i].transaction_id == first.transaction_id; ++i) {
      shown.items().push_back(Json::object(
          {{"account", Json::string(postings[i].account)},
           {"amount", show_cell(std::to_string(postings[i].amount), store::CellKind::kMoney)}}));
    }
    money.items().push_back(show_transaction(first, std::move(shown)));
  }
  return money;
}

Json settings_between(const domain::Settings& from, const domain::Settings& to) {
  auto changed = Json::object();
  for (const auto& info : domain::Settings::table()) {
    const std::string before = from.text(info.setting);
    const std::string after = to.text(info.setting);
    if (before == after) continue;
    changed.add(std::string(info.key),
                Json::object({{"from", Json::string(before)}, {"to", Json::string(after)}}));
  }
  return changed;
}

}  // namespace

Json diff(const domain::World::Image& from, const domain::World::Image& to) {
  const auto before = store::Database::from_image(from.data.view());
  const auto after = store::Database::from_image(to.data.view());
  auto entities = Json::object();
  for (const std::string_view entity : store::inspectable()) {
    if (told_elsewhere(entity)) continue;
    if (auto changed = diff_of(*store::inspect(*before, entity), *store::inspect(*after, entity)))
      entities.add(std::string(entity), *std::move(changed));
  }
  auto shown = Json::object();
  shown.add("entities", std::move(entities));
  shown.add("money", money_between(*before, *after));
  // A clock that runs with the wall moves by itself.
  const bool runs =
      from.clock_mode == domain::Clock::Mode::kReal && to.clock_mode == domain::Clock::Mode::kReal;
  if (!runs && from.now != to.now) {
    shown.add("clock", Json::object({{"from", Json::string(domain::format_utc_second(from.now))},
                                     {"to", Json::string(domain::format_utc_second(to.now))}}));
  }
  auto settings = settings_between(from.settings, to.settings);
  if (!settings.members().empty()) shown.add("settings", std::move(settings));
  return shown;
}

}  // namespace bss::mock::control
