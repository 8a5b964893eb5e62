// Reads the JSON objects that the control and portal APIs take, strictly: a wrong type, a missing
// field and an unknown name are errors that name the field. Used by the verbs. Not shared between
// threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bss/decimal.h"
#include "bss/mock/types.h"
#include "bss/wire/json.h"
#include "domain/instant.h"
#include "domain/money.h"

namespace bss::mock::control {

/// 400 with the field named.
ControlError bad_field(const std::string& field, const std::string& message);
/// 404.
ControlError not_found(const std::string& message);

class BodyReader {
 public:
  /// `object` must outlive the reader. Throws when it is no object.
  explicit BodyReader(const wire::Json& object);

  bool has(std::string_view name) const noexcept { return find(name) != nullptr; }
  std::string text(const std::string& name);
  std::optional<std::string> optional_text(const std::string& name);
  std::optional<bool> flag(const std::string& name);
  std::optional<std::int64_t> whole(const std::string& name, std::int64_t low, std::int64_t high);
  /// A decimal string or a number, positive, at most two decimals (E.4 invariant 12).
  domain::Money money(const std::string& name);
  std::optional<domain::Money> optional_money(const std::string& name, bool zero_allowed = false);
  std::optional<domain::Instant> instant(const std::string& name);
  std::optional<std::vector<std::string>> texts(const std::string& name);
  const wire::Json* any(const std::string& name);
  /// Throws for a member that nobody asked for. Call it last, before anything is done.
  void finish() const;

 private:
  const wire::Json* find(std::string_view name) const noexcept;
  const wire::Json* take(const std::string& name);

  const wire::Json& object_;
  std::vector<std::string> known_;
};

}  // namespace bss::mock::control
