// Passwords of users: salted SHA-256, a choice for a test server that is written down
// (architecture.md decision 2). Used by customer creation, the seed and IAM's logins.
//
// Pure functions; safe from every thread.
#pragma once

#include <string>
#include <string_view>

namespace bss::mock::domain {

/// SHA-256 of the text, lower-case hex: tokens and keys that are looked up but never shown.
std::string sha256_hex(std::string_view text);
/// SHA-256 of salt and password, lower-case hex.
std::string password_hash(std::string_view salt, std::string_view password);
/// Compares in a time that does not tell where they differ.
bool password_matches(std::string_view salt, std::string_view expected_hash,
                      std::string_view password);

}  // namespace bss::mock::domain
