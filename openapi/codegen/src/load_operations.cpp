#include "load_operations.h"

#include <algorithm>
#include <cctype>

#include "naming.h"

namespace bss::codegen {
namespace {

std::string word_or(const Node& node, std::string_view key, std::string_view usual,
                    std::initializer_list<std::string_view> words) {
  const auto found = node.find(key);
  return found ? found->one_of(words) : std::string(usual);
}

int positive(const Node& node) {
  const int value = node.integer();
  if (value <= 0) node.fail("This must be greater than 0.");
  return value;
}

Quota read_quota(const Node& node) {
  node.allow_only({"limit", "per_seconds", "evidence"}, "x-quota");
  Quota quota;
  quota.limit = positive(node.need("limit", "x-quota"));
  quota.per_seconds = positive(node.need("per_seconds", "x-quota"));
  quota.evidence = node.need("evidence", "x-quota").one_of({"documented", "inferred", "chosen"});
  return quota;
}

Page read_page(const Node& node) {
  node.allow_only({"items", "total", "max_limit"}, "x-page");
  Page page;
  page.items = node.need_text("items", "x-page");
  page.total = node.find_text("total").value_or("");
  page.max_limit = positive(node.need("max_limit", "x-page"));
  return page;
}

/// Names in braces, in the order of the path.
std::vector<std::string> path_names(const Node& node, const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const std::size_t end = path.find('}', at);
    const bool whole = end != std::string::npos && at > 0 && path[at - 1] == '/' &&
                       (end + 1 == path.size() || path[end + 1] == '/');
    if (!whole) node.fail("A parameter must fill a whole segment of path '" + path + "'.");
    out.push_back(path.substr(at + 1, end - at - 1));
  }
  return out;
}

}  // namespace

Operation OperationLoader::read(const std::string& area, const std::string& path,
                                const std::string& method, const Node& node) {
  node.allow_only({"operationId", "summary", "description", "tags", "x-site", "x-callers", "x-auth",
                   "x-quota", "x-effect", "x-page", "x-error-style", "x-errors", "x-page-url",
                   "parameters", "requestBody", "responses"},
                  "an operation");
  Operation out;
  out.mark = node.mark();
  out.area = area;
  out.path = path;
  out.method = method;
  std::transform(out.method.begin(), out.method.end(), out.method.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  out.name = node.need_text("operationId", out.method + " " + path);
  if (pascal_case(out.name) != out.name)
    node.need("operationId", "").fail("'" + out.name + "' is not in PascalCase.");
  out.function = member_name(snake_case(out.name));
  read_facts(node, out);
  out.request.name = out.name + "Request";
  out.request.area = out.response.area = area;
  out.request.mark = out.response.mark = out.mark;
  out.request.description = "What " + out.name + " sends.";
  out.response.name = out.name + "Response";
  out.response.description = "What " + out.name + " answers.";
  read_parameters(node, out);
  read_body(node, out);
  read_responses(node, out);
  out.errors = errors_.errors_of(node, out.error_style);
  return out;
}

void OperationLoader::read_facts(const Node& node, Operation& out) {
  const std::string what = "operation " + out.name;
  out.summary = node.need_text("summary", what);
  out.description = node.need_text("description", what);
  out.sites = site_bits(node.need("x-site", what));
  const Node callers = node.need("x-callers", what);
  for (const std::string& caller : callers.texts()) {
    if (caller != "solution_partner" && caller != "distributor" && caller != "reseller" &&
        caller != "customer" && caller != "any") {
      callers.fail("'" + caller +
                   "' is not one of solution_partner, distributor, reseller, customer, any.");
    }
    out.callers.push_back(caller);
  }
  if (out.callers.empty()) callers.fail("The list of callers is empty.");
  out.effect = node.need("x-effect", what).one_of({"read", "idempotent", "keyed", "money"});
  out.auth = word_or(node, "x-auth", "required", {"required", "none", "token_only"});
  out.error_style = word_or(node, "x-error-style", "bss", {"bss", "keystone", "iam"});
  if (const auto quota = node.find("x-quota")) out.quota = read_quota(*quota);
  if (const auto page = node.find("x-page")) out.page = read_page(*page);
  out.page_url = node.find_text("x-page-url").value_or("");
}

void OperationLoader::read_parameters(const Node& node, Operation& out) {
  std::vector<std::string> in_path = path_names(node, out.path);
  if (const auto list = node.find("parameters")) {
    for (const Node& written : list->items()) {
      Node parameter = written;
      if (const auto reference = written.find("$ref")) {
        written.allow_only({"$ref"}, "a parameter with $ref");
        const auto target = description_.resolve(*reference);
        if (target.section != "parameters")
          reference->fail("A parameter must refer to components/parameters.");
        parameter = target.node;
      }
      parameter.allow_only({"name", "in", "required", "description", "schema", "x-null", "x-site",
                            "x-required-on", "x-lenient", "x-secret"},
                           "a parameter");
      const std::string name = parameter.need_text("name", "a parameter");
      const std::string place =
          parameter.need("in", "parameter '" + name + "'").one_of({"path", "query", "header"});
      const In in = place == "path" ? In::kPath : place == "query" ? In::kQuery : In::kHeader;
      const auto required = parameter.find("required");
      const bool is_required = required && required->boolean();
      if (in == In::kPath) {
        const auto found = std::find(in_path.begin(), in_path.end(), name);
        if (found == in_path.end())
          parameter.fail("Path '" + out.path + "' has no parameter '" + name + "'.");
        if (!is_required) parameter.fail("Path parameter '" + name + "' needs 'required: true'.");
        in_path.erase(found);
      }
      const Layers layers =
          schemas_.layers_of(parameter.need("schema", "parameter '" + name + "'"), parameter);
      Field field = schemas_.field_of(name, layers, is_required, in);
      const Type& type = field.type.kind == Kind::kArray ? *field.type.item : field.type;
      if (type.kind == Kind::kObject || (field.type.kind == Kind::kArray && in != In::kQuery)) {
        parameter.fail("Parameter '" + name + "' must be a plain value.");
      }
      out.request.fields.push_back(std::move(field));
    }
  }
  if (!in_path.empty())
    node.fail("Parameter '" + in_path.front() + "' of path '" + out.path + "' is not described.");
}

void OperationLoader::read_body(const Node& node, Operation& out) {
  const auto body = node.find("requestBody");
  if (!body) return;
  body->allow_only({"required", "description", "content"}, "requestBody");
  if (out.method == "GET" || out.method == "DELETE") body->fail(out.method + " carries no body.");
  out.has_body = true;
  const auto required = body->find("required");
  out.body_required = required && required->boolean();
  flatten(body->need("content", "requestBody"), "the body of " + out.name, out.request);
}

void OperationLoader::read_responses(const Node& node, Operation& out) {
  bool found = false;
  for (const auto& [status, answer] : node.need("responses", "operation " + out.name).members()) {
    if (status.size() != 3 || status[0] != '2') {
      answer.fail("Only the answer of success is described here; errors stand in x-errors.");
    }
    if (found) answer.fail("An operation has one answer of success.");
    found = true;
    answer.allow_only({"description", "content", "headers"}, "a response");
    out.success_status = std::stoi(status);
    if (const auto headers = answer.find("headers")) {
      for (const auto& [name, header] : headers->members()) {
        header.allow_only({"description", "schema", "required", "x-secret", "x-site"},
                          "a response header");
        const auto required = header.find("required");
        const Layers layers =
            schemas_.layers_of(header.need("schema", "header '" + name + "'"), header);
        out.response.fields.push_back(
            schemas_.field_of(name, layers, required && required->boolean(), In::kHeader));
      }
    }
    if (const auto content = answer.find("content")) {
      out.answer_has_body = true;
      flatten(*content, "the answer of " + out.name, out.response);
    }
  }
  if (!found) node.fail("Operation " + out.name + " has no answer of success.");
}

void OperationLoader::flatten(const Node& content, const std::string& what, Struct& into) {
  content.allow_only({"application/json"}, "content");
  const Node json = content.need("application/json", "content");
  json.allow_only({"schema"}, "application/json");
  const Layers layers = schemas_.layers_of(json.need("schema", "application/json"), std::nullopt);
  const Node& schema = layers.layers.back();
  if (schema.need_text("type", what) != "object")
    schema.fail("The schema of " + what + " must be an object.");
  if (const auto description = layers.text("description")) into.description = *description;
  if (layers.target) {
    if (layers.target->file != "common.yaml" && layers.target->file != content.file()) {
      schema.fail("Only common.yaml may be referred to from another file.");
    }
    flattened_.insert(layers.target->name);
    if (layers.target->name != into.name) into.alias = layers.target->name;
  }
  for (Field& field : schemas_.fields_of(schema, what)) {
    const bool twice = std::any_of(into.fields.begin(), into.fields.end(), [&](const Field& other) {
      return other.member == field.member;
    });
    if (twice) {
      throw DescriptionError(field.mark,
                             "Field '" + field.name + "' is a parameter of " + what + " too.");
    }
    into.fields.push_back(std::move(field));
  }
}

}  // namespace bss::codegen
