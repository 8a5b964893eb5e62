#include "domain/catalogue.h"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace bss::mock::domain {

namespace {

template <class Row, class Keep>
CataloguePage<Row> page_of(std::span<const Row> rows, std::size_t offset, std::size_t limit,
                           Keep keep) {
  CataloguePage<Row> page;
  for (const Row& row : rows) {
    if (!keep(row)) continue;
    if (page.total >= offset && page.rows.size() < limit) page.rows.push_back(&row);
    ++page.total;
  }
  return page;
}

}  // namespace

Language language_of(std::string_view header) noexcept {
  constexpr std::string_view kEnglish = "en_us";
  const bool english =
      std::equal(header.begin(), header.end(), kEnglish.begin(), kEnglish.end(),
                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return english ? Language::kEnglish : Language::kChinese;
}

bool service_type_exists(std::string_view code) noexcept {
  return find_service_type(code) != nullptr;
}

CataloguePage<ServiceType> list_service_types(std::string_view name_part, Language language,
                                              std::size_t offset, std::size_t limit) {
  return page_of(service_types(), offset, limit, [&](const ServiceType& service) {
    return service.name.in(language).find(name_part) != std::string_view::npos;
  });
}

CataloguePage<ResourceType> list_resource_types(std::optional<std::string_view> service_type,
                                                std::size_t offset, std::size_t limit) {
  return page_of(resource_types(), offset, limit, [&](const ResourceType& type) {
    return !service_type || type.service_type == *service_type;
  });
}

CataloguePage<UsageType> list_usage_types(std::optional<std::string_view> resource_type,
                                          std::size_t offset, std::size_t limit) {
  return page_of(usage_types(), offset, limit, [&](const UsageType& type) {
    return !resource_type || type.resource_type == *resource_type;
  });
}

std::vector<Conversion> list_conversions(std::optional<std::int32_t> measure_type) {
  std::vector<Conversion> rows;
  std::copy_if(conversions().begin(), conversions().end(), std::back_inserter(rows),
               [&](const Conversion& row) { return !measure_type || row.type == *measure_type; });
  return rows;
}

}  // namespace bss::mock::domain
