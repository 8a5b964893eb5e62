// Provinces, cities and counties of mainland China (customers.md section 9): read-only data shared
// by all workspaces, from data/divisions.tsv. Used by ListProvinces, ListCities and ListCounties.
//
// Constant data and pure functions; safe from every thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace bss::mock::domain {

/// The lines `code<TAB>name` of the data file, each place before what belongs to it.
extern const std::string_view kDivisionsText;

struct Division {
  std::string_view code;  ///< CN-13, CN-13-005, CN-13-001-10
  std::string_view name;
};
struct DivisionPage {
  std::vector<Division> rows;
  std::size_t total = 0;
};
/// Ordered by code.
DivisionPage list_provinces(std::size_t offset, std::size_t limit);
/// The cities of a province or the counties of a city; none when there is no such place.
DivisionPage list_cities(std::string_view province, std::size_t offset, std::size_t limit);
DivisionPage list_counties(std::string_view city, std::size_t offset, std::size_t limit);

}  // namespace bss::mock::domain
