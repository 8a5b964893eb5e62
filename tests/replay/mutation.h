// Every change of one byte of a signed request, and what must become of it. What is expected
// follows from the oracle (canonical_form.h), not from the place of the change: `%e4` for `%E4` is
// still the request that was signed.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "recording.h"

namespace bss::test {

enum class Expected : std::uint8_t {
  kAccepted,   ///< neither canonical request nor signature changed
  kNotServed,  ///< the route is judged before the caller: 404, or 400 where HTTP itself is broken
  kForeignScheme,   ///< 401 `decrypt token fail`: Authorization names no known algorithm
  kUnknownKey,      ///< 401 `Get secretKey failed,...`
  kWrongSignature,  ///< 401 `verify aksk signature fail,...`
  kSomeSignature,   ///< 401 with one of the documented texts of a signature; date and form may be
                    ///< judged first
};

std::ostream& operator<<(std::ostream& out, Expected expected);

struct Mutation {
  std::string what;  ///< place and change, for the test's message
  RecordedRequest request;
  Expected expected = Expected::kAccepted;
};

/// True for a request that proves itself with a signature.
bool is_signed(const RecordedRequest& request);
/// Method, target, names and values of the signed headers, Authorization, body: each byte at least
/// once.
std::vector<Mutation> mutations_of(const RecordedRequest& request);
Expected expected_of(const RecordedRequest& original, const RecordedRequest& changed);

}  // namespace bss::test
