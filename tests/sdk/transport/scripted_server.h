// A raw-socket HTTP server for tests: it reads requests and answers with exactly the bytes, cuts
// and silences that a test scripts. Used by the transport conformance suite and by the tests of the
// token provider.
//
// One thread of its own serves all connections; every member may be called from any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bss::testing {

struct SeenRequest {
  std::string method;
  std::string target;                                        ///< as it stood in the request line
  std::vector<std::pair<std::string, std::string>> headers;  ///< raw names and values, in order
  std::string body;
  int connection = 0;            ///< 1 for the first connection that was accepted
  int number_on_connection = 0;  ///< 1 for the first request of its connection
  bool client_certificate = false;

  /// All values of a header, compared without regard to case.
  std::vector<std::string> values(std::string_view name) const;
  /// The only value, or empty.
  std::string value(std::string_view name) const;
};

/// What happens after a request was received completely.
struct Step {
  enum class Then {
    kKeep,   ///< the connection stays open
    kClose,  ///< orderly close (FIN)
    kReset,  ///< RST
    kHang,   ///< nothing more, until the client goes away
  };
  std::string answer;  ///< bytes to send, may be empty
  Then then = Then::kKeep;
};

/// A complete HTTP/1.1 answer with Content-Length.
std::string http_answer(int status, const std::string& body,
                        const std::vector<std::pair<std::string, std::string>>& headers = {});
Step answer(int status, const std::string& body,
            const std::vector<std::pair<std::string, std::string>>& headers = {});

struct ServerTls {
  std::string certificate_file;
  std::string key_file;
  std::string client_ca_file;  ///< not empty: a client certificate is demanded
  bool newest_is_1_1 = false;  ///< speaks nothing above TLS 1.1
};

class ScriptedServer {
 public:
  using Handler = std::function<Step(const SeenRequest&)>;

  /// Calls `handler` on the server's thread for each request.
  explicit ScriptedServer(Handler handler, const ServerTls& tls = {});
  /// Plays `steps` in the order of the requests, whatever their connection; then answers 200
  /// `{"extra":true}`.
  explicit ScriptedServer(std::vector<Step> steps, const ServerTls& tls = {});
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  int port() const;
  /// `http://127.0.0.1:port`, or `https://`.
  std::string url() const;
  std::string host_header() const;

  std::vector<SeenRequest> requests() const;
  std::size_t request_count() const;
  int connection_count() const;
  /// Returns when that many requests were received; false if that takes unreasonably long.
  bool wait_for_requests(std::size_t count) const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

/// A port of 127.0.0.1 on which nobody listens.
int unused_port();

/// Listens, but its queue of connections is full: a further connect gets no answer at all.
class FullListener {
 public:
  FullListener();
  ~FullListener();
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;
  int port() const { return port_; }

 private:
  int port_ = 0;
  std::vector<int> sockets_;
};

}  // namespace bss::testing
