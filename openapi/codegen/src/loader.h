// From the YAML files to the model. Collects what is wrong instead of stopping at the first
// problem.
#pragma once

#include <string>
#include <vector>

#include "description.h"
#include "model.h"

namespace bss::codegen {

struct Loaded {
  Model model;
  /// `file:line: sentence`, in the order found; the model is complete only when there is none.
  std::vector<std::string> problems;
};

Loaded load(const Description& description);

}  // namespace bss::codegen
