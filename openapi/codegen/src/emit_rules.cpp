#include "bss/decimal.h"
#include "emitters.h"
#include "naming.h"

namespace bss::codegen {
namespace {

std::string scope(Half half) {
  return half == Half::kSdk ? "bss::" : "bss::mock::api::";
}

std::string decimal_literal(const std::string& text) {
  const Decimal value = *Decimal::parse(text);
  return "Decimal::from_scaled(" + std::to_string(value.digits()) + ", " +
         std::to_string(value.scale()) + ")";
}

std::string null_word(const std::string& word) {
  if (word.empty()) return "Null::kUsual";
  return "Null::k" + pascal_case(word);
}

/// The chain behind `field("name")` that speaks of values.
std::string value_rules(const Type& type, const std::string& member) {
  std::string out;
  if (type.utc_second) out += ".utc_second()";
  if (type.date) out += ".date()";
  if (type.decimal_text) out += ".decimal_text()";
  if (type.positive) out += ".positive()";
  if (type.max_decimals >= 0) out += ".decimals(" + std::to_string(type.max_decimals) + ")";
  if (type.kind == Kind::kString && (type.min_length >= 0 || type.max_length >= 0)) {
    out +=
        ".length(" + std::to_string(type.min_length) + ", " + std::to_string(type.max_length) + ")";
  }
  if (type.min_items >= 0 || type.max_items >= 0) {
    out += ".items(" + std::to_string(type.min_items) + ", " + std::to_string(type.max_items) + ")";
  }
  if (type.minimum) out += ".at_least(" + decimal_literal(*type.minimum) + ")";
  if (type.maximum) out += ".at_most(" + decimal_literal(*type.maximum) + ")";
  if (!type.enum_values.empty()) out += ".one_of(" + member + "_allowed)";
  if (!type.pattern.empty()) out += ".matching(&" + member + "_pattern)";
  return out;
}

void emit_value_helpers(Text& out, const Type& type, const std::string& member) {
  if (!type.enum_values.empty()) {
    std::string values;
    for (const std::string& value : type.enum_values)
      values += (values.empty() ? "" : ", ") + quoted(value);
    out.line("  static constexpr std::string_view " + member + "_allowed[] = {" + values + "};");
  }
  if (!type.pattern.empty()) {
    out.line("  static const Pattern& " + member + "_pattern() {");
    out.line("    static const Pattern pattern(" + quoted(type.pattern) + ");");
    out.line("    return pattern;");
    out.line("  }");
  }
}

/// A chain of rules, broken before a '.' where it would be too long.
void emit_chain(Text& out, const std::string& name, const std::string& chain) {
  out.line("  static constexpr FieldRules " + name + " =");
  std::string rest = chain;
  std::string indent(6, ' ');
  while (indent.size() + rest.size() + 1 > 100) {
    const std::size_t cut = rest.rfind(").", 98 - indent.size());
    if (cut == std::string::npos) break;
    out.line(indent + rest.substr(0, cut + 1));
    rest.erase(0, cut + 1);
    indent.assign(10, ' ');
  }
  out.line(indent + rest + ";");
}

void emit_field_rules(Text& out, const Field& field) {
  const std::string& member = field.member;
  emit_value_helpers(out, field.type, member);
  std::string rules = "field(" + quoted(field.name) + ")";
  if (field.sites != kBoth) rules += ".on(" + std::to_string(field.sites) + ")";
  if (field.required()) {
    rules += ".required()";
  } else if (field.required_sites != 0) {
    rules += ".required(" + std::to_string(field.required_sites) + ")";
  }
  const NullRules& nulls = field.nulls;
  if (!nulls.absent.empty() || !nulls.null.empty() || !nulls.empty.empty() ||
      !nulls.blank.empty()) {
    rules += ".nulls(" + null_word(nulls.absent) + ", " + null_word(nulls.null) + ", " +
             null_word(nulls.empty) + ", " + null_word(nulls.blank) + ")";
  }
  std::string lenient;
  for (const std::string& word : field.lenient)
    lenient += (lenient.empty() ? "k" : " | k") + pascal_case(word);
  if (!lenient.empty()) rules += ".lenient(" + lenient + ")";
  if (field.money) rules += ".money()";
  rules += value_rules(field.type, member);
  if (field.type.item) {
    const std::string item = member + "_item";
    emit_value_helpers(out, *field.type.item, item);
    emit_chain(out, item + "_rules",
               "field(" + quoted(field.name) + ")" + value_rules(*field.type.item, item));
    rules += ".of(&" + item + "_rules)";
  }
  emit_chain(out, member + "_rules", rules);
}

void emit_visit(Text& out, const std::string& name, const std::vector<const Field*>& fields) {
  out.line();
  out.line("  template <class Visitor, class Self>");
  if (fields.empty()) {
    out.line("  static bool " + name + "(Visitor&, Self&) {");
    out.line("    return true;");
  } else {
    out.line("  static bool " + name + "(Visitor& visit, Self& self) {");
    for (std::size_t i = 0; i < fields.size(); ++i) {
      out.line(std::string(i == 0 ? "    return " : "           ") + "visit(" + fields[i]->member +
               "_rules, self." + fields[i]->member + ")" + (i + 1 == fields.size() ? ";" : " &&"));
    }
  }
  out.line("  }");
}

std::vector<const Field*> fields_in(const Struct& one, In in) {
  std::vector<const Field*> out;
  for (const Field& field : one.fields) {
    if (field.in == in) out.push_back(&field);
  }
  return out;
}

void begin(Text& out, const Struct& one, Half half) {
  out.line().line("template <>");
  out.line("struct Fields<" + scope(half) + one.name + "> {");
  for (const Field& field : one.fields) emit_field_rules(out, field);
}

std::string flag(const char* name, bool value) {
  return std::string("  static constexpr bool ") + name + " = " + (value ? "true" : "false") + ";";
}

}  // namespace

void emit_fields(Text& out, const Struct& one, Half half) {
  begin(out, one, half);
  out.line(flag("kHasMoney", one.has_money));
  emit_visit(out, "visit_body", fields_in(one, In::kBody));
  out.line("};");
}

void emit_request_fields(Text& out, const Operation& operation, Half half) {
  const Struct& one = operation.request;
  begin(out, one, half);
  out.line(flag("kHasBody", operation.has_body));
  out.line(flag("kBodyRequired", operation.body_required));
  emit_visit(out, "visit_path", fields_in(one, In::kPath));
  emit_visit(out, "visit_query", fields_in(one, In::kQuery));
  emit_visit(out, "visit_headers", fields_in(one, In::kHeader));
  emit_visit(out, "visit_body", fields_in(one, In::kBody));
  out.line("};");
}

void emit_response_fields(Text& out, const Operation& operation, Half half) {
  const Struct& one = operation.response;
  begin(out, one, half);
  out.line(flag("kHasBody", operation.answer_has_body));
  out.line(flag("kHasMoney", one.has_money));
  emit_visit(out, "visit_headers", fields_in(one, In::kHeader));
  emit_visit(out, "visit_body", fields_in(one, In::kBody));
  out.line("};");
}

}  // namespace bss::codegen
