#include "test_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdlib.h>
#include <cstdio>
#include <stdexcept>

namespace bss::testing {
namespace {

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct CertificateDeleter {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;
using Certificate = std::unique_ptr<X509, CertificateDeleter>;

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) throw std::runtime_error("no key could be made");
  return key;
}

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  if (extension == nullptr) throw std::runtime_error("not an extension value: " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

struct Wanted {
  std::string common_name;
  std::string names;  ///< empty: an authority
  int serial = 1;
  int from_days = -1;
  int to_days = 1;
};

/// `issuer` null: signed by itself.
Certificate make_certificate(const Wanted& wanted, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key) {
  constexpr long kDay = 24L * 60 * 60;
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), wanted.serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wanted.from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wanted.to_days * kDay);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wanted.common_name.c_str()), -1,
                             -1, 0);
  X509* signer = issuer == nullptr ? certificate.get() : issuer;
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
  if (wanted.names.empty()) {
    add_extension(certificate.get(), signer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(certificate.get(), signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    add_extension(certificate.get(), signer, NID_subject_alt_name, wanted.names);
  }
  if (X509_sign(certificate.get(), issuer_key == nullptr ? key : issuer_key, EVP_sha256()) == 0) {
    throw std::runtime_error("the certificate could not be signed");
  }
  return certificate;
}

std::string write_certificate(const std::filesystem::path& path, X509* certificate) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr || PEM_write_X509(file, certificate) != 1)
    throw std::runtime_error("cannot write PEM");
  std::fclose(file);
  return path.string();
}

std::string write_key(const std::filesystem::path& path, EVP_PKEY* key) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr ||
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    throw std::runtime_error("cannot write PEM");
  }
  std::fclose(file);
  return path.string();
}

}  // namespace

struct TestAuthority::Keys {
  Key key = new_key();
  Certificate certificate =
      make_certificate({"Test authority", "", 1, -2, 2}, key.get(), nullptr, nullptr);
};

TestAuthority::TestAuthority() : keys_(std::make_unique<Keys>()) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "bss-test-certificates-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directory_ = pattern;
  write_certificate(ca_file(), keys_->certificate.get());
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string TestAuthority::ca_file() const {
  return (directory_ / "ca.pem").string();
}

CertificateFiles TestAuthority::issue(const std::string& names, int from_days, int to_days) {
  const std::string stem = "issued" + std::to_string(++serial_);
  const Key key = new_key();
  const auto certificate = make_certificate({"test leaf", names, serial_, from_days, to_days},
                                            key.get(), keys_->certificate.get(), keys_->key.get());
  return {write_certificate(directory_ / (stem + ".pem"), certificate.get()),
          write_key(directory_ / (stem + ".key"), key.get())};
}

CertificateFiles TestAuthority::self_signed(const std::string& names) {
  const std::string stem = "self" + std::to_string(++serial_);
  const Key key = new_key();
  const auto certificate =
      make_certificate({"test self-signed", names, serial_}, key.get(), nullptr, nullptr);
  return {write_certificate(directory_ / (stem + ".pem"), certificate.get()),
          write_key(directory_ / (stem + ".key"), key.get())};
}

}  // namespace bss::testing
