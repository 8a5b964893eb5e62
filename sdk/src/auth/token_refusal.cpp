#include "auth/token_refusal.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace bss::detail {
namespace {

bool contains(std::string_view text, std::string_view part) noexcept {
  return text.find(part) != std::string_view::npos;
}

bool is_gateway_code(std::string_view code, std::string_view digits) noexcept {
  return code == std::string("APIG.").append(digits) ||
         code == std::string("APIGW.").append(digits);
}

/// auth-gateway.md 6.3: the variants of 0301 that are about key pairs.
bool speaks_of_signature(std::string_view message) noexcept {
  static constexpr std::array<std::string_view, 4> kTexts{"aksk signature", "ak sk signature",
                                                          "AK access failed", "secretKey"};
  return std::any_of(kTexts.begin(), kTexts.end(),
                     [message](std::string_view text) { return contains(message, text); });
}

}  // namespace

bool speaks_of_token(const Error& error) noexcept {
  if (contains(error.message, "x_auth_token is expired")) return true;
  // CBC.0154 comes with 403 on some pages.
  if (error.code == "CBC.0154" || error.code == "CBC.0105") {
    return error.http_status == 401 || error.http_status == 403;
  }
  if (error.http_status != 401) return false;
  if (is_gateway_code(error.code, "0301")) return !speaks_of_signature(error.message);
  if (is_gateway_code(error.code, "0307")) return true;
  if (error.code == "IAM.0066" || error.code == "IAM.0067") return true;
  return contains(error.message, "The X-Auth-Token is invalid");
}

}  // namespace bss::detail
