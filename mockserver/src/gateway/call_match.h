// Which calls a fault rule or a verification of the journal means (control-api "Faults": match).
//
// Plain values and pure functions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bss/wire/json.h"

namespace bss::mock::gateway {

/// All conditions must hold; an empty one is no condition.
struct CallMatch {
  std::string operation;
  std::string method;
  std::string path;     ///< exact, or a prefix when it ends in `*`
  std::string account;  ///< account id or account name
  std::vector<std::pair<std::string, std::string>>
      headers;  ///< name without regard to case, exact value
  std::vector<std::pair<std::string, wire::Json>> body;  ///< JSON pointer -> value
};

/// A call as a match looks at it. Pointers stay valid as long as the call.
struct CallSubject {
  std::string_view operation;
  std::string_view method;
  std::string_view path;  ///< decoded, without query
  std::string_view account_id;
  std::string_view account_name;
  const std::vector<std::pair<std::string, std::string>>* headers = nullptr;
};

/// The body is read once for all matches, and only when one looks at it.
class LazyBody {
 public:
  explicit LazyBody(std::string_view text) : text_(text) {}
  /// Null when it is no JSON.
  const wire::Json* get();

 private:
  std::string_view text_;
  bool read_ = false;
  std::optional<wire::Json> document_;
};

bool matches(const CallMatch& match, const CallSubject& subject, LazyBody& body);

/// A condition that a call does not fulfil.
struct Miss {
  std::string field;  ///< `operation`, `header/X-Language`, `body/amount`
  std::string wanted;
  std::string found;  ///< `(absent)` when there is nothing
};
std::vector<Miss> misses(const CallMatch& match, const CallSubject& subject, LazyBody& body);

/// What the description knows; a rule about anything else is refused, because it could never act.
struct DescribedNames {
  std::function<bool(std::string_view)> operation;
  std::function<bool(std::string_view)> error_code;
};

/// Throws RuleRefused (rule_reader.h).
CallMatch read_call_match(const wire::Json& value, const std::string& at,
                          const DescribedNames& names);
wire::Json show_call_match(const CallMatch& match);

}  // namespace bss::mock::gateway
