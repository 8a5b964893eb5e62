// The signature SDK-HMAC-SHA256 (auth-gateway.md section 5) as pure functions. Used by the
// authenticator for key pairs, permanent and temporary.
//
// Free functions without state: may be called from any thread.
#pragma once

#include "bss/credentials.h"
#include "bss/operation_info.h"
#include "bss/secret.h"
#include "bss/transport.h"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::detail {

/// `name=value` of decoded pairs, percent-encoded, sorted by name, values of one name sorted among
/// themselves (5.2 step 3).
std::string canonical_query(const NameValues& decoded_query);

/// The same for a query as it stands in a target: `b=2&a=%7e&e` becomes `a=~&b=2&e=`.
std::string canonical_query_of(std::string_view encoded_query);

/// The path of a target as it is signed: encoded anew segment by segment, and with a final `/`
/// whether or not the request has one (5.2 step 2).
std::string canonical_uri(std::string_view encoded_path);

/// `20240315T081530Z`.
std::string sdk_date(std::chrono::system_clock::time_point moment);

/// Lower-case hexadecimal SHA-256.
std::string sha256_hex(std::string_view bytes);

/// Whether the SDK signs a header of that name: Host, Content-Type and X-*; never names with `_`
/// (the gateway does not accept them in a signature) and never User-Agent (proxies rewrite it).
bool is_signed_header(std::string_view name) noexcept;

/// What goes into one signature. `headers` are the signed ones only, `X-Sdk-Date` among them.
struct SigningInput {
  std::string_view method;  ///< upper case
  std::string_view target;  ///< path and query as they are sent
  NameValues headers;
  std::string_view body;
};

/// `host;x-sdk-date`.
std::string signed_header_names(const NameValues& headers);

/// The six parts joined by LF. A header X-Sdk-Content-Sha256 replaces the hash of the body (5.2
/// step 6).
std::string canonical_request(const SigningInput& input);

/// Algorithm, date and hash of the canonical request, joined by LF.
std::string string_to_sign(std::string_view sdk_date, std::string_view canonical_request);

/// The value of the Authorization header. Its date is the X-Sdk-Date among the signed headers.
std::string authorization(std::string_view access_key, const Secret& secret_key,
                          const SigningInput& input);

/// Signs `request` with a key pair: adds Host (if it has none), X-Sdk-Date, X-Domain-Id and
/// X-Security-Token (if the pair has them) and Authorization over all signed headers. A query whose
/// parts only need sorting is put into its canonical order, so that what is sent is what was signed
/// even for a server that does not sort. Nothing may change the request afterwards.
void sign_request(TransportRequest& request, const Credentials::AccessKey& key,
                  std::chrono::system_clock::time_point now);

}  // namespace bss::detail
