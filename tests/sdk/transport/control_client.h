// A TLS client that asks for nothing but a version: shows that a server can be reached with it, by
// somebody who is less strict than the SDK.
#pragma once

namespace bss::testing {

/// Whether a handshake with TLS 1.1 and nothing newer succeeds with 127.0.0.1:port, under the
/// security level that this process has.
bool connects_with_tls_1_1(int port);

}  // namespace bss::testing
