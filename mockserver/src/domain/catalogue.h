// The catalogue (products-bills.md 4.2 to 4.5): read-only data shared by all workspaces, no table
// and no row of them. Used by the lists of area products and by the restrictions of quotas and
// coupons.
//
// Constant data and pure functions; safe from every thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/account.h"

namespace bss::mock::domain {

enum class Language : std::uint8_t { kChinese, kEnglish };
/// `en_US` in any case is English, everything else Chinese (X-Language).
Language language_of(std::string_view header) noexcept;

struct Name {
  std::string_view zh;
  std::string_view en;
  constexpr std::string_view in(Language language) const noexcept {
    return language == Language::kEnglish ? en : zh;
  }
};

struct ServiceType {
  std::string_view code;
  Name name;
  std::string_view abbreviation;
};
/// Ordered by code. Marketplace services are not in it.
std::span<const ServiceType> service_types() noexcept;
/// Null when there is none.
const ServiceType* find_service_type(std::string_view code) noexcept;
bool service_type_exists(std::string_view code) noexcept;

struct ResourceType {
  std::string_view code;
  std::string_view service_type;
  Name name;
};
/// Ordered by code.
std::span<const ResourceType> resource_types() noexcept;
/// Null when there is none.
const ResourceType* find_resource_type(std::string_view code) noexcept;

struct UsageType {
  std::string_view resource_type;
  std::string_view code;
  Name name;
};
std::span<const UsageType> usage_types() noexcept;

struct MeasureUnit {
  std::int32_t id;
  Name name;
  std::string_view abbreviation_china;
  std::string_view abbreviation_international;
  std::int32_t type;
};
/// Ordered by id.
std::span<const MeasureUnit> measure_units() noexcept;

struct Conversion {
  std::int32_t from;  ///< the larger unit
  std::int32_t to;
  std::int64_t ratio;
  std::int32_t type;
};
std::span<const Conversion> conversions() noexcept;

struct Region {
  std::string_view code;
  Name name;
  Site site;
};
std::span<const Region> regions() noexcept;
/// Null when there is none.
const Region* find_region(std::string_view code) noexcept;

struct Specification {
  std::string_view service_type;
  std::string_view resource_type;
  std::string_view code;
  std::string_view text;
  bool sold_by_period;  ///< yearly/monthly; pay-per-use all are
};
std::span<const Specification> specifications() noexcept;

/// `OFFI900000000000` + row of 4.5 (2 digits) + mode (1 pay-per-use, 2 yearly/monthly) + row of 4.2
/// (3 digits).
bool product_exists(std::string_view product_id) noexcept;

template <class Row>
struct CataloguePage {
  std::vector<const Row*> rows;
  std::size_t total = 0;
};
/// ListServiceTypes: `name_part` is looked for literally, anywhere in the name; empty means no
/// filter.
CataloguePage<ServiceType> list_service_types(std::string_view name_part, Language language,
                                              std::size_t offset, std::size_t limit);
/// Of one service, or all.
CataloguePage<ResourceType> list_resource_types(std::optional<std::string_view> service_type,
                                                std::size_t offset, std::size_t limit);
/// Of one resource type, or all.
CataloguePage<UsageType> list_usage_types(std::optional<std::string_view> resource_type,
                                          std::size_t offset, std::size_t limit);

/// Of one kind of unit, or all; not paged.
std::vector<Conversion> list_conversions(std::optional<std::int32_t> measure_type);

struct SpecificationQuery {
  Site site = Site::kChina;
  std::string service_type;
  std::string resource_type;
  std::string region;
  bool by_period = false;
  std::vector<std::string> codes;  ///< each must be the specification's code
  std::vector<std::string> texts;  ///< each must be its text
};
struct SpecificationPage {
  std::vector<const Specification*> rows;
  std::string next_marker;  ///< empty on the last page
};
/// ListResourceSpecs, ordered by code. Nothing when the marker does not come from the same query.
std::optional<SpecificationPage> list_specifications(const SpecificationQuery& query,
                                                     const std::string& marker, std::size_t limit);

}  // namespace bss::mock::domain
