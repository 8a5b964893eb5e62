// What the two tables of IAM errors share: paths, the flags of the partner's user, and injected
// codes.
#pragma once

#include <string>
#include <vector>

#include "error_scenario.h"

namespace bss::contract {

inline constexpr const char* kTokens = "/v3/auth/tokens";
/// A second past the life of a token.
inline constexpr const char* kTokenLife = "PT24H1S";

/// Sets a flag of the user demo-partner (`vendor/set-user-flags`).
void set_user_flag(Stage& stage, const char* flag);

/// A code that is listed without a trigger: a fault rule answers it.
void add_injected(std::vector<ErrorScenario>& table, const char* operation, const char* code,
                  int status, const char* method, const char* path, const std::string& body = {});

/// The rows of CreateToken and ShowToken; iam_errors() has all.
std::vector<ErrorScenario> iam_token_errors();

}  // namespace bss::contract
