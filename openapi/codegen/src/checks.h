// What must hold across the model: names that may not meet, pages that name existing fields,
// defaults inside their range.
#pragma once

#include <string>
#include <vector>

#include "model.h"

namespace bss::codegen {

/// Appends `file:line: sentence` for everything that is wrong.
void check(const Model& model, std::vector<std::string>& problems);

}  // namespace bss::codegen
