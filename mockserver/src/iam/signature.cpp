#include "iam/signature.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "iam/header_names.h"

namespace bss::mock::iam {
namespace {

constexpr std::string_view kLowerHex = "0123456789abcdef";
constexpr std::string_view kUpperHex = "0123456789ABCDEF";

std::string to_hex(const unsigned char* bytes, std::size_t size) {
  std::string text(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = kLowerHex[bytes[i] >> 4U];
    text[2 * i + 1] = kLowerHex[bytes[i] & 15U];
  }
  return text;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

void append_encoded(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kUpperHex[byte >> 4U]);
    out.push_back(kUpperHex[byte & 15U]);
  }
}

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Calls `visit` for each piece between the separators, empty ones included.
template <class Visit>
void for_each_piece(std::string_view text, char separator, Visit visit) {
  while (true) {
    const auto end = text.find(separator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// One line a value, values sorted, as the official Go signer writes a repeated header; an absent
/// one has no line.
void append_header_lines(std::string& out, const SignedRequestView& request,
                         std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [header_name, value] : *request.headers) {
    if (equal_names(header_name, name)) values.push_back(trimmed(value));
  }
  std::sort(values.begin(), values.end());
  for (const auto value : values) {
    append_lower(out, name);
    out.push_back(':');
    out.append(value);
    out.push_back('\n');
  }
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) noexcept {
  int number = 0;
  for (const char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

const std::string* SignedRequestView::header(std::string_view name) const noexcept {
  for (const auto& [header_name, value] : *headers) {
    if (equal_names(header_name, name)) return &value;
  }
  return nullptr;
}

bool AuthorizationHeader::signs(std::string_view name) const noexcept {
  bool found = false;
  for_each_piece(signed_headers, ';', [&](std::string_view piece) { found |= piece == name; });
  return found;
}

AuthorizationScheme scheme_of(std::string_view authorization) noexcept {
  if (authorization.substr(0, kAlgorithm.size()) != kAlgorithm)
    return AuthorizationScheme::kUnknown;
  authorization.remove_prefix(kAlgorithm.size());
  const bool ends_there = authorization.empty() || authorization.front() == ' ';
  return ends_there ? AuthorizationScheme::kSignature : AuthorizationScheme::kUnknown;
}

std::optional<AuthorizationHeader> parse_authorization(std::string_view value) {
  value = trimmed(value);
  if (scheme_of(value) != AuthorizationScheme::kSignature) return std::nullopt;
  value.remove_prefix(kAlgorithm.size());
  AuthorizationHeader parsed;
  bool well_formed = true;
  for_each_piece(value, ',', [&](std::string_view piece) {
    piece = trimmed(piece);
    const auto equals = piece.find('=');
    const auto name = piece.substr(0, equals);
    std::string* part = name == "Access"          ? &parsed.access_key
                        : name == "SignedHeaders" ? &parsed.signed_headers
                        : name == "Signature"     ? &parsed.signature
                                                  : nullptr;
    if (part == nullptr || equals == std::string_view::npos || !part->empty()) {
      well_formed = false;
      return;
    }
    *part = piece.substr(equals + 1);
    well_formed &= !part->empty();
  });
  const bool complete =
      !parsed.access_key.empty() && !parsed.signed_headers.empty() && !parsed.signature.empty();
  if (!well_formed || !complete) return std::nullopt;
  return parsed;
}

TargetParts split_target(std::string_view target) noexcept {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.substr(0, scheme.size()) != scheme) continue;
    target.remove_prefix(scheme.size());
    const auto path = target.find_first_of("/?");
    target = path == std::string_view::npos ? std::string_view{} : target.substr(path);
    break;
  }
  const auto question = target.find('?');
  if (question == std::string_view::npos) return {target, {}, false};
  return {target.substr(0, question), target.substr(question + 1), true};
}

std::string percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    out.push_back(text[i]);
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  append_encoded(out, text);
  return out;
}

std::string canonical_uri(std::string_view raw_path) {
  const std::string path = percent_decode(raw_path);
  std::string out;
  out.reserve(path.size() + 16);
  bool first = true;
  for_each_piece(path, '/', [&](std::string_view segment) {
    if (!first) out.push_back('/');
    first = false;
    append_encoded(out, segment);
  });
  if (out.empty() || out.back() != '/') out.push_back('/');
  return out;
}

std::string canonical_query(std::string_view raw_query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  for_each_piece(raw_query, '&', [&](std::string_view piece) {
    if (piece.empty()) return;
    const auto equals = piece.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
    parameters.emplace_back(percent_decode(piece.substr(0, equals)), percent_decode(value));
  });
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  out.reserve(raw_query.size() + 16);
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out.push_back('&');
    append_encoded(out, name);
    out.push_back('=');
    append_encoded(out, value);
  }
  return out;
}

std::string canonical_request(const SignedRequestView& request, std::string_view signed_headers,
                              std::string_view payload_hash) {
  const TargetParts target = split_target(request.target);
  std::string out;
  out.reserve(512);
  for (const char c : request.method)
    out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c);
  out.push_back('\n');
  out += canonical_uri(target.path);
  out.push_back('\n');
  out += canonical_query(target.query);
  out.push_back('\n');
  for_each_piece(signed_headers, ';',
                 [&](std::string_view name) { append_header_lines(out, request, name); });
  out.push_back('\n');
  out.append(signed_headers);
  out.push_back('\n');
  out.append(payload_hash);
  return out;
}

std::string string_to_sign(std::string_view date, std::string_view canonical) {
  std::string out{kAlgorithm};
  out.push_back('\n');
  out.append(date);
  out.push_back('\n');
  out += sha256_hex(canonical);
  return out;
}

std::string signature_of(std::string_view secret, std::string_view text_to_sign) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text_to_sign.data()), text_to_sign.size(),
       digest.data(), &size);
  return to_hex(digest.data(), size);
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return to_hex(digest.data(), digest.size());
}

bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::optional<std::chrono::sys_seconds> parse_sdk_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 4, 2);
  const auto day = digits(text, 6, 2);
  const auto hour = digits(text, 9, 2);
  const auto minute = digits(text, 11, 2);
  const auto second = digits(text, 13, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second};
}

}  // namespace bss::mock::iam
