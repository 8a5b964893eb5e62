#include "transport/tls_setup.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace bss::detail {
namespace {

std::string without_brackets(const std::string& host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    return host.substr(1, host.size() - 2);
  return host;
}

}  // namespace

void TlsSetup::StoreDeleter::operator()(x509_store_st* store) const noexcept {
  X509_STORE_free(store);
}

TlsSetup::TlsSetup(const TransportOptions& options, const std::string& host)
    : options_(options), host_(without_brackets(host)) {
  if (options_.ca_file.empty()) return;
  store_.reset(X509_STORE_new());
  if (store_ == nullptr || X509_STORE_load_file(store_.get(), options_.ca_file.c_str()) != 1) {
    store_.reset();
    problem_ = "the CA file cannot be read as PEM certificates";
  }
}

TlsSetup::~TlsSetup() = default;

void TlsSetup::apply(ssl_ctx_st* context) {
  if (!problem_.empty()) throw TlsSetupError(problem_);
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) {
    throw TlsSetupError("TLS 1.2 is not available");
  }
  // Own CA file: these certificates and no others.
  if (store_ != nullptr) SSL_CTX_set1_cert_store(context, store_.get());
  if (options_.verify_certificates) {
    require_host(context);
    SSL_CTX_set_cert_verify_callback(context, &TlsSetup::verify, this);
  }
  use_client_certificate(context);
}

std::string TlsSetup::last_refusal() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_refusal_;
}

void TlsSetup::require_host(ssl_ctx_st* context) const {
  X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host_.c_str()) == 1) return;
  if (X509_VERIFY_PARAM_set1_host(parameters, host_.c_str(), host_.size()) != 1) {
    throw TlsSetupError("the host name cannot be verified");
  }
}

void TlsSetup::use_client_certificate(ssl_ctx_st* context) const {
  if (options_.client_certificate_file.empty()) return;
  if (SSL_CTX_use_certificate_chain_file(context, options_.client_certificate_file.c_str()) != 1) {
    throw TlsSetupError("the client certificate file cannot be used");
  }
  if (SSL_CTX_use_PrivateKey_file(context, options_.client_key_file.c_str(), SSL_FILETYPE_PEM) !=
      1) {
    throw TlsSetupError("the client key file cannot be used with the client certificate");
  }
}

int TlsSetup::verify(x509_store_ctx_st* chain, void* self) {
  const int accepted = X509_verify_cert(chain);
  if (accepted <= 0) {
    static_cast<TlsSetup*>(self)->note_refusal(
        X509_verify_cert_error_string(X509_STORE_CTX_get_error(chain)));
  }
  return accepted;
}

void TlsSetup::note_refusal(const char* why) {
  const std::lock_guard<std::mutex> lock(mutex_);
  last_refusal_ = why;
}

}  // namespace bss::detail
