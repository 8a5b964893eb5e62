// How a rule of IAM refuses; api/iam.cpp turns it into the code of the operation.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace bss::mock::iam {

enum class Refusal : std::uint8_t {
  kIncomplete,        ///< a part that the method needs is missing; detail names it
  kWrongCredentials,  ///< account, user or password; which one is not told
  kLocked,            ///< too many wrong passwords
  kConsoleOnly,
  kUserDisabled,
  kBadToken,       ///< a token in the request is unknown, damaged or past its life
  kCallerUnknown,  ///< the partner's token is missing or not good
  kForbidden,
  kAccountNotFound,  ///< detail: what was asked for
  kProjectNotFound,  ///< detail: what was asked for
};

struct Problem {
  Refusal refusal = Refusal::kForbidden;
  std::string detail;
};

template <class T>
using Outcome = std::variant<T, Problem>;

}  // namespace bss::mock::iam
