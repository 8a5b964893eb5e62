// A callable in a value, as std::function is one. The SDK has its own because <functional> alone is
// a quarter of what a program that includes a client would have to parse. Takes lambdas, function
// pointers and std::function.
//
// Copies share the callable. Calling it from several threads is as safe as the callable itself.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace bss {

template <class Signature>
class Function;

template <class Result, class... Arguments>
class Function<Result(Arguments...)> {
 public:
  Function() = default;
  Function(std::nullptr_t) {}  // NOLINT: implicit as in std::function
  template <class Callable,
            class = std::enable_if_t<
                !std::is_same_v<std::decay_t<Callable>, Function> &&
                std::is_invocable_r_v<Result, std::decay_t<Callable>&, Arguments...>>>
  Function(Callable&& callable) {  // NOLINT: implicit as in std::function
    using Kept = std::decay_t<Callable>;
    // Like std::function: an empty one makes an empty Function, not one that fails when called.
    // (What converts to bool implicitly is a plain function or a lambda without captures, and never
    // empty.)
    if constexpr (std::is_constructible_v<bool, Kept&> && !std::is_convertible_v<Kept&, bool>) {
      if (!static_cast<bool>(callable)) return;
    }
    body_ = std::make_shared<Holder<Kept>>(std::forward<Callable>(callable));
  }

  explicit operator bool() const noexcept { return body_ != nullptr; }

  /// Must not be called on an empty Function.
  Result operator()(Arguments... arguments) const {
    return body_->call(std::forward<Arguments>(arguments)...);
  }

 private:
  struct Body {
    virtual ~Body() = default;
    virtual Result call(Arguments... arguments) = 0;
  };
  template <class Callable>
  struct Holder final : Body {
    explicit Holder(Callable given) : callable(std::move(given)) {}
    Result call(Arguments... arguments) override {
      return static_cast<Result>(callable(std::forward<Arguments>(arguments)...));
    }
    Callable callable;
  };
  std::shared_ptr<Body> body_;
};

}  // namespace bss
