// A struct as the generator would make it, for the tests of readers and writers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bss/wire/codec.h"

namespace bss::wire::sample {

struct Inner {
  std::optional<Decimal> cost;
  std::optional<std::int32_t> measure_id;
};

struct Outer {
  std::string name;
  std::optional<std::int32_t> small;
  std::vector<Inner> inner;
  std::optional<Decimal> total;
  std::optional<std::int32_t> measure_id;
};

}  // namespace bss::wire::sample

namespace bss::wire {

template <>
struct Fields<sample::Inner> {
  static constexpr FieldRules cost_rules = field("cost").money();
  static constexpr FieldRules measure_id_rules = field("measure_id");
  static constexpr bool kHasMoney = true;

  template <class Visitor, class Self>
  static bool visit_body(Visitor& visit, Self& self) {
    return visit(cost_rules, self.cost) && visit(measure_id_rules, self.measure_id);
  }
};

template <>
struct Fields<sample::Outer> {
  static constexpr FieldRules name_rules = field("name").required().length(1, 8);
  static constexpr FieldRules small_rules = field("small");
  static constexpr FieldRules inner_rules = field("inner").items(0, 2);
  static constexpr FieldRules total_rules = field("total").money();
  static constexpr FieldRules measure_id_rules = field("measure_id");
  static constexpr bool kHasMoney = true;

  template <class Visitor, class Self>
  static bool visit_body(Visitor& visit, Self& self) {
    return visit(name_rules, self.name) && visit(small_rules, self.small) &&
           visit(inner_rules, self.inner) && visit(total_rules, self.total) &&
           visit(measure_id_rules, self.measure_id);
  }
};

}  // namespace bss::wire
