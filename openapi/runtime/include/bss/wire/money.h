// Brings the amounts of an answer to the currency's main unit. The service says in `measure_id`
// what one amount counts: 1 yuan (or dollar), 2 a tenth, 3 a hundredth; callers of the SDK see main
// units only.
//
// Internal, not installed.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "bss/wire/reader.h"
#include "bss/wire/rules.h"

namespace bss::wire {

/// Finds the `measure_id` of a struct, and sets it.
struct MeasureVisitor {
  std::optional<std::int64_t> found;
  bool set_to_main_unit = false;

  template <class T>
  bool operator()(const FieldRules& rules, T& member) {
    if constexpr (IsOptional<T>::value) {
      if (member) (*this)(rules, *member);
    } else if constexpr (std::is_integral_v<T>) {
      if (rules.name == "measure_id") {
        if (set_to_main_unit) member = 1;
        found = static_cast<std::int64_t>(member);
      }
    }
    return true;
  }
};

template <class T>
bool settle_money(T& object, std::int64_t outer_measure = 1);

/// Moves the point of every amount by `places`; structs inside follow their own measure, if they
/// have one.
struct MoneyVisitor {
  std::int64_t measure = 1;

  template <class T>
  bool operator()(const FieldRules& rules, T& member) {
    if constexpr (IsOptional<T>::value) {
      return !member || (*this)(rules, *member);
    } else if constexpr (IsVector<T>::value) {
      for (auto& item : member) {
        if (!(*this)(rules, item)) return false;
      }
      return true;
    } else if constexpr (std::is_same_v<T, Decimal>) {
      if (!rules.is_money || measure == 1) return true;
      const auto scaled = measure == 2 || measure == 3
                              ? member.shifted_right(static_cast<int>(measure) - 1)
                              : std::nullopt;
      if (!scaled) return false;
      member = *scaled;
      return true;
    } else if constexpr (std::is_class_v<T> && !TextAccess<T>::kIsText) {
      return settle_money(member, measure);
    } else {
      return true;
    }
  }
};

/// False if an amount stands in an unknown unit or its point would move out of reach: never guess.
template <class T>
bool settle_money(T& object, std::int64_t outer_measure) {
  if constexpr (Fields<T>::kHasMoney) {
    MeasureVisitor measure;
    Fields<T>::visit_body(measure, object);
    MoneyVisitor amounts{measure.found.value_or(outer_measure)};
    if (!Fields<T>::visit_body(amounts, object)) return false;
    MeasureVisitor reset{std::nullopt, true};
    Fields<T>::visit_body(reset, object);
  }
  return true;
}

}  // namespace bss::wire
