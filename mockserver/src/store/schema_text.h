// store/schema.sql as text; embed_text.cmake makes the definition.
#pragma once

#include <string_view>

namespace bss::mock::store {

extern const std::string_view kSchemaText;

}  // namespace bss::mock::store
