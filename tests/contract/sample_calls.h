// One acceptable request of each operation of the partner API, for tests of what the gateway does
// with any of them.
#pragma once

#include <string>
#include <vector>

#include "raw_http.h"

namespace bss::contract {

struct SampleCall {
  std::string operation;
  std::string method;
  std::string path;
  std::string body;  ///< empty: the operation has none
};

/// Each operation with a body in the BSS style of errors; made by the partner of the demo seed on
/// the China site.
const std::vector<SampleCall>& sample_calls();

}  // namespace bss::contract
