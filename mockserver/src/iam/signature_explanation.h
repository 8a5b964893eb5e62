// Why a signature does not match: the server's own computation, and the usual mistake that would
// have led to the one that was sent (control-api "Explain", POST /_mock/v1/auth/explain). Used by
// the control API.
//
// Takes the workspace's executor; never call it from inside World::run. Tells no secret.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "iam/authenticator.h"
#include "iam/signature.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::iam {

/// The first place where two canonical requests differ.
struct SignatureDifference {
  std::string part;        ///< path, query, headers, ...
  std::size_t offset = 0;  ///< of the byte
  std::string server;      ///< that line as the server makes it
  std::string client;      ///< and as it was signed
};

struct SignatureExplanation {
  bool well_formed = false;  ///< Authorization could be read and a date is there
  bool known_key = false;
  bool matches = false;  ///< the signature; the verdict may still find something else
  std::string access_key;
  std::string signed_headers;
  std::string canonical_request;  ///< as the server makes it
  std::string string_to_sign;
  /// One sentence: what is wrong, or that all is well.
  std::string verdict;
  /// When a usual mistake explains the signature that was sent: the canonical request with it.
  std::string likely_canonical_request;
  std::optional<SignatureDifference> difference;
};

/// `client_canonical`: the canonical request as the client made it, where it is known.
SignatureExplanation explain_signature(domain::World& world, const SignedRequestView& request,
                                       const AuthTimes& times,
                                       const std::optional<std::string>& client_canonical = {});

}  // namespace bss::mock::iam
