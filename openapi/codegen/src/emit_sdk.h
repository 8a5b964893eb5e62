// What the two emitters of the SDK half share: emit_sdk.cpp writes structures and traits,
// emit_sdk_client.cpp the client's functions.
#pragma once

#include <string>
#include <vector>

#include "model.h"
#include "output.h"

namespace bss::codegen {

/// Operations of IAM have traits but are no functions of the client: its token provider uses the
/// traits.
bool is_client_operation(const Operation& operation);
/// Comment, `#pragma once` and includes.
Text begin_header(const std::string& source, const std::string& what,
                  const std::vector<std::string>& includes);

File emit_operations_header(const Model& model);
File emit_operations_source(const Model& model);
File emit_awaitable_header(const Model& model);

}  // namespace bss::codegen
