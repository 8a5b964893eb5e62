// What a handler may look at beside its request.
#pragma once

#include <string>

#include "iam/caller.h"

namespace bss::mock::domain {
class World;
}

namespace bss::mock::api {

struct CallContext {
  domain::World& world;
  /// Null only for operations that need no proof (x-auth: none).
  const iam::Caller* caller = nullptr;
  std::string language;      ///< of X-Language, as sent; empty when absent
  std::string resume_token;  ///< set when a handler that asked to wait is asked again
  bool waited_out = false;   ///< with resume_token: the time it named has passed
};

}  // namespace bss::mock::api
