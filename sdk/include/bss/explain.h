// What an error code means and what to do about it, offline: for log lines, support pages and
// operators.
//
//   if (auto known = bss::explain(error.code)) out << known->meaning << " " << known->what_to_do;
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bss {

/// Whether the same call may be made again.
enum class Repeatable : std::uint8_t {
  kNever,      ///< not without changing something: the answer would be the same
  kLater,      ///< nothing was done; again when the wait is over
  kLookFirst,  ///< what was done is not known: repeat reads, look into the records for the rest
  kNewLogin,   ///< nothing was done; again with a new token
};

struct CodeCause {
  std::string_view operation;  ///< official name; empty where several operations have it
  std::string_view when;       ///< what brings the code about
};

struct CodeExplanation {
  std::string_view code;
  int http_status = 0;
  std::string_view meaning;  ///< the service's text; parts in angle brackets are filled in by it
  std::string_view what_to_do;
  Repeatable repeatable = Repeatable::kNever;
  std::vector<CodeCause> causes;
};

/// Nothing for a code that is not documented. `APIG.` and `APIGW.` are the same.
std::optional<CodeExplanation> explain(std::string_view code);
/// Every documented code, sorted.
std::vector<std::string> explained_codes();

}  // namespace bss
