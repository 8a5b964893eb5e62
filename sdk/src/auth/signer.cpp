#include "auth/signer.h"

#include "core/target.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <ctime>
#include <stdexcept>

namespace bss::detail {
namespace {

constexpr std::string_view kAlgorithm = "SDK-HMAC-SHA256";

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

std::string_view trim(std::string_view value) noexcept {
  constexpr std::string_view kBlanks = " \t";
  const auto first = value.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return value.substr(first, value.find_last_not_of(kBlanks) - first + 1);
}

NameValues sorted_lower_case(const NameValues& headers) {
  NameValues result;
  result.reserve(headers.size());
  for (const auto& [name, value] : headers) {
    result.emplace_back(lower_case(name), std::string(trim(value)));
  }
  std::sort(result.begin(), result.end());
  return result;
}

std::string join_names(const NameValues& sorted) {
  std::string names;
  for (const auto& header : sorted) {
    if (!names.empty()) names += ';';
    names += header.first;
  }
  return names;
}

std::string_view value_of(const NameValues& sorted, std::string_view name) noexcept {
  for (const auto& header : sorted) {
    if (header.first == name) return header.second;
  }
  return {};
}

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// A `%` that no two hexadecimal digits follow stands for itself.
std::string percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      result += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// What stands between the `&` of a query; empty parts are no parameters.
std::vector<std::string_view> parts_of(std::string_view query) {
  std::vector<std::string_view> parts;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    if (end > 0) parts.push_back(query.substr(0, end));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return parts;
}

std::pair<std::string_view, std::string_view> path_and_query(std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  return {target.substr(0, mark), target.substr(std::min(mark + 1, target.size()))};
}

/// Sorts the query of a target if that is all its canonical form asks for.
void sort_query(std::string& target) {
  const auto [path, query] = path_and_query(target);
  auto parts = parts_of(query);
  std::string canonical = canonical_query_of(query);
  auto wanted = parts_of(canonical);
  std::sort(parts.begin(), parts.end());
  std::sort(wanted.begin(), wanted.end());
  if (!query.empty() && parts == wanted) target = std::string(path) + "?" + canonical;
}

bool has_header(const NameValues& headers, std::string_view lower_name) {
  return std::any_of(headers.begin(), headers.end(),
                     [&](const auto& header) { return lower_case(header.first) == lower_name; });
}

std::string hmac_sha256_hex(const std::string& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  const auto* result = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(),
                                 key.size(), reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size(), digest.data(), digest.size(), &size);
  if (result == nullptr) throw std::runtime_error("HMAC-SHA256 is not available in OpenSSL");
  return hex(digest.data(), size);
}

}  // namespace

std::string canonical_query(const NameValues& decoded_query) {
  NameValues sorted = decoded_query;
  std::sort(sorted.begin(), sorted.end());
  std::string result;
  for (const auto& [name, value] : sorted) {
    if (!result.empty()) result += '&';
    result += percent_encoded(name);
    result += '=';
    result += percent_encoded(value);
  }
  return result;
}

std::string canonical_query_of(std::string_view encoded_query) {
  NameValues decoded;
  for (const std::string_view part : parts_of(encoded_query)) {
    const auto equals = std::min(part.find('='), part.size());
    decoded.emplace_back(percent_decoded(part.substr(0, equals)),
                         percent_decoded(part.substr(std::min(equals + 1, part.size()))));
  }
  return canonical_query(decoded);
}

std::string canonical_uri(std::string_view encoded_path) {
  std::string result = percent_encoded(percent_decoded(encoded_path), true);
  if (result.empty() || result.back() != '/') result += '/';
  return result;
}

std::string sdk_date(std::chrono::system_clock::time_point moment) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
  return {text.data(), size};
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available in OpenSSL");
  }
  return hex(digest.data(), size);
}

bool is_signed_header(std::string_view name) noexcept {
  if (name.find('_') != std::string_view::npos) return false;
  const auto equals = [name](std::string_view other) {
    return name.size() == other.size() &&
           std::equal(name.begin(), name.end(), other.begin(),
                      [](char left, char right) { return lower(left) == right; });
  };
  return equals("host") || equals("content-type") ||
         (name.size() > 2 && lower(name[0]) == 'x' && name[1] == '-');
}

std::string signed_header_names(const NameValues& headers) {
  return join_names(sorted_lower_case(headers));
}

std::string canonical_request(const SigningInput& input) {
  const NameValues headers = sorted_lower_case(input.headers);
  const auto [path, query] = path_and_query(input.target);
  std::string result(input.method);
  result += '\n';
  result += canonical_uri(path);
  result += '\n';
  result += canonical_query_of(query);
  result += '\n';
  for (const auto& [name, value] : headers) {
    result += name;
    result += ':';
    result += value;
    result += '\n';
  }
  result += '\n';
  result += join_names(headers);
  result += '\n';
  const std::string_view given_hash = value_of(headers, "x-sdk-content-sha256");
  result += given_hash.empty() ? sha256_hex(input.body) : std::string(given_hash);
  return result;
}

std::string string_to_sign(std::string_view sdk_date, std::string_view canonical_request) {
  std::string result(kAlgorithm);
  result += '\n';
  result += sdk_date;
  result += '\n';
  result += sha256_hex(canonical_request);
  return result;
}

std::string authorization(std::string_view access_key, const Secret& secret_key,
                          const SigningInput& input) {
  const NameValues headers = sorted_lower_case(input.headers);
  const std::string text =
      string_to_sign(value_of(headers, "x-sdk-date"), canonical_request(input));
  std::string result(kAlgorithm);
  result += " Access=";
  result += access_key;
  result += ", SignedHeaders=";
  result += join_names(headers);
  result += ", Signature=";
  result += hmac_sha256_hex(secret_key.reveal(), text);
  return result;
}

void sign_request(TransportRequest& request, const Credentials::AccessKey& key,
                  std::chrono::system_clock::time_point now) {
  if (!has_header(request.headers, "host")) {
    request.headers.emplace_back("Host", request.url.substr(request.url.find("://") + 3));
  }
  request.headers.emplace_back("X-Sdk-Date", sdk_date(now));
  if (!key.domain_id.empty()) request.headers.emplace_back("X-Domain-Id", key.domain_id);
  if (!key.security_token.empty()) {
    request.headers.emplace_back("X-Security-Token", key.security_token.reveal());
  }
  sort_query(request.target);
  SigningInput input{request.method, request.target, {}, request.body};
  for (const auto& header : request.headers) {
    if (is_signed_header(header.first)) input.headers.push_back(header);
  }
  request.headers.emplace_back("Authorization",
                               authorization(key.access_key, key.secret_key, input));
}

}  // namespace bss::detail
