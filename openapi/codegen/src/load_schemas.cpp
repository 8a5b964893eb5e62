#include "load_schemas.h"

#include <algorithm>

#include "bss/decimal.h"
#include "naming.h"

namespace bss::codegen {
namespace {

void allow_schema_keys(const Node& schema) {
  schema.allow_only(
      {"type",         "format",         "description", "required", "properties", "items",
       "maxLength",    "minLength",      "minimum",     "maximum",  "pattern",    "enum",
       "x-enum-names", "minItems",       "maxItems",    "default",  "x-site",     "x-required-on",
       "x-positive",   "x-max-decimals", "x-money",     "x-null",   "x-secret",   "x-lenient"},
      "a schema");
}

NullRules null_rules(const Node& node) {
  node.allow_only({"absent", "null", "empty", "blank"}, "x-null");
  NullRules rules;
  for (const auto& [key, word] : node.members()) {
    (key == "absent"  ? rules.absent
     : key == "null"  ? rules.null
     : key == "empty" ? rules.empty
                      : rules.blank) = key == "absent"
                                           ? word.one_of({"omit", "error", "default"})
                                           : word.one_of({"omit", "error", "default", "value"});
  }
  return rules;
}

int limit_of(const Layers& layers, std::string_view key, bool fits, const std::string& what) {
  const auto node = layers.find(key);
  if (!node) return -1;
  if (!fits) node->fail("'" + std::string(key) + "' does not fit the type of " + what + ".");
  const int value = node->integer();
  if (value < 0) node->fail("'" + std::string(key) + "' must not be negative.");
  return value;
}

bool flag_of(const Layers& layers, std::string_view key) {
  const auto node = layers.find(key);
  return node && node->boolean();
}

}  // namespace

std::uint8_t site_bits(const Node& sites) {
  std::uint8_t bits = 0;
  for (const std::string& site : sites.texts()) {
    if (site != "cn" && site != "intl") sites.fail("'" + site + "' is not one of cn, intl.");
    bits = static_cast<std::uint8_t>(bits | (site == "cn" ? 1 : 2));
  }
  if (bits == 0) sites.fail("The list of sites is empty.");
  return bits;
}

std::optional<Node> Layers::find(std::string_view key) const {
  for (const Node& layer : layers) {
    if (auto found = layer.find(key)) return found;
  }
  return std::nullopt;
}

std::optional<std::string> Layers::text(std::string_view key) const {
  const auto node = find(key);
  return node ? std::optional<std::string>(node->text()) : std::nullopt;
}

Layers SchemaLoader::layers_of(const Node& schema, const std::optional<Node>& holder) {
  Layers out;
  if (holder) out.layers.push_back(*holder);
  Node here = schema;
  for (int hops = 0; here.find("$ref"); ++hops) {
    if (hops == 8) here.fail("The $ref goes in circles.");
    here.allow_only({"$ref", "description", "default", "x-site", "x-required-on", "x-money",
                     "x-null", "x-secret", "x-lenient"},
                    "a schema with $ref");
    out.layers.push_back(here);
    out.target = description_.resolve(*here.find("$ref"));
    if (out.target->section != "schemas") here.fail("A schema must refer to components/schemas.");
    here = out.target->node;
  }
  allow_schema_keys(here);
  out.layers.push_back(here);
  return out;
}

Type SchemaLoader::type_of(const Layers& layers, const std::string& what) {
  const Node& schema = layers.layers.back();
  const std::string name =
      schema.need("type", what)
          .one_of({"string", "integer", "number", "boolean", "array", "object"});
  const auto format_node = schema.find("format");
  const std::string format = format_node ? format_node->text() : std::string();
  Type type;
  if (name == "object") {
    if (!layers.target)
      schema.fail("An object inside another needs a name: put it into components/schemas.");
    type.kind = Kind::kObject;
    type.schema = struct_of(*layers.target, layers.top());
  } else if (name == "array") {
    type.kind = Kind::kArray;
    const Layers item = layers_of(schema.need("items", what), std::nullopt);
    type.item = std::make_shared<Type>(type_of(item, "the items of " + what));
    if (type.item->kind == Kind::kArray) schema.fail("Arrays of arrays are not supported.");
  } else if (name == "boolean") {
    type.kind = Kind::kBoolean;
  } else if (name == "integer") {
    type.kind = Kind::kInteger;
    if (format_node) format_node->one_of({"int32", "int64"});
    type.bits = format == "int32" ? 32 : 64;
  } else if (name == "number") {
    // A number that is no decimal would be a binary floating point number; there is none in this
    // API.
    if (format != "decimal") schema.fail("A number needs 'format: decimal'.");
    type.kind = Kind::kDecimal;
  } else {
    if (format_node) format_node->one_of({"decimal", "utc-second", "date"});
    type.kind = format == "decimal" ? Kind::kDecimal : Kind::kString;
    type.decimal_text = format == "decimal";
    type.utc_second = format == "utc-second";
    type.date = format == "date";
  }
  if (format_node &&
      (type.kind == Kind::kObject || type.kind == Kind::kArray || type.kind == Kind::kBoolean)) {
    format_node->fail("'format' does not fit the type of " + what + ".");
  }
  limits_of(layers, what, type);
  enumeration_of(layers, what, type);
  return type;
}

void SchemaLoader::limits_of(const Layers& layers, const std::string& what, Type& type) {
  const bool is_text = type.kind == Kind::kString;
  const bool is_number = type.kind == Kind::kInteger || type.kind == Kind::kDecimal;
  // A limit on the text of a decimal says nothing that its digits do not say, yet pages give it: it
  // is checked for sense and not used.
  const bool has_length = is_text || type.decimal_text;
  type.min_length = limit_of(layers, "minLength", has_length, what);
  type.max_length = limit_of(layers, "maxLength", has_length, what);
  type.min_items = limit_of(layers, "minItems", type.kind == Kind::kArray, what);
  type.max_items = limit_of(layers, "maxItems", type.kind == Kind::kArray, what);
  type.max_decimals = limit_of(layers, "x-max-decimals", type.kind == Kind::kDecimal, what);
  for (const std::string_view key : {"minimum", "maximum"}) {
    const auto node = layers.find(key);
    if (!node) continue;
    if (!is_number) node->fail("'" + std::string(key) + "' does not fit the type of " + what + ".");
    if (!Decimal::parse(node->text()))
      node->fail("'" + node->text() + "' is not a decimal number.");
    (key == "minimum" ? type.minimum : type.maximum) = node->text();
  }
  if (const auto node = layers.find("pattern")) {
    if (!is_text) node->fail("'pattern' does not fit the type of " + what + ".");
    type.pattern = node->text();
  }
  type.positive = flag_of(layers, "x-positive");
  if (type.positive && !is_number) {
    layers.find("x-positive")->fail("'x-positive' does not fit the type of " + what + ".");
  }
  type.secret = flag_of(layers, "x-secret");
  if (type.secret && !is_text) {
    layers.find("x-secret")->fail("'x-secret' does not fit the type of " + what + ".");
  }
}

void SchemaLoader::enumeration_of(const Layers& layers, const std::string& what, Type& type) {
  const auto names = layers.find("x-enum-names");
  const auto values = layers.find("enum");
  if (!values) {
    if (names) names->fail("'x-enum-names' without 'enum' in " + what + ".");
    return;
  }
  if (type.kind != Kind::kString && type.kind != Kind::kInteger) {
    values->fail("'enum' does not fit the type of " + what + ".");
  }
  type.enum_values = values->texts();
  if (type.enum_values.empty()) values->fail("The enumeration of " + what + " is empty.");
  std::set<std::string> seen;
  for (const std::string& value : type.enum_values) {
    if (!seen.insert(value).second)
      values->fail("'" + value + "' stands twice in the enumeration of " + what + ".");
  }
  if (!names) return;
  type.enum_names = names->texts();
  if (type.enum_names.size() != type.enum_values.size()) {
    names->fail("'x-enum-names' and 'enum' of " + what + " have different lengths.");
  }
  seen.clear();
  for (std::string& name : type.enum_names) {
    name = pascal_case(name);
    if (!is_identifier("k" + name) || name.empty() || !seen.insert(name).second) {
      names->fail("The names of the enumeration of " + what + " must be different words.");
    }
  }
}

Field SchemaLoader::field_of(const std::string& name, const Layers& layers, bool required, In in) {
  const std::string what = "field '" + name + "'";
  Field field;
  field.name = name;
  field.in = in;
  field.mark = layers.top().mark();
  field.member = in == In::kBody ? member_name(name) : parameter_member_name(name);
  if (!is_identifier(field.member))
    layers.top().fail("'" + name + "' cannot become a name in C++.");
  const auto description = layers.find("description");
  if (!description) layers.top().fail(what + " has no 'description'.");
  field.description = description->text();
  if (field.description.find_first_not_of(" \n\t") == std::string::npos) {
    description->fail("'description' of " + what + " is empty.");
  }
  field.type = type_of(layers, what);
  if (const auto sites = layers.find("x-site")) field.sites = site_bits(*sites);
  // Required and on one site only: required there.
  if (required) field.required_sites = field.sites;
  if (const auto sites = layers.find("x-required-on")) {
    const std::uint8_t bits = site_bits(*sites);
    if ((bits & ~field.sites) != 0)
      sites->fail(what + " is required on a site where it does not exist.");
    field.required_sites = static_cast<std::uint8_t>(field.required_sites | bits);
  }
  if (const auto rules = layers.find("x-null")) field.nulls = null_rules(*rules);
  if (const auto lenient = layers.find("x-lenient")) {
    for (const Node& word : lenient->items()) {
      field.lenient.push_back(word.one_of({"string_number", "empty_as_absent", "string_boolean"}));
    }
  }
  field.money = flag_of(layers, "x-money");
  if (field.money && field.type.kind != Kind::kDecimal) {
    layers.find("x-money")->fail("'x-money' does not fit the type of " + what + ".");
  }
  field.default_text = layers.text("default");
  return field;
}

std::vector<Field> SchemaLoader::fields_of(const Node& object_schema, const std::string& what) {
  allow_schema_keys(object_schema);
  std::set<std::string> required;
  const auto required_node = object_schema.find("required");
  if (required_node) {
    for (const Node& name : required_node->items()) required.insert(name.text());
  }
  std::vector<Field> fields;
  std::set<std::string> members;
  const auto properties = object_schema.find("properties");
  if (properties) {
    for (const auto& [name, schema] : properties->members()) {
      fields.push_back(
          field_of(name, layers_of(schema, std::nullopt), required.erase(name) > 0, In::kBody));
      if (!members.insert(fields.back().member).second) {
        schema.fail("Field '" + name + "' stands twice in " + what + ".");
      }
    }
  }
  if (!required.empty()) {
    required_node->fail("'required' of " + what + " names '" + *required.begin() +
                        "', which is no property.");
  }
  return fields;
}

std::string SchemaLoader::struct_of(const Description::Target& target, const Node& user) {
  // A lower-case name could be that of a member, and `auth auth;` does not compile.
  if (!is_identifier(target.name) || target.name.front() < 'A' || target.name.front() > 'Z')
    target.node.fail("'" + target.name + "' is no name of a structure.");
  if (target.file != "common.yaml" && target.file != user.file()) {
    user.fail("Only common.yaml may be referred to from another file.");
  }
  const auto known = files_.find(target.name);
  if (open_.count(target.name) > 0) user.fail("Schema '" + target.name + "' contains itself.");
  if (known != files_.end()) {
    if (known->second != target.file) {
      target.node.fail("Schema '" + target.name + "' stands in " + known->second + " too.");
    }
    return target.name;
  }
  files_[target.name] = target.file;
  open_.insert(target.name);
  Struct made;
  made.name = target.name;
  made.description = target.node.need_text("description", "schema '" + target.name + "'");
  made.area = target.file.substr(0, target.file.find('.'));
  made.mark = target.node.mark();
  made.fields = fields_of(target.node, "schema '" + target.name + "'");
  open_.erase(target.name);
  structs_.push_back(std::move(made));
  return target.name;
}

void SchemaLoader::load_unused(const Document& document, const std::set<std::string>& flattened) {
  const auto components = document.root.find("components");
  const auto schemas = components ? components->find("schemas") : std::nullopt;
  if (!schemas) return;
  for (const auto& [name, schema] : schemas->members()) {
    if (files_.count(name) > 0 || flattened.count(name) > 0) continue;
    const auto type = schema.find_text("type");
    if (type == "object" && document.area == "common") {
      struct_of({document.name, "schemas", name, schema}, schema);
    } else if (type == "object") {
      schema.fail("Schema '" + name + "' is used by nothing.");
    }
  }
}

}  // namespace bss::codegen
