// What the description knows of error codes; generated code defines it (operation_table.cpp).
#pragma once

#include <cstddef>
#include <string_view>

#include "bss/operation_info.h"

namespace bss::detail {

struct DescribedOperations {
  const OperationInfo* first;
  std::size_t count;
};
/// All of them, those of IAM too.
DescribedOperations described_operations() noexcept;
/// Empty for a code that is not described.
std::string_view remedy_of(std::string_view code) noexcept;

}  // namespace bss::detail
