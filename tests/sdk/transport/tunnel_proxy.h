// An HTTP proxy that knows CONNECT and nothing else: enough for HTTPS through a tunnel.
//
// One thread of its own; members may be called from any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace bss::testing {

class TunnelProxy {
 public:
  TunnelProxy();
  ~TunnelProxy();
  TunnelProxy(const TunnelProxy&) = delete;
  TunnelProxy& operator=(const TunnelProxy&) = delete;

  std::string url() const;
  /// The first line of each connection: `CONNECT 127.0.0.1:443 HTTP/1.1`.
  std::vector<std::string> first_lines() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace bss::testing
