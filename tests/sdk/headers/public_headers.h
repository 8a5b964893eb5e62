// What it costs a program to include the SDK: which files its headers pull in, how much text that
// is, and how long the compiler reads it. Asks the compiler that built the tests.
//
// Plain functions; each call starts a compiler.
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace bss::test {

/// The standard headers that the SDK's header and those it includes name themselves.
std::set<std::string> standard_headers_of(const std::string& header);

/// `#include <...>` for each.
std::string including(const std::set<std::string>& headers);

/// Every file that a source of that text reads.
std::set<std::string> files_read_by(const std::string& source);

/// How many lines are left of it after preprocessing.
std::size_t lines_preprocessed(const std::string& source);

/// How long the compiler takes to read it once.
double seconds_to_parse(const std::string& source);

}  // namespace bss::test
