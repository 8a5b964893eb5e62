// Certificates made on the spot for TLS tests: an authority of its own, and what it signs. Nothing
// is read from or left in the source tree; the files go away with the object.
//
// Not for sharing between threads while certificates are made.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace bss::testing {

struct CertificateFiles {
  std::string certificate;  ///< PEM
  std::string key;          ///< PEM
};

class TestAuthority {
 public:
  TestAuthority();
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  std::string ca_file() const;
  /// `names` in OpenSSL's form, `DNS:localhost,IP:127.0.0.1`. Valid from `from_days` to `to_days`,
  /// counted from now.
  CertificateFiles issue(const std::string& names, int from_days = -1, int to_days = 1);
  /// Signed by its own key, unknown to every authority.
  CertificateFiles self_signed(const std::string& names);

 private:
  struct Keys;
  std::filesystem::path directory_;
  std::unique_ptr<Keys> keys_;
  int serial_ = 1;
};

}  // namespace bss::testing
