#include "domain/divisions.h"

#include <algorithm>
#include <string>

namespace bss::mock::domain {

namespace {

/// A province has one hyphen in its code, a city two, a county three.
enum Level : std::ptrdiff_t { kProvince = 1, kCity = 2, kCounty = 3 };

std::ptrdiff_t level_of(std::string_view code) {
  return std::count(code.begin(), code.end(), '-');
}

std::vector<Division> read_divisions(std::string_view text) {
  std::vector<Division> divisions;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::size_t tab = line.find('\t');
    divisions.push_back({line.substr(0, tab), line.substr(tab + 1)});
    text.remove_prefix(end + 1);
  }
  return divisions;
}

/// Read once, at the first question.
std::span<const Division> divisions() {
  static const std::vector<Division> all = read_divisions(kDivisionsText);
  return all;
}

/// Those of one level whose code begins with `parent`.
DivisionPage page_of(std::string_view parent, Level level, std::size_t offset, std::size_t limit) {
  DivisionPage page;
  for (const Division& division : divisions()) {
    if (level_of(division.code) != level || !division.code.starts_with(parent)) continue;
    if (page.total >= offset && page.rows.size() < limit) page.rows.push_back(division);
    ++page.total;
  }
  return page;
}

DivisionPage children_of(std::string_view parent, Level level, std::size_t offset,
                         std::size_t limit) {
  const auto known = std::any_of(divisions().begin(), divisions().end(),
                                 [&](const Division& one) { return one.code == parent; });
  if (!known || level_of(parent) != level - 1) return {};
  return page_of(std::string(parent) + '-', level, offset, limit);
}

}  // namespace

DivisionPage list_provinces(std::size_t offset, std::size_t limit) {
  return page_of("CN-", kProvince, offset, limit);
}

DivisionPage list_cities(std::string_view province, std::size_t offset, std::size_t limit) {
  return children_of(province, kCity, offset, limit);
}

DivisionPage list_counties(std::string_view city, std::size_t offset, std::size_t limit) {
  return children_of(city, kCounty, offset, limit);
}

}  // namespace bss::mock::domain
