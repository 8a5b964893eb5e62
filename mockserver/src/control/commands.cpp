// Clock, settings, mailbox, reset.
#include "control/commands.h"

#include <utility>

#include "control/body_reader.h"
#include "control/duration.h"
#include "control/state_diff.h"
#include "store/messages.h"

namespace bss::mock::control {

using domain::Instant;
using domain::SettingType;
using wire::Json;

namespace {

const char* name_of(domain::Clock::Mode mode) {
  switch (mode) {
    case domain::Clock::Mode::kReal:
      return "real";
    case domain::Clock::Mode::kFrozen:
      return "frozen";
    case domain::Clock::Mode::kScaled:
      return "scaled";
  }
  return "";
}

const char* name_of(SettingType type) {
  switch (type) {
    case SettingType::kInteger:
      return "integer";
    case SettingType::kBoolean:
      return "boolean";
    case SettingType::kChoice:
      return "choice";
    case SettingType::kList:
      return "list";
  }
  return "";
}

Instant instant_of(std::string_view text, const char* field) {
  const auto at = domain::parse_utc_second(text);
  if (!at) throw bad_field(field, "must be a time such as 2025-06-01T00:00:00Z");
  return *at;
}

Json strings(const std::vector<std::string>& texts) {
  auto array = Json::array();
  for (const auto& text : texts) array.items().push_back(Json::string(text));
  return array;
}

Json value_of(const domain::Settings& settings, const domain::SettingInfo& info) {
  switch (info.type) {
    case SettingType::kInteger:
      return Json::number(settings.number(info.setting));
    case SettingType::kBoolean:
      return Json::boolean(settings.flag(info.setting));
    case SettingType::kChoice:
      return Json::string(std::string(settings.choice(info.setting)));
    case SettingType::kList:
      return strings(settings.list(info.setting));
  }
  return {};
}

/// A value of PATCH as the text that Settings reads.
std::string text_of(const std::string& key, const Json& value) {
  switch (value.kind()) {
    case Json::Kind::kNumber:
    case Json::Kind::kString:
      return value.text();
    case Json::Kind::kBoolean:
      return value.as_boolean() ? "true" : "false";
    case Json::Kind::kArray: {
      std::string joined;
      for (const auto& item : value.items()) {
        if (item.kind() != Json::Kind::kString || item.text().find(',') != std::string::npos) {
          throw bad_field(key, "must hold strings without commas");
        }
        joined += (joined.empty() ? "" : ",") + item.text();
      }
      return joined;
    }
    default:
      throw bad_field(key, "must be a number, true or false, a string or an array of strings");
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> setting_texts(const Json& object) {
  if (object.kind() != Json::Kind::kObject) {
    throw ControlError(400, "bad_request", "settings must be a JSON object of keys and values");
  }
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& [key, value] : object.members()) texts.emplace_back(key, text_of(key, value));
  return texts;
}

Commands::Commands(gateway::Workspace& workspace, Beginning beginning)
    : workspace_(workspace), beginning_(std::move(beginning)) {}

ClockReading Commands::clock() const {
  const auto& clock = world().clock();
  return {domain::format_utc_second(clock.now()), name_of(clock.mode())};
}

std::vector<Event> Commands::freeze(std::optional<std::string_view> at) {
  if (!at) {
    world().change_clock([](domain::Clock& clock) { clock.freeze(); });
    return {};
  }
  const Instant target = instant_of(*at, "freeze");
  auto events = move_to(target, false);
  world().change_clock([&](domain::Clock& clock) {
    if (!clock.freeze_at(target)) clock.freeze();  // real time went on meanwhile
  });
  return events;
}

std::vector<Event> Commands::advance(std::string_view duration, bool dry_run) {
  const auto parsed = parse_duration(duration);
  if (!parsed) throw bad_field("advance", "must be a duration such as P1M3DT2H");
  return move_to(plus(world().clock().now(), *parsed), dry_run);
}

std::vector<Event> Commands::advance_to(std::string_view at, bool dry_run) {
  return move_to(instant_of(at, "advance_to"), dry_run);
}

std::vector<Event> Commands::advance_to_next_event(bool dry_run) {
  const auto next = world().next_event();
  if (!next) return {};
  // What is overdue fires without the clock having to move.
  return move_to(std::max(*next, world().clock().now()), dry_run);
}

std::vector<Event> Commands::move_to(Instant target, bool dry_run) {
  const auto fired = world().advance_to(target, dry_run);
  if (!fired) {
    throw ControlError(409, "clock_goes_forward_only",
                       "the clock stands at " + clock().now + " and never goes back");
  }
  std::vector<Event> events;
  for (const auto& event : *fired) {
    events.push_back({domain::format_utc_second(event.at), event.kind, event.subject});
    for (const auto& posting : event.postings) {
      events.back().postings.push_back({posting.movement, posting.trade_id, posting.account,
                                        posting.amount.to_decimal().to_string(2)});
    }
  }
  return events;
}

void Commands::run_real() {
  world().change_clock([](domain::Clock& clock) { clock.run_real(); });
}

void Commands::run_scaled(std::int64_t factor) {
  world().change_clock([&](domain::Clock& clock) { clock.run_scaled(factor); });
}

Json Commands::settings() const {
  const domain::Settings defaults;
  auto shown = Json::object();
  for (const auto& info : domain::Settings::table()) {
    auto entry = Json::object();
    entry.add("value", value_of(world().settings(), info));
    entry.add("default", value_of(defaults, info));
    entry.add("type", Json::string(name_of(info.type)));
    if (info.type == SettingType::kChoice) {
      entry.add("choices", strings({info.choices.begin(), info.choices.end()}));
    }
    entry.add("unit", Json::string(std::string(info.unit)));
    entry.add("rule", Json::string(std::string(info.rule)));
    entry.add("description", Json::string(std::string(info.description)));
    shown.add(std::string(info.key), std::move(entry));
  }
  return shown;
}

std::string Commands::setting(std::string_view key) const {
  const auto* info = domain::Settings::find(key);
  if (info == nullptr) throw bad_field(std::string(key), "is no setting");
  return world().settings().text(info->setting);
}

void Commands::set(std::string_view key, std::string_view value) {
  if (auto refused = world().set(key, value)) throw bad_field(std::string(key), *refused);
}

void Commands::patch_settings(const Json& object) {
  const auto texts = setting_texts(object);
  world().change_settings([&](domain::Settings& settings) {
    for (const auto& [key, text] : texts) {
      if (auto refused = settings.set(key, text)) throw bad_field(key, *refused);
    }
  });
}

std::vector<Message> Commands::messages(const std::string& to) const {
  const auto rows = world().run([&] {
    return store::list_messages(world().db(), to.empty() ? std::nullopt : std::optional(to));
  });
  std::vector<Message> messages;
  for (const auto& row : rows) {
    messages.push_back({row.id, row.channel, row.receiver, row.kind, row.code.value_or(""),
                        row.text, domain::format_utc_second(Instant{row.sent_at})});
  }
  return messages;
}

void Commands::restore(const domain::World::Image& image) {
  world().restore(image);
  workspace_.state_replaced();
}

void Commands::put_snapshot(const std::string& name) {
  put_snapshot(name, world().image());
}

void Commands::put_snapshot(const std::string& name, domain::World::Image image) {
  if (!Snapshots::name_allowed(name)) {
    throw bad_field("name",
                    "must be 1 to 64 letters, digits, dots, dashes or underscores, and not "
                    "current");
  }
  snapshots_.put(name, std::move(image));
}

void Commands::restore_snapshot(const std::string& name) {
  restore(*snapshot(name));
}

Snapshots::Held Commands::snapshot(const std::string& name) {
  if (name == "current") return std::make_shared<const domain::World::Image>(world().image());
  auto held = snapshots_.find(name);
  if (held == nullptr) throw not_found("there is no snapshot of that name");
  return held;
}

Json Commands::diff_snapshots(const std::string& from, const std::string& to) {
  return diff(*snapshot(from), *snapshot(to));
}

void Commands::reset() {
  restore(beginning_.image());
  workspace_.throttle().set_plan(beginning_.throttle);
  workspace_.throttle().reset();
  workspace_.faults().clear();
  workspace_.journal().clear();
}

}  // namespace bss::mock::control
