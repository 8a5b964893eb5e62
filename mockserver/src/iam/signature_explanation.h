// Why a signature does not match: the server's own computation, and the usual mistake that would
// have led to the one that was sent (control-api "Explain", POST /_mock/v1/auth/explain). Used by
// the control API.
//
// Takes the workspace's executor; never call it from inside World::run. Tells no secret.
#pragma once

#include <cstddef>
#include <string>

#include "iam/signature.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::iam {

struct SignatureExplanation {
  bool well_formed = false;  ///< Authorization could be read and a date is there
  bool known_key = false;
  bool matches = false;
  std::string access_key;
  std::string signed_headers;
  std::string canonical_request;  ///< as the server makes it
  std::string string_to_sign;
  /// One sentence: what is wrong, or that all is well.
  std::string verdict;
  /// When a usual mistake explains the signature that was sent: the canonical request with that
  /// mistake, and the first byte where it leaves the server's.
  std::string likely_canonical_request;
  std::size_t first_difference = 0;
};

SignatureExplanation explain_signature(domain::World& world, const SignedRequestView& request);

}  // namespace bss::mock::iam
