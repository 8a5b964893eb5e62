// A string that cannot be printed by accident: passwords, secret keys, tokens, verification codes.
//
// A value type without stream operator and without conversion; `reveal()` is the only way out.
#pragma once

#include <string>
#include <utility>

namespace bss {

class Secret {
 public:
  Secret() = default;
  Secret(std::string value) : value_(std::move(value)) {}  // NOLINT: taking a secret in is harmless
  Secret(const char* value) : value_(value) {}             // NOLINT: taking a secret in is harmless
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  /// Overwrites the memory before it is given back.
  ~Secret();

  bool empty() const noexcept { return value_.empty(); }
  /// The text itself. Never pass it to a log, an error text or a file.
  const std::string& reveal() const noexcept { return value_; }

  friend bool operator==(const Secret& left, const Secret& right) noexcept {
    return left.value_ == right.value_;
  }
  friend bool operator!=(const Secret& left, const Secret& right) noexcept {
    return !(left == right);
  }

 private:
  std::string value_;
};

}  // namespace bss
