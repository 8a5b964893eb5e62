#include "app/health_check.h"

#include "app/http_call.h"

namespace bss::mock::app {

std::string check_health(const Remote& remote) {
  const HttpReply reply = send(remote, {"GET", "/_mock/health", {}});
  if (!reply.problem.empty()) return reply.problem;
  return reply.status == 200 ? std::string() : "answered " + std::to_string(reply.status);
}

}  // namespace bss::mock::app
