#include "naming.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace bss::codegen {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

bool is_keyword(std::string_view name) {
  static constexpr std::array<std::string_view, 93> kKeywords = {
      "alignas",       "alignof",     "and",
      "and_eq",        "asm",         "auto",
      "bitand",        "bitor",       "bool",
      "break",         "case",        "catch",
      "char",          "char8_t",     "char16_t",
      "char32_t",      "class",       "compl",
      "concept",       "const",       "consteval",
      "constexpr",     "constinit",   "const_cast",
      "continue",      "co_await",    "co_return",
      "co_yield",      "decltype",    "default",
      "delete",        "do",          "double",
      "dynamic_cast",  "else",        "enum",
      "explicit",      "export",      "extern",
      "false",         "float",       "for",
      "friend",        "goto",        "if",
      "inline",        "int",         "long",
      "mutable",       "namespace",   "new",
      "noexcept",      "not",         "not_eq",
      "nullptr",       "operator",    "or",
      "or_eq",         "private",     "protected",
      "public",        "register",    "reinterpret_cast",
      "requires",      "return",      "short",
      "signed",        "sizeof",      "static",
      "static_assert", "static_cast", "struct",
      "switch",        "template",    "this",
      "thread_local",  "throw",       "true",
      "try",           "typedef",     "typeid",
      "typename",      "union",       "unsigned",
      "using",         "virtual",     "void",
      "volatile",      "wchar_t",     "while",
      "xor",           "xor_eq",      "linux"};
  return std::find(kKeywords.begin(), kKeywords.end(), name) != kKeywords.end();
}

}  // namespace

std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool after_word = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
    const bool ends_acronym =
        i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
    if (is_upper(c) && (after_word || ends_acronym)) out += '_';
    out += lower(c);
  }
  return out;
}

std::string pascal_case(std::string_view name) {
  const bool shouting = std::none_of(name.begin(), name.end(), is_lower);
  std::string out;
  bool at_start = true;
  for (const char c : name) {
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      at_start = true;
      continue;
    }
    out += at_start ? upper(c) : (shouting ? lower(c) : c);
    at_start = false;
  }
  return out;
}

std::string member_name(std::string_view wire_name) {
  std::string out;
  for (const char c : wire_name) {
    out += is_upper(c) || is_lower(c) || is_digit(c) ? c : '_';
  }
  if (is_keyword(out)) out += '_';
  return out;
}

std::string parameter_member_name(std::string_view wire_name) {
  std::string lowered(wire_name);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  return member_name(lowered);
}

bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '_'; });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      case '?':
        out += "\\?";
        break;  // no trigraphs
      default:
        out += c;
    }
  }
  return out + "\"";
}

}  // namespace bss::codegen
