// The local server inside your own process: for tests that want a partner back end of their own, on
// a free port, gone when the object is.
//
//   bss::mock::Server server;                      // demo seed, free port, documented quotas
//   client.connect(server.endpoint(), server.credentials().partner);
//   server.workspace().lose_next_answers("UpdateCustomerAccountAmount");
//
// Any number of servers may live in one process. Its members may be called from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bss/mock/types.h"
#include "bss/mock/workspace.h"

namespace bss::mock {

/// Each is a flag of `bss-mock serve`; texts are checked when the server is made.
struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one
  std::string state_file;  ///< SQLite file that keeps the data; empty: in memory
  /// What an empty server starts with: `demo`, or a seed file (*.yaml, *.yml, *.json;
  /// docs/server.md).
  std::string seed = "demo";
  std::string throttle =
      "documented";  ///< off, documented, or calls per second for every operation with a quota
  std::string site =
      "cn";  ///< cn, intl or both: the accounts that are seeded and the endpoints served
  std::optional<std::string> tls_directory;  ///< set: TLS, with certificates made there once
  std::size_t journal = 10000;               ///< exchanges that are kept
  std::vector<std::pair<std::string, std::string>> settings;
  std::string control_token;  ///< what the control and portal APIs ask for; needed off loopback
  int threads = 2;
  std::uint64_t id_seed = 1;  ///< equal seeds give equal ids and codes
  /// `2025-06-01T00:00:00Z`: the workspace's clock starts there and stands still; empty: the wall's
  /// time. For recorded signatures, which are good for 15 minutes only. No flag of the program.
  std::string start_at;
  std::function<void(std::string_view)>
      log;  ///< what goes wrong inside the server; empty: nothing is logged
};

class Server {
 public:
  /// Serves when it returns. Throws std::invalid_argument for an option that is not allowed (the
  /// sentence says what is), std::runtime_error when the port or the state file cannot be had.
  explicit Server(Options options = {});
  ~Server();
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;

  /// `http://127.0.0.1:43117`, for IAM and BSS alike.
  const std::string& endpoint() const noexcept;
  std::uint16_t port() const noexcept;
  /// Path of the authority a client has to trust; empty without TLS.
  const std::string& ca_file() const noexcept;
  const Credentials& credentials() const noexcept;
  /// The workspace `default`.
  Workspace workspace() const;
  /// A world of its own beside the others: requests that prove themselves with its credentials
  /// reach it and nothing else. It is removed when the last copy of its handle is gone. Throws
  /// ControlError for an option that is not allowed.
  Workspace create_workspace(const WorkspaceOptions& options = {});

  /// Another one with what `from` had when that snapshot was taken (`current`: with what it has
  /// now); accounts of the seed get new credentials, ids stay, tokens are not copied. Of `options`
  /// count id, ttl_seconds, own_endpoint and throttle.
  Workspace fork_workspace(const Workspace& from, const std::string& snapshot = "current",
                           const WorkspaceOptions& options = {});

  /// Takes no new connection, lets what is in flight finish for a bounded time, closes. Idempotent.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

/// The demo seed's credentials, the same in every server.
const Credentials& demo_credentials() noexcept;
/// The version of this library.
std::string_view version() noexcept;

}  // namespace bss::mock
