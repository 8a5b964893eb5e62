// The catalogue (products-bills.md 4.2 to 4.5): read-only data shared by all workspaces, no table
// and no row of them. Used by ListServiceTypes and by the restrictions of quotas and coupons.
//
// Constant data and pure functions; safe from every thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace bss::mock::domain {

struct ServiceType {
  std::string_view code;
  std::string_view name_zh;
  std::string_view name_en;
  std::string_view abbreviation;
};
/// Ordered by code. Marketplace services are not in it.
std::span<const ServiceType> service_types() noexcept;
bool service_type_exists(std::string_view code) noexcept;

enum class Language : std::uint8_t { kChinese, kEnglish };
/// `en_US` in any case is English, everything else Chinese (X-Language).
Language language_of(std::string_view header) noexcept;
std::string_view name_of(const ServiceType& service, Language language) noexcept;

struct ServiceTypePage {
  std::vector<const ServiceType*> rows;
  std::size_t total = 0;
};
/// ListServiceTypes: `name_part` is looked for literally, anywhere in the name; empty means no
/// filter.
ServiceTypePage list_service_types(std::string_view name_part, Language language,
                                   std::size_t offset, std::size_t limit);

/// `OFFI900000000000` + row of 4.5 (2 digits) + mode (1 pay-per-use, 2 yearly/monthly) + row of 4.2
/// (3 digits).
bool product_exists(std::string_view product_id) noexcept;

}  // namespace bss::mock::domain
