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
  std::string body;   ///< empty: the operation has none
  std::string query;  ///< what the operation requires there

  std::string target() const { return query.empty() ? path : path + "?" + query; }
};

/// Each operation with errors in the BSS style; made on the China site by a member of the demo seed
/// that may (caller_of).
const std::vector<SampleCall>& sample_calls();

}  // namespace bss::contract
