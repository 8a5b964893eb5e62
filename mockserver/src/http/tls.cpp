#include "http/tls.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

#include <boost/asio/ssl/context.hpp>

namespace bss::mock::http {

namespace {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* pointer) const noexcept {
    Free(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, FreeWith<BIO_free>>;

constexpr int kLifeDays = 3650;
constexpr long kSecondsPerDay = 24L * 60 * 60;

void need(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("TLS: OpenSSL could not ") + what);
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  need(key != nullptr, "make a key");
  return key;
}

void name(X509_NAME* target, const char* common_name) {
  const auto add = [target](const char* field, const char* value) {
    need(X509_NAME_add_entry_by_txt(target, field, MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>(value), -1, -1, 0) == 1,
         "name a certificate");
  };
  add("O", "bss-mock, for tests on this machine only");
  add("CN", common_name);
}

void extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  need(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1,
       "add a certificate's extension");
}

Certificate begin_certificate(EVP_PKEY* key, const char* common_name) {
  Certificate certificate(X509_new());
  need(certificate != nullptr, "make a certificate");
  std::uint64_t serial = 0;
  need(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "draw a number");
  need(X509_set_version(certificate.get(), 2) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial | 1U) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kSecondsPerDay) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifeDays * kSecondsPerDay) !=
               nullptr &&
           X509_set_pubkey(certificate.get(), key) == 1,
       "fill a certificate");
  name(X509_get_subject_name(certificate.get()), common_name);
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
  need(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
           X509_sign(certificate, issuer_key, EVP_sha256()) > 0,
       "sign a certificate");
}

Certificate make_authority(EVP_PKEY* key) {
  auto authority = begin_certificate(key, "bss-mock authority");
  extend(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
  sign(authority.get(), authority.get(), key);
  return authority;
}

Certificate make_server_certificate(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key) {
  auto certificate = begin_certificate(key, "localhost");
  extend(certificate.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate.get(), authority, NID_key_usage, "critical,digitalSignature");
  extend(certificate.get(), authority, NID_ext_key_usage, "serverAuth");
  extend(certificate.get(), authority, NID_subject_alt_name,
         "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1");
  extend(certificate.get(), authority, NID_authority_key_identifier, "keyid");
  sign(certificate.get(), authority, authority_key);
  return certificate;
}

std::string text_of(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  need(memory && PEM_write_bio_X509(memory.get(), certificate) == 1, "write a certificate");
  return text_of(memory.get());
}

std::string pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  need(memory &&
           PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "write a key");
  return text_of(memory.get());
}

/// O_EXCL: two servers that start at once must not mix their files; the mode is right from the
/// first byte.
void write_file(const std::string& path, const std::string& content, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) throw std::runtime_error("TLS: cannot make " + path + ": " + std::strerror(errno));
  const auto written = ::write(file, content.data(), content.size());
  if (::close(file) != 0 || written != static_cast<ssize_t>(content.size())) {
    throw std::runtime_error("TLS: cannot write " + path);
  }
}

void make_all(const TlsFiles& files) {
  const auto authority_key = make_key();
  const auto authority = make_authority(authority_key.get());
  const auto server_key = make_key();
  const auto server =
      make_server_certificate(server_key.get(), authority.get(), authority_key.get());
  write_file(files.key, pem(server_key.get()), 0600);
  write_file(files.certificate, pem(server.get()), 0644);
  write_file(files.ca, pem(authority.get()), 0644);
}

Certificate read_certificate(const std::string& path) {
  const Memory file(BIO_new_file(path.c_str(), "r"));
  Certificate certificate(file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr)
                               : nullptr);
  if (!certificate) throw std::runtime_error("TLS: " + path + " is not a certificate in PEM");
  return certificate;
}

}  // namespace

TlsFiles make_tls_files(const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path folder = fs::absolute(directory, error);
  if (!fs::exists(folder)) {
    fs::create_directories(folder, error);
    if (error) {
      throw std::runtime_error("TLS: cannot make the folder " + folder.string() + ": " +
                               error.message());
    }
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  TlsFiles files{(folder / "ca.pem").string(), (folder / "server.pem").string(),
                 (folder / "server.key").string()};
  const int found = static_cast<int>(fs::exists(files.ca)) +
                    static_cast<int>(fs::exists(files.certificate)) +
                    static_cast<int>(fs::exists(files.key));
  if (found == 0) {
    make_all(files);
  } else if (found != 3) {
    throw std::runtime_error(
        "TLS: " + folder.string() +
        " must hold all of ca.pem, server.pem and server.key, or none of them");
  }
  const auto certificate = read_certificate(files.certificate);
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    throw std::runtime_error("TLS: " + files.certificate +
                             " has expired; remove the three files and they are made anew");
  }
  return files;
}

boost::asio::ssl::context make_tls_context(const TlsFiles& files) {
  namespace ssl = boost::asio::ssl;
  ssl::context context(ssl::context::tls_server);
  try {
    context.use_certificate_chain_file(files.certificate);
    context.use_private_key_file(files.key, ssl::context::pem);
  } catch (const boost::system::system_error& problem) {
    throw std::runtime_error("TLS: cannot use " + files.certificate + " with " + files.key + ": " +
                             problem.code().message());
  }
  if (SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION) != 1) {
    throw std::runtime_error("TLS: version 1.2 is not available here");
  }
  return context;
}

}  // namespace bss::mock::http
