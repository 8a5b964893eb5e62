#include "bss/wire/json.h"
#include "emitters.h"

#include <cctype>

namespace bss::codegen {
namespace {

using wire::Json;

bool is_json_number(const std::string& text) {
  if (text.empty() || text == "-") return false;
  const auto read = wire::read_json(text);
  return read.value && read.value->kind() == Json::Kind::kNumber;
}

Json scalar(const Node& node) {
  const std::string text = node.text();
  if (node.is_quoted()) return Json::string(text);
  if (text == "true" || text == "false") return Json::boolean(text == "true");
  if (is_json_number(text)) return Json::number_text(text);
  return Json::string(text);
}

/// `common.yaml#/components/...` -> `#/components/...`: there is one document only.
Json reference(const Node& node) {
  const std::string text = node.text();
  return Json::string(text.substr(text.find('#')));
}

Json converted(const Node& node) {
  if (node.is_null()) return Json();
  if (node.is_scalar()) return scalar(node);
  if (node.is_list()) {
    std::vector<Json> items;
    for (const Node& item : node.items()) items.push_back(converted(item));
    return Json::array(std::move(items));
  }
  Json::Members members;
  for (const auto& [key, value] : node.members()) {
    members.emplace_back(key, key == "$ref" ? reference(value) : converted(value));
  }
  return Json::object(std::move(members));
}

void append(Json& into, const std::optional<Node>& from) {
  if (!from || !from->is_map()) return;
  for (const auto& [key, value] : from->members()) into.add(key, converted(value));
}

}  // namespace

std::string emit_openapi_json(const Description& description) {
  Json paths = Json::object();
  Json schemas = Json::object();
  Json parameters = Json::object();
  Json extensions = Json::object();
  for (const Document& document : description.documents()) {
    append(paths, document.root.find("paths"));
    if (const auto components = document.root.find("components")) {
      append(schemas, components->find("schemas"));
      append(parameters, components->find("parameters"));
    }
    for (const char* key : {"x-error-catalogue", "x-error-remedies", "x-common-errors"}) {
      if (const auto extension = document.root.find(key))
        extensions.add(key, converted(*extension));
    }
  }
  Json root = Json::object();
  root.add("openapi", Json::string("3.0.3"));
  Json info = Json::object();
  info.add("title", Json::string("Partner API as served by bss-mock"));
  info.add("version", Json::string("2"));
  root.add("info", std::move(info));
  root.add("paths", std::move(paths));
  Json components = Json::object();
  components.add("schemas", std::move(schemas));
  components.add("parameters", std::move(parameters));
  root.add("components", std::move(components));
  for (const auto& [key, value] : extensions.members()) root.add(key, value);
  return wire::write_json(root);
}

}  // namespace bss::codegen
