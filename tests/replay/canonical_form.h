// The signature SDK-HMAC-SHA256 written down a second time, from auth-gateway 5.2 alone and without
// the server's or the SDK's code: what says whether a changed request is still the one that was
// signed.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recording.h"

namespace bss::test {

/// The three parts of `Authorization: SDK-HMAC-SHA256 Access=..., SignedHeaders=...,
/// Signature=...`.
struct Proof {
  std::string access_key;
  std::string signed_headers;
  std::string signature;
};

/// Nothing when the value is not of that form.
std::optional<Proof> proof_of(std::string_view authorization);
std::vector<std::string> names_in(std::string_view signed_headers);

/// Steps 1 to 6.
std::string canonical_form(const RecordedRequest& request, std::string_view signed_headers);
std::string decoded_path(std::string_view target);
std::string sha256(std::string_view bytes);
std::string signature(std::string_view secret, std::string_view date, std::string_view canonical);

/// Adds Authorization over these headers (lower case, sorted, joined by ';').
void sign(RecordedRequest& request, std::string_view access_key, std::string_view secret,
          std::string_view signed_headers);

}  // namespace bss::test
