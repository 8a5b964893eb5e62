// Turns paths into operations. Used by the loader only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "description.h"
#include "load_errors.h"
#include "load_schemas.h"
#include "model.h"

namespace bss::codegen {

class OperationLoader {
 public:
  OperationLoader(const Description& description, SchemaLoader& schemas, const ErrorLoader& errors)
      : description_(description), schemas_(schemas), errors_(errors) {}

  Operation read(const std::string& area, const std::string& path, const std::string& method,
                 const Node& node);
  /// Names of schemas that became a request or a response.
  const std::set<std::string>& flattened() const { return flattened_; }

 private:
  void read_facts(const Node& node, Operation& out);
  void read_parameters(const Node& node, Operation& out);
  void read_body(const Node& node, Operation& out);
  void read_responses(const Node& node, Operation& out);
  void flatten(const Node& content, const std::string& what, Struct& into);

  const Description& description_;
  SchemaLoader& schemas_;
  const ErrorLoader& errors_;
  std::set<std::string> flattened_;
};

}  // namespace bss::codegen
