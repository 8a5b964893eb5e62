#include <algorithm>

#include "bss/decimal.h"
#include "emitters.h"
#include "naming.h"

namespace bss::codegen {
namespace {

bool has_plain_default(const Field& field) {
  const NullRules& nulls = field.nulls;
  const bool may_be_omitted = nulls.absent == "omit" || nulls.null == "omit" ||
                              nulls.empty == "omit" || nulls.blank == "omit";
  return field.default_text && !may_be_omitted;
}

bool is_optional(const Field& field, Half half) {
  if (field.type.kind == Kind::kArray || field.required()) return false;
  return half == Half::kSdk || !has_plain_default(field);
}

std::string default_value(const Field& field) {
  const std::string& text = *field.default_text;
  if (field.type.kind == Kind::kString) return quoted(text);
  if (field.type.kind != Kind::kDecimal) return text;
  const Decimal value = *Decimal::parse(text);
  return "Decimal::from_scaled(" + std::to_string(value.digits()) + ", " +
         std::to_string(value.scale()) + ")";
}

std::string initializer(const Field& field, Half half) {
  if (half == Half::kMock && field.default_text) return " = " + default_value(field);
  if (is_optional(field, half)) return "";
  if (field.type.kind == Kind::kInteger) return " = 0";
  if (field.type.kind == Kind::kBoolean) return " = false";
  return "";
}

std::string site_name(std::uint8_t bits) {
  return bits == 1 ? "China" : "international";
}

std::string field_doc(const Field& field, Half half) {
  std::string doc = field.description;
  while (!doc.empty() && (doc.back() == '\n' || doc.back() == ' ')) doc.pop_back();
  if (!doc.empty() && doc.back() != '.') doc += '.';
  std::string facts;
  const auto add = [&facts](const std::string& fact) {
    facts += (facts.empty() ? "" : "; ") + fact;
  };
  if (field.required_sites != 0 && !field.required())
    add("required on the " + site_name(field.required_sites) + " site");
  if (field.required() && half == Half::kSdk && field.in != In::kHeader) add("required");
  if (field.sites != kBoth) add(site_name(field.sites) + " site only");
  if (field.default_text && half == Half::kSdk) add("default " + *field.default_text);
  return facts.empty() ? doc : doc + " (" + facts + ")";
}

/// The two operands of a comparison, on two lines where one is too short.
void emit_operands(Text& out, const std::string& head, const std::string& type,
                   const std::string& tail) {
  const std::string left = head + "const " + type + "& left,";
  const std::string right = "const " + type + "& right" + tail;
  if (left.size() + 1 + right.size() <= 100) {
    out.line(left + " " + right);
  } else {
    out.line(left).line(std::string(head.size(), ' ') + right);
  }
}

void emit_enumerations(Text& out, const Struct& one) {
  for (const Field& field : one.fields) {
    const Type& type = field.type.item ? *field.type.item : field.type;
    if (type.enum_names.empty()) continue;
    out.line().doc(0,
                   "Values of " + one.name + "::" + field.member + "; the service may add others.");
    out.line("namespace " + snake_case(one.name) + "_" + field.member + "_values {");
    for (std::size_t i = 0; i < type.enum_names.size(); ++i) {
      const std::string name = "k" + type.enum_names[i];
      if (type.kind == Kind::kString) {
        out.line("inline constexpr const char* " + name + " = " + quoted(type.enum_values[i]) +
                 ";");
      } else {
        out.line("inline constexpr std::int" + std::to_string(type.bits) + "_t " + name + " = " +
                 type.enum_values[i] + ";");
      }
    }
    out.line("}");
  }
}

}  // namespace

std::string cpp_type(const Type& type, Half half) {
  switch (type.kind) {
    case Kind::kString:
      return type.secret && half == Half::kSdk ? "Secret" : "std::string";
    case Kind::kInteger:
      return type.bits == 32 ? "std::int32_t" : "std::int64_t";
    case Kind::kBoolean:
      return "bool";
    case Kind::kDecimal:
      return "Decimal";
    case Kind::kObject:
      return type.schema;
    case Kind::kArray:
      return "std::vector<" + cpp_type(*type.item, half) + ">";
  }
  return {};
}

std::string member_type(const Field& field, Half half) {
  const std::string type = cpp_type(field.type, half);
  return is_optional(field, half) ? "std::optional<" + type + ">" : type;
}

void emit_struct(Text& out, const Struct& one, Half half) {
  out.line().doc(0, one.description);
  out.line("struct " + one.name + " {");
  for (const Field& field : one.fields) {
    out.doc(2, field_doc(field, half));
    out.line("  " + member_type(field, half) + " " + field.member + initializer(field, half) + ";");
  }
  if (!one.fields.empty()) out.line();
  if (half == Half::kMock) {
    out.line("  bool operator==(const " + one.name + "&) const = default;");
  } else {
    emit_operands(out, "  friend bool operator==(", one.name, ");");
    emit_operands(out, "  friend bool operator!=(", one.name, ") {");
    out.line("    return !(left == right);");
    out.line("  }");
  }
  out.line("};");
  if (!one.alias.empty()) {
    out.doc(0, "The name of this structure in the description.");
    out.line("using " + one.alias + " = " + one.name + ";");
  }
  emit_enumerations(out, one);
}

void emit_equality(Text& out, const Struct& one) {
  if (one.fields.empty()) {
    out.line().line("bool operator==(const " + one.name + "&, const " + one.name +
                    "&) { return true; }");
    return;
  }
  emit_operands(out.line(), "bool operator==(", one.name, ") {");
  for (std::size_t i = 0; i < one.fields.size(); ++i) {
    const std::string& member = one.fields[i].member;
    out.line(std::string(i == 0 ? "  return " : "         ") + "left." + member + " == right." +
             member + (i + 1 == one.fields.size() ? ";" : " &&"));
  }
  out.line("}");
}

std::string operation_doc(const Operation& operation) {
  std::string doc = operation.summary;
  if (!doc.empty() && doc.back() != '.') doc += '.';
  doc += "\n\n" + operation.description;
  while (!doc.empty() && (doc.back() == '\n' || doc.back() == ' ')) doc.pop_back();
  doc += "\n\nCallers:";
  for (const std::string& caller : operation.callers) {
    doc += (&caller == &operation.callers.front() ? " " : ", ") +
           (caller == "any" ? std::string("every account") : caller);
  }
  doc += operation.sites == kBoth ? ". Sites: China, international."
                                  : ". Site: " + site_name(operation.sites) + ".";
  doc += " Class: " + operation.effect;
  doc += operation.effect == "read"         ? " (repeated freely)."
         : operation.effect == "idempotent" ? " (may be repeated)."
         : operation.effect == "keyed"      ? " (repeated under its key)."
                                            : " (never repeated once it may have been received).";
  if (operation.quota) {
    const bool one_second = operation.quota->per_seconds == 1;
    doc += " Quota: " + std::to_string(operation.quota->limit) + " calls in " +
           (one_second ? std::string("a second")
                       : std::to_string(operation.quota->per_seconds) + " seconds") +
           " (" + operation.quota->evidence + ").";
  }
  bool headed = false;
  for (const ErrorEntry& error : operation.errors) {
    if (error.common || error.produced == "fault") continue;
    if (!headed) doc += "\n\nErrors worth handling:";
    headed = true;
    doc += "\n- " + error.code + " (" +
           (error.in_error_details ? "in error_details" : std::to_string(error.status)) +
           "): " + error.when + (error.when.back() == '.' ? "" : ".");
    if (error.repeat == "slowly") doc += " A later attempt may succeed.";
    if (error.already_done) doc += " On a second attempt it means success.";
  }
  if (!operation.page_url.empty()) doc += "\n\n" + operation.page_url;
  return doc;
}

std::string origin(std::string_view source) {
  return "Made by the generator from openapi/" + std::string(source) +
         "; change the description, not this file.";
}

std::vector<const Struct*> structs_of(const Model& model, std::string_view area) {
  std::vector<const Struct*> out;
  for (const Struct& one : model.structs) {
    if (one.area == area) out.push_back(&one);
  }
  return out;
}

std::vector<const Operation*> operations_of(const Model& model, std::string_view area) {
  std::vector<const Operation*> out;
  for (const Operation& one : model.operations) {
    if (one.area == area) out.push_back(&one);
  }
  return out;
}

bool uses_shared(const Model& model, std::string_view area) {
  const auto in_struct = [&model](const Struct& one) {
    return std::any_of(one.fields.begin(), one.fields.end(), [&model](const Field& field) {
      const Type& type = field.type.item ? *field.type.item : field.type;
      const Struct* inner = type.kind == Kind::kObject ? model.find_struct(type.schema) : nullptr;
      return inner != nullptr && inner->area == "common";
    });
  };
  const auto structs = structs_of(model, area);
  const auto operations = operations_of(model, area);
  return std::any_of(structs.begin(), structs.end(),
                     [&](const Struct* one) { return in_struct(*one); }) ||
         std::any_of(operations.begin(), operations.end(), [&](const Operation* one) {
           return in_struct(one->request) || in_struct(one->response);
         });
}

}  // namespace bss::codegen
