// What an answer holds that the description does not know: the service has grown.
//
// A value.
#pragma once

#include <cstdint>
#include <string>

namespace bss {

/// The typed response keeps an unknown value of a field that it has; an unknown field is kept here.
struct UnknownPart {
  enum class Kind : std::uint8_t {
    kField,  ///< `value` is its JSON text
    kValue,  ///< the field has an enumeration, and `value` is not in it
  };
  Kind kind = Kind::kField;
  std::string field;  ///< `customers[0].colour`
  std::string value;
};

}  // namespace bss
