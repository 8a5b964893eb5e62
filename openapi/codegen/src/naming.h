// From names on the wire to names in C++.
#pragma once

#include <string>
#include <string_view>

namespace bss::codegen {

/// `ListSubCustomers` -> `list_sub_customers`.
std::string snake_case(std::string_view name);
/// `CreateSubCustomer`, `NOT_PAID`, `not paid` -> one PascalCase word.
std::string pascal_case(std::string_view name);
/// A body field keeps its name; '-', '.' and the like become '_', keywords get a trailing '_'.
std::string member_name(std::string_view wire_name);
/// A header or query parameter: as above, in lower case.
std::string parameter_member_name(std::string_view wire_name);
bool is_identifier(std::string_view name);
/// A C++ string literal with its quotes.
std::string quoted(std::string_view text);

}  // namespace bss::codegen
