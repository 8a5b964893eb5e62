#include "domain/passwords.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

namespace bss::mock::domain {

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::string hex;
  hex.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    hex += kHex[byte >> 4U];
    hex += kHex[byte & 0xFU];
  }
  return hex;
}

std::string password_hash(std::string_view salt, std::string_view password) {
  std::string salted(salt);
  salted += password;
  std::string hash = sha256_hex(salted);
  OPENSSL_cleanse(salted.data(), salted.size());
  return hash;
}

bool password_matches(std::string_view salt, std::string_view expected_hash,
                      std::string_view password) {
  const std::string hash = password_hash(salt, password);
  return hash.size() == expected_hash.size() &&
         CRYPTO_memcmp(hash.data(), expected_hash.data(), hash.size()) == 0;
}

}  // namespace bss::mock::domain
