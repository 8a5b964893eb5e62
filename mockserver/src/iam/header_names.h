// Header names compare without regard to case (RFC 9110). Used by iam and gateway; pure functions.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace bss::mock::iam {

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr bool equal_names(std::string_view left, std::string_view right) noexcept {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

inline void append_lower(std::string& out, std::string_view text) {
  for (const char c : text) out.push_back(lower(c));
}

}  // namespace bss::mock::iam
