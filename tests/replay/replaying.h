// A server for recorded requests: the demo seed, no quotas, and its clock where the recording's
// clock was, because a signature is good for 15 minutes only (auth-gateway 5.3).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bss/mock/server.h"
#include "connection.h"
#include "recording.h"

namespace bss::test {

/// `20250601T120000Z` of the first signed request; nothing when none is signed.
std::optional<std::string> date_of(const std::vector<RecordedRequest>& requests);
/// A server whose clock stands at that X-Sdk-Date.
mock::Server server_at(const std::string& sdk_date);

/// Sends requests over one kept connection, which is opened anew when the server has closed it.
class Replayer {
 public:
  explicit Replayer(std::uint16_t port) : port_(port) {}
  /// Throws std::runtime_error when no answer comes.
  Answer send(const RecordedRequest& request);

 private:
  std::uint16_t port_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace bss::test
