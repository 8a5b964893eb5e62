#include "http/request.h"

#include <algorithm>
#include <string_view>

namespace bss::mock::http {

namespace {
char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
}  // namespace

bool equal_names(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

const std::string* Request::header(std::string_view name) const noexcept {
  for (const auto& [field, value] : headers) {
    if (equal_names(field, name)) return &value;
  }
  return nullptr;
}

}  // namespace bss::mock::http
