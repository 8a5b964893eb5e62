// The table of bad_input_test: requests that must be refused, each with the refusal that is
// documented for it. Rows are plain data; bytes are made when a row runs, because some are
// megabytes.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "connection.h"

namespace bss::test {

struct BadInput {
  std::string name;  ///< letters and digits only
  /// The whole request, given the token to prove oneself with.
  std::function<std::string(const std::string& token)> bytes;
  int status = 400;
  std::string code;  ///< of the answer's body
};

/// Fields and bodies of the operations that change something.
std::vector<BadInput> bad_bodies();
/// Query parameters of operations that list something.
std::vector<BadInput> bad_queries();
/// What the gateway refuses: sizes, routes, credentials, content types.
std::vector<BadInput> bad_envelopes();
/// Bytes that are no HTTP request.
std::vector<BadInput> bad_http();

void PrintTo(const BadInput& row, std::ostream* out);

}  // namespace bss::test
