// The AK/SK signature SDK-HMAC-SHA256 as the gateway verifies it (auth-gateway 5): canonical
// request from the bytes that arrived, signature, and the parsing of `Authorization`. Pure
// functions; used by the authenticator, by the control API's explanation of a signature, and by
// tests.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::mock::iam {

inline constexpr std::string_view kAlgorithm = "SDK-HMAC-SHA256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

/// A request as it arrived. Nothing is decoded; the views stay valid during the call only.
struct SignedRequestView {
  std::string_view method;
  std::string_view target;  ///< path and query, raw
  const std::vector<std::pair<std::string, std::string>>* headers = nullptr;
  std::string_view body;

  /// First header of that name without regard to case, or null.
  const std::string* header(std::string_view name) const noexcept;
};

/// `Access=..., SignedHeaders=..., Signature=...`, as received.
struct AuthorizationHeader {
  std::string access_key;
  std::string signed_headers;  ///< the list with its ';', never rearranged
  std::string signature;

  /// Whether a header (lower-case name) is in the list.
  bool signs(std::string_view name) const noexcept;
};

enum class AuthorizationScheme { kSignature, kUnknown };

/// kSignature when the value begins with the algorithm name and a blank (or is the name alone).
AuthorizationScheme scheme_of(std::string_view authorization) noexcept;
/// The three parts; nothing when one is missing, empty, repeated, unknown or written otherwise. Any
/// number of blanks may follow the commas and the algorithm (auth-gateway 5.1).
std::optional<AuthorizationHeader> parse_authorization(std::string_view value);

/// Path and query of a request target; the query is without '?'. An absolute target loses scheme
/// and authority.
struct TargetParts {
  std::string_view path;
  std::string_view query;
  bool has_query = false;
};
TargetParts split_target(std::string_view target) noexcept;

/// Undoes %XX; a '%' that two hex digits do not follow stays as it is, '+' stays a plus.
std::string percent_decode(std::string_view text);
/// Keeps A-Z a-z 0-9 - _ . ~ and writes everything else as %XX (auth-gateway 5.2, step 2).
std::string percent_encode(std::string_view text);

std::string canonical_uri(std::string_view raw_path);
std::string canonical_query(std::string_view raw_query);
/// `payload_hash` is the last line.
std::string canonical_request(const SignedRequestView& request, std::string_view signed_headers,
                              std::string_view payload_hash);
std::string string_to_sign(std::string_view date, std::string_view canonical);
std::string signature_of(std::string_view secret, std::string_view text_to_sign);

std::string sha256_hex(std::string_view bytes);
/// Takes the same time wherever the texts differ; only their lengths may be learned.
bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept;

/// `20240315T081530Z`; nothing for any other form or a day that does not exist. In whole seconds,
/// which hold every year that the form can name.
std::optional<std::chrono::sys_seconds> parse_sdk_date(std::string_view text);

}  // namespace bss::mock::iam
