#include "canonical_form.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace bss::test {
namespace {

constexpr std::string_view kScheme = "SDK-HMAC-SHA256";

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += kDigits[bytes[i] >> 4U];
    out += kDigits[bytes[i] & 15U];
  }
  return out;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(
          static_cast<unsigned char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    } else {
      out += text[i];  // a literal + is a plus here (auth-gateway 5.4, encoding table)
    }
  }
  return out;
}

/// Keeps A-Z a-z 0-9 - _ . ~
std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char raw : text) {
    const auto c = static_cast<unsigned char>(raw);
    if (c < 0x80 &&
        (std::isalnum(c) != 0 || raw == '-' || raw == '_' || raw == '.' || raw == '~')) {
      out += raw;
    } else {
      out += '%';
      out += kDigits[c >> 4U];
      out += kDigits[c & 15U];
    }
  }
  return out;
}

template <class Take>
void each_piece(std::string_view text, char separator, Take take) {
  while (true) {
    const std::size_t end = text.find(separator);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// Step 2.
std::string canonical_path(std::string_view path) {
  std::string out;
  each_piece(decoded(path), '/',
             [&out](std::string_view segment) { out += encoded(segment) + "/"; });
  // Segments were joined with one '/' too many unless the path does not end in one itself.
  if (out.size() >= 2 && out[out.size() - 2] == '/') out.pop_back();
  return out;
}

/// Step 3.
std::string canonical_parameters(std::string_view query) {
  if (query.empty()) return {};
  std::vector<std::pair<std::string, std::string>> parameters;
  each_piece(query, '&', [&parameters](std::string_view piece) {
    const std::size_t equals = piece.find('=');
    const std::string_view value =
        equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1);
    parameters.emplace_back(decoded(piece.substr(0, equals)), decoded(value));
  });
  std::sort(parameters.begin(), parameters.end());
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out += encoded(name) + "=" + encoded(value);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// Up to the comma, then the comma and any blanks behind it.
std::optional<std::string> take_part(std::string_view& text) {
  const std::size_t comma = text.find(',');
  if (comma == 0 || comma == std::string_view::npos) return std::nullopt;
  std::string part(text.substr(0, comma));
  text.remove_prefix(comma + 1);
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  return part;
}

}  // namespace

std::optional<Proof> proof_of(std::string_view authorization) {
  if (!take_prefix(authorization, kScheme) || !take_prefix(authorization, " ")) return std::nullopt;
  while (take_prefix(authorization, " ")) {
  }
  Proof proof;
  if (!take_prefix(authorization, "Access=")) return std::nullopt;
  const auto access = take_part(authorization);
  if (!access || !take_prefix(authorization, "SignedHeaders=")) return std::nullopt;
  const auto names = take_part(authorization);
  if (!names || !take_prefix(authorization, "Signature=") || authorization.empty())
    return std::nullopt;
  return Proof{*access, *names, std::string(authorization)};
}

std::vector<std::string> names_in(std::string_view signed_headers) {
  std::vector<std::string> names;
  each_piece(signed_headers, ';', [&names](std::string_view name) { names.emplace_back(name); });
  return names;
}

std::string decoded_path(std::string_view target) {
  return decoded(target.substr(0, target.find('?')));
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return hex(digest.data(), size);
}

std::string canonical_form(const RecordedRequest& request, std::string_view signed_headers) {
  std::string method = request.method;
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const std::size_t question = request.target.find('?');
  const std::string query =
      question == std::string::npos ? "" : request.target.substr(question + 1);
  std::string out = method + "\n" + canonical_path(request.target.substr(0, question)) + "\n" +
                    canonical_parameters(query) + "\n";
  for (const std::string& name : names_in(signed_headers)) {
    const std::string* value = request.header(name);
    out.append(name)
        .append(":")
        .append(value == nullptr ? std::string_view() : trimmed(*value))
        .append("\n");
  }
  const std::string* declared = request.header("X-Sdk-Content-Sha256");
  out.append("\n").append(signed_headers).append("\n");
  return out + (declared != nullptr ? *declared : sha256(request.body));
}

std::string signature(std::string_view secret, std::string_view date, std::string_view canonical) {
  const std::string text =
      std::string(kScheme) + "\n" + std::string(date) + "\n" + sha256(canonical);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return hex(digest.data(), size);
}

void sign(RecordedRequest& request, std::string_view access_key, std::string_view secret,
          std::string_view signed_headers) {
  const std::string* date = request.header("X-Sdk-Date");
  const std::string value =
      std::string(kScheme) + " Access=" + std::string(access_key) +
      ", SignedHeaders=" + std::string(signed_headers) + ", Signature=" +
      signature(secret, date == nullptr ? "" : *date, canonical_form(request, signed_headers));
  request.headers.emplace_back("Authorization", value);
}

}  // namespace bss::test
