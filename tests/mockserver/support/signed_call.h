// A call with a signature by the demo partner's key, each part of which a test can spoil.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "iam/signature.h"

namespace bss::mock::test {

inline constexpr std::string_view kKey = "DEMOPARTNERACCESSKEY";
inline constexpr std::string_view kSecret = "demoPartnerSecretKeyOnlyForTheLocalMock0";
inline constexpr std::string_view kDate = "20250601T000000Z";

/// A request and its signature, each of which a test can spoil.
struct SignedCall {
  std::string method = "POST";
  std::string target = "/v2/accounts/a%20b/list?b=2&a=x%20y";
  std::string body = R"({"amount":1})";
  std::string list = "content-type;host;x-sdk-date";
  std::vector<std::pair<std::string, std::string>> headers = {{"Content-Type", "application/json"},
                                                              {"Host", "127.0.0.1:12180"},
                                                              {"X-Sdk-Date", std::string(kDate)}};
  std::string key{kKey};
  std::string secret{kSecret};
  std::string date{kDate};  ///< of the string to sign

  std::string canonical() const {
    return iam::canonical_request({method, target, &headers, body}, list, iam::sha256_hex(body));
  }
  void sign(const std::string& canonical) {
    headers.emplace_back(
        "Authorization",
        "SDK-HMAC-SHA256 Access=" + key + ", SignedHeaders=" + list +
            ", Signature=" + iam::signature_of(secret, iam::string_to_sign(date, canonical)));
  }
};

}  // namespace bss::mock::test
