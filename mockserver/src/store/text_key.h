// The form of a text that *_key columns hold: comparisons without regard to case. ASCII only, which
// is all that account names and e-mail addresses of the service may hold.
#pragma once

#include <string>
#include <string_view>

namespace bss::mock::store {

inline std::string text_key(std::string_view text) {
  std::string key(text);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

}  // namespace bss::mock::store
