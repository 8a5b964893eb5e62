#include "domain/kept_state.h"

#include <sstream>
#include <string>

#include "store/world_state.h"

namespace bss::mock::domain {

namespace {

constexpr const char* kClock = "clock";
constexpr const char* kIds = "ids";
constexpr const char* kSetting = "setting.";

}  // namespace

void keep_clock(store::Database& db, const Clock::State& state) {
  std::ostringstream text;
  text << static_cast<int>(state.mode) << ' ' << state.factor << ' ' << state.base.ms << ' '
       << state.wall_base.ms << ' ' << state.highest.ms;
  store::put_state(db, kClock, text.str());
}

void keep_ids(store::Database& db, const Ids::State& state) {
  std::ostringstream text;
  for (const std::uint64_t part : state) text << part << ' ';
  store::put_state(db, kIds, text.str());
}

void keep_settings(store::Database& db, const Settings& settings) {
  const Settings defaults;
  for (const SettingInfo& info : Settings::table()) {
    const std::string key = kSetting + std::string(info.key);
    const std::string value = settings.text(info.setting);
    if (value == defaults.text(info.setting)) {
      store::remove_state(db, key);
    } else {
      store::put_state(db, key, value);
    }
  }
}

std::optional<Clock::State> kept_clock(store::Database& db) {
  const auto text = store::find_state(db, kClock);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  int mode = -1;
  Clock::State state;
  in >> mode >> state.factor >> state.base.ms >> state.wall_base.ms >> state.highest.ms;
  if (!in || mode < 0 || mode > static_cast<int>(Clock::Mode::kScaled) || state.factor < 1)
    return std::nullopt;
  state.mode = static_cast<Clock::Mode>(mode);
  return state;
}

std::optional<Ids::State> kept_ids(store::Database& db) {
  const auto text = store::find_state(db, kIds);
  if (!text) return std::nullopt;
  std::istringstream in(*text);
  Ids::State state{};
  for (std::uint64_t& part : state) in >> part;
  if (!in) return std::nullopt;
  return state;
}

void recall_settings(store::Database& db, Settings& settings) {
  const std::string prefix = kSetting;
  for (const auto& [key, value] : store::list_state(db, prefix))
    static_cast<void>(settings.set(key.substr(prefix.size()), value));
}

}  // namespace bss::mock::domain
