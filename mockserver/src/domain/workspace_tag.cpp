#include "domain/workspace_tag.h"

#include <algorithm>
#include <cstddef>

namespace bss::mock::domain {

namespace {

constexpr std::size_t kLongestTag = 12;
constexpr std::size_t kKeyLength = 20;
constexpr std::size_t kPrefix = 3;
constexpr std::size_t kTokenLength = 252;
/// The beginning of a signed message in base64, as tokens of the real service have it.
constexpr std::string_view kTokenStart = "MIIE";
/// Stands behind the tag and is in no token without one.
constexpr char kTokenMark = '-';

char upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool tag_allowed(std::string_view tag) noexcept {
  const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !tag.empty() && tag.size() <= kLongestTag && std::all_of(tag.begin(), tag.end(), good);
}

std::string tagged_name(const World& world, std::string_view name) {
  std::string tagged(name);
  if (!world.tag().empty()) tagged += "-" + world.tag();
  return tagged;
}

// The length of the tag stands before it as a letter: A is 1.
std::string new_access_key(World& world, std::string_view prefix) {
  std::string key(prefix);
  if (const std::string& tag = world.tag(); !tag.empty()) {
    key.push_back(static_cast<char>('A' + tag.size() - 1));
    std::transform(tag.begin(), tag.end(), std::back_inserter(key), upper);
  }
  return key + world.ids().upper_alphanumeric(kKeyLength - key.size());
}

std::string tag_of_key(std::string_view key) {
  if (key.size() != kKeyLength || key[kPrefix] < 'A') return {};
  const auto size = static_cast<std::size_t>(key[kPrefix] - 'A') + 1;
  if (size > kLongestTag) return {};
  std::string tag(key.substr(kPrefix + 1, size));
  std::transform(tag.begin(), tag.end(), tag.begin(), lower);
  return tag;
}

std::string new_token(World& world) {
  std::string token(kTokenStart);
  if (!world.tag().empty()) token += world.tag() + kTokenMark;
  return token + world.ids().alphanumeric(kTokenLength);
}

std::string_view tag_of_token(std::string_view token) noexcept {
  if (!token.starts_with(kTokenStart)) return {};
  token.remove_prefix(kTokenStart.size());
  const auto mark = token.substr(0, kLongestTag + 1).find(kTokenMark);
  return mark == std::string_view::npos ? std::string_view() : token.substr(0, mark);
}

}  // namespace bss::mock::domain
