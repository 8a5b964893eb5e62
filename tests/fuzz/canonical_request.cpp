// Signing: two implementations, the SDK's and the server's, must agree on what was signed for every
// request that can be sent, and the readers of Authorization and X-Sdk-Date take any text.
//
// Input: a line for the target, one for the date, one for Authorization, the rest is the body.
#include <chrono>
#include <string>

#include "auth/signer.h"
#include "fuzz.h"
#include "iam/signature.h"

namespace {

using bss::fuzz::require;

/// What may stand in a request line: no blank, no control character.
bool sendable(std::string_view target) {
  if (target.empty() || target.front() != '/') return false;
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f || c == '#') return false;
  }
  return true;
}

/// Texts that no client of ours would send.
void read_texts(std::string_view date, std::string_view authorization) {
  static_cast<void>(bss::mock::iam::parse_sdk_date(date));
  static_cast<void>(bss::mock::iam::scheme_of(authorization));
  const auto parts = bss::mock::iam::parse_authorization(authorization);
  if (parts) require(!parts->access_key.empty() && !parts->signature.empty(), "no part is empty");
  const std::string encoded = bss::mock::iam::percent_encode(authorization);
  require(bss::mock::iam::percent_decode(encoded) == authorization, "encode and decode");
}

void sign_and_verify(std::string_view target, std::string_view body) {
  const std::string secret = "demoPartnerSecretKeyOnlyForTheLocalMock0";
  bss::TransportRequest request;
  request.method = "POST";
  request.url = "http://127.0.0.1:43117";
  request.target = target;
  request.body = body;
  request.has_body = !body.empty();
  bss::Credentials::AccessKey key;
  key.access_key = "DEMOPARTNERACCESSKEY";
  key.secret_key = bss::Secret(secret);
  bss::detail::sign_request(
      request, key, std::chrono::system_clock::time_point(std::chrono::seconds(1748736000)));
  const bss::mock::iam::SignedRequestView view{request.method, request.target, &request.headers,
                                               request.body};
  const auto parts = bss::mock::iam::parse_authorization(*view.header("authorization"));
  require(parts.has_value(), "the server reads the SDK's header");
  const std::string canonical = bss::mock::iam::canonical_request(
      view, parts->signed_headers, bss::mock::iam::sha256_hex(request.body));
  const std::string to_sign = bss::mock::iam::string_to_sign(*view.header("x-sdk-date"), canonical);
  require(bss::mock::iam::signature_of(secret, to_sign) == parts->signature,
          "both sides sign the same");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = bss::fuzz::text_of(data, size);
  const std::string_view target = bss::fuzz::take_line(rest);
  const std::string_view date = bss::fuzz::take_line(rest);
  const std::string_view authorization = bss::fuzz::take_line(rest);
  read_texts(date, authorization);
  const auto parts = bss::mock::iam::split_target(target);
  const std::string query = bss::mock::iam::canonical_query(parts.query);
  require(bss::mock::iam::canonical_query(query) == query, "the canonical form is canonical");
  static_cast<void>(bss::mock::iam::canonical_uri(parts.path));
  if (sendable(target)) sign_and_verify(target, rest);
  return 0;
}
