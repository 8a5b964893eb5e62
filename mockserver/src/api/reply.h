// What a handler answers: its typed response, a documented failure, or the wish to be asked again.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bss::mock::api {

/// `code` must stand in the operation's list of errors; status and text come from the description.
struct Failure {
  std::string code;
  std::string detail;  ///< replaces the text of the description when not empty; never a secret
  std::vector<std::pair<std::string, std::string>>
      extra;  ///< further body fields: domain_id of CBC.99000050
};

/// The answer depends on something that is not due yet: the gateway waits off the executor (wall
/// time, at most so long) and asks again with this token in the context.
struct Wait {
  std::chrono::milliseconds at_most{0};
  std::string resume_token;
};

template <class T>
class Reply {
 public:
  Reply(T value) : state_(std::move(value)) {}            // NOLINT: implicit by design
  Reply(Failure failure) : state_(std::move(failure)) {}  // NOLINT: implicit by design
  Reply(Wait wait) : state_(std::move(wait)) {}           // NOLINT: implicit by design

  const T* value() const noexcept { return std::get_if<T>(&state_); }
  T* value() noexcept { return std::get_if<T>(&state_); }
  const Failure* failure() const noexcept { return std::get_if<Failure>(&state_); }
  const Wait* wait() const noexcept { return std::get_if<Wait>(&state_); }

 private:
  std::variant<T, Failure, Wait> state_;
};

}  // namespace bss::mock::api
