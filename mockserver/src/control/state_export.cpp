#include "control/state_export.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control/body_reader.h"
#include "control/show.h"
#include "store/dump.h"

namespace bss::mock::control {

using store::CellKind;
using wire::Json;

namespace {

constexpr const char* kFormat = "bss-mock-state";
constexpr std::size_t kSecondsText = 19;  ///< 2025-06-01T00:00:00

const char* name_of(domain::Clock::Mode mode) {
  if (mode == domain::Clock::Mode::kReal) return "real";
  return mode == domain::Clock::Mode::kFrozen ? "frozen" : "scaled";
}

std::string with_milliseconds(domain::Instant at) {
  const std::string text = domain::format_utc_second(at);
  const std::string part = std::to_string(1'000 + at.ms % 1'000);
  return text.substr(0, kSecondsText) + "." + part.substr(1) + "Z";
}

std::optional<domain::Instant> parse_milliseconds(const std::string& text) {
  if (text.size() != kSecondsText + 5 || text[kSecondsText] != '.' || text.back() != 'Z')
    return std::nullopt;
  const auto second = domain::parse_utc_second(text.substr(0, kSecondsText) + "Z");
  const std::string part = text.substr(kSecondsText + 1, 3);
  if (!second || part.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return domain::Instant{second->ms + std::stoi(part)};
}

Json cell_of(const std::string& cell, CellKind kind) {
  if (kind == CellKind::kInstant)
    return Json::string(with_milliseconds(domain::Instant{std::stoll(cell)}));
  return show_cell(cell, kind);
}

std::string cell_from(const Json& value, CellKind kind, const std::string& at) {
  const bool number = kind == CellKind::kWhole;
  if (value.kind() != (number ? Json::Kind::kNumber : Json::Kind::kString))
    throw bad_field(at, number ? "must be a number" : "must be a string");
  if (kind == CellKind::kText) return value.text();
  if (kind == CellKind::kWhole) {
    if (!value.as_integer()) throw bad_field(at, "must be a whole number");
    return value.text();
  }
  if (kind == CellKind::kInstant) {
    const auto instant = parse_milliseconds(value.text());
    if (!instant) throw bad_field(at, "must be a time such as 2025-06-01T00:00:00.000Z");
    return std::to_string(instant->ms);
  }
  const auto amount = Decimal::parse(value.text());
  const auto units = amount ? amount->rescaled(8) : std::nullopt;
  if (!units) throw bad_field(at, "must be an amount");
  return std::to_string(units->digits());
}

Json show_table(const store::DumpedTable& table) {
  auto rows = Json::array();
  for (const auto& row : table.rows) {
    auto shown = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i]) shown.add(table.columns[i].name, cell_of(*row[i], table.columns[i].kind));
    }
    rows.items().push_back(std::move(shown));
  }
  return rows;
}

void read_table(const Json& rows, store::DumpedTable& table) {
  const std::string at = "tables/" + table.name;
  if (rows.kind() != Json::Kind::kArray) throw bad_field(at, "must be an array");
  for (const Json& row : rows.items()) {
    const std::string here = at + "/" + std::to_string(table.rows.size());
    if (row.kind() != Json::Kind::kObject) throw bad_field(here, "must be an object");
    auto& cells = table.rows.emplace_back();
    std::size_t known = 0;
    for (const auto& column : table.columns) {
      const Json* value = row.find(column.name);
      known += static_cast<std::size_t>(value != nullptr);
      cells.push_back(value == nullptr ? std::nullopt
                                       : std::optional(cell_from(*value, column.kind,
                                                                 here + "/" + column.name)));
    }
    if (known != row.members().size()) throw bad_field(here, "has a column that is not known");
  }
}

const Json& member(const Json& object, const char* name, Json::Kind kind) {
  const Json* found = object.kind() == Json::Kind::kObject ? object.find(name) : nullptr;
  if (found == nullptr || found->kind() != kind)
    throw bad_field(name, "is missing, or of another type");
  return *found;
}

void read_clock(const Json& clock, domain::World::Image& image) {
  const std::string mode = member(clock, "mode", Json::Kind::kString).text();
  bool known = false;
  for (const auto one :
       {domain::Clock::Mode::kReal, domain::Clock::Mode::kFrozen, domain::Clock::Mode::kScaled}) {
    if (mode != name_of(one)) continue;
    image.clock_mode = one;
    known = true;
  }
  if (!known) throw bad_field("clock/mode", "must be real, frozen or scaled");
  const auto now = parse_milliseconds(member(clock, "now", Json::Kind::kString).text());
  if (!now) throw bad_field("clock/now", "must be a time such as 2025-06-01T00:00:00.000Z");
  image.now = *now;
  const auto scale = member(clock, "scale", Json::Kind::kNumber).as_integer();
  if (!scale || *scale < 1) throw bad_field("clock/scale", "must be 1 or more");
  image.clock_scale = *scale;
}

void read_ids(const Json& ids, domain::World::Image& image) {
  if (ids.items().size() != image.ids.size()) throw bad_field("ids", "must have four numbers");
  for (std::size_t i = 0; i < image.ids.size(); ++i) {
    const std::string text = ids.items()[i].text();
    if (text.empty() || text.size() > 20 ||
        text.find_first_not_of("0123456789") != std::string::npos) {
      throw bad_field("ids", "must have four numbers");
    }
    image.ids[i] = std::stoull(text);
  }
}

store::DatabaseImage read_tables(const Json& tables) {
  const auto database = store::Database::in_memory();
  auto dumped = store::dumpable(*database);
  std::size_t known = 0;
  for (auto& table : dumped) {
    if (const Json* rows = tables.find(table.name)) {
      read_table(*rows, table);
      ++known;
    }
  }
  if (known != tables.members().size()) throw bad_field("tables", "has a table that is not known");
  try {
    store::load(*database, dumped);
  } catch (const store::StoreError& problem) {
    throw bad_field("tables", std::string("does not fit: ") + problem.what());
  }
  return database->image();
}

}  // namespace

Json export_state(const domain::World::Image& image) {
  const auto database = store::Database::from_image(image.data.view());
  auto ids = Json::array();
  for (const std::uint64_t part : image.ids)
    ids.items().push_back(Json::string(std::to_string(part)));
  auto settings = Json::object();
  const domain::Settings defaults;
  for (const auto& info : domain::Settings::table()) {
    const std::string value = image.settings.text(info.setting);
    if (value != defaults.text(info.setting))
      settings.add(std::string(info.key), Json::string(value));
  }
  auto tables = Json::object();
  for (const auto& table : store::dump(*database)) tables.add(table.name, show_table(table));
  return Json::object({{"format", Json::string(kFormat)},
                       {"version", Json::number(store::Database::kFormat)},
                       {"clock", Json::object({{"mode", Json::string(name_of(image.clock_mode))},
                                               {"now", Json::string(with_milliseconds(image.now))},
                                               {"scale", Json::number(image.clock_scale)}})},
                       {"ids", std::move(ids)},
                       {"settings", std::move(settings)},
                       {"tables", std::move(tables)}});
}

domain::World::Image import_state(const Json& document) {
  if (member(document, "format", Json::Kind::kString).text() != kFormat)
    throw bad_field("format", std::string("must be ") + kFormat);
  const auto version = member(document, "version", Json::Kind::kNumber).as_integer();
  if (version != store::Database::kFormat) {
    throw bad_field("version", "must be " + std::to_string(store::Database::kFormat) +
                                   ", as this server writes");
  }
  domain::World::Image image;
  read_clock(member(document, "clock", Json::Kind::kObject), image);
  read_ids(member(document, "ids", Json::Kind::kArray), image);
  for (const auto& [key, value] : member(document, "settings", Json::Kind::kObject).members()) {
    if (const auto refused = image.settings.set(key, value.text()))
      throw bad_field("settings/" + key, *refused);
  }
  image.data = read_tables(member(document, "tables", Json::Kind::kObject));
  return image;
}

}  // namespace bss::mock::control
