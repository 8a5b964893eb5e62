// An intent as one line of JSON, for the file that keeps them.
//
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bss/intents.h"

namespace bss::detail {

/// Without the line end.
std::string write_intent(const IntentRecord& record);
/// Nothing for what is no such line.
std::optional<IntentRecord> read_intent(std::string_view line);

}  // namespace bss::detail
