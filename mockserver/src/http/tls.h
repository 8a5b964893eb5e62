// TLS for the listener: makes a small authority and a certificate for this machine once, and reads
// them again later. Used by app (files) and by the server (context).
#pragma once

#include <string>

#include "http/options.h"

namespace boost::asio::ssl {
class context;
}

namespace bss::mock::http {

/// `ca.pem`, `server.pem`, `server.key` in `directory` (made with mode 0700 if absent), for
/// localhost, 127.0.0.1 and
/// ::1. Made when none of the three exists; otherwise all three must be there and still be valid.
/// The authority's key is thrown away, so nothing else can be signed with it. Throws
/// std::runtime_error with a sentence.
TlsFiles make_tls_files(const std::string& directory);

/// TLS 1.2 or newer. Throws std::runtime_error with a sentence.
boost::asio::ssl::context make_tls_context(const TlsFiles& files);

}  // namespace bss::mock::http
