#include "emitters.h"
#include "naming.h"

namespace bss::codegen {
namespace {

const std::string kFolder = "bss/mock/api/";

std::string interface_of(const std::string& area) {
  return pascal_case(area) + "Api";
}

Text begin_header(const std::string& source, const std::string& what,
                  const std::vector<std::string>& includes) {
  Text out;
  out.comment(what + "\n\n" + origin(source));
  out.line("#pragma once").line();
  for (const std::string& include : includes) out.line(include);
  return out;
}

File shared_header(const Model& model) {
  Text out =
      begin_header("common.yaml", "Structures that several areas share, as the server sees them.",
                   {"#include <cstdint>", "#include <optional>", "#include <string>",
                    "#include <vector>", "", "#include \"bss/decimal.h\""});
  out.line().line("namespace bss::mock::api {");
  for (const Struct* one : structs_of(model, "common")) emit_struct(out, *one, Half::kMock);
  out.line().line("}  // namespace bss::mock::api");
  return {kFolder + "shared_types.h", out.str()};
}

File shared_codec(const Model& model) {
  Text out =
      begin_header("common.yaml", "Rules of the shared structures; for generated sources only.",
                   {"#include \"bss/mock/api/shared_types.h\"", "#include \"bss/wire/codec.h\""});
  out.line().line("namespace bss::wire {");
  for (const Struct* one : structs_of(model, "common")) emit_fields(out, *one, Half::kMock);
  out.line().line("}  // namespace bss::wire");
  return {kFolder + "shared_codec.h", out.str()};
}

File area_header(const Model& model, const std::string& area) {
  std::vector<std::string> includes = {"#include <cstdint>",
                                       "#include <optional>",
                                       "#include <string>",
                                       "#include <vector>",
                                       "",
                                       "#include \"api/context.h\"",
                                       "#include \"api/reply.h\"",
                                       "#include \"bss/decimal.h\""};
  if (uses_shared(model, area)) includes.push_back("#include \"bss/mock/api/shared_types.h\"");
  Text out =
      begin_header(area + ".yaml",
                   "Requests, answers and the handler interface of area " + area +
                       ", as the server sees them: x-null is applied, secrets are plain texts.",
                   includes);
  out.line().line("namespace bss::mock::api {");
  for (const Struct* one : structs_of(model, area)) emit_struct(out, *one, Half::kMock);
  for (const Operation* one : operations_of(model, area)) {
    emit_struct(out, one->request, Half::kMock);
    emit_struct(out, one->response, Half::kMock);
  }
  out.line().doc(0, "One function an operation; runs on the workspace's executor.");
  out.line("class " + interface_of(area) + " {");
  out.line(" public:");
  out.line("  virtual ~" + interface_of(area) + "() = default;");
  for (const Operation* one : operations_of(model, area)) {
    out.line().doc(2, operation_doc(*one));
    out.line("  virtual Reply<" + one->response.name + "> " + one->function + "(");
    out.line("      const CallContext& context, const " + one->request.name + "& request) = 0;");
  }
  out.line("};").line().line("}  // namespace bss::mock::api");
  return {kFolder + area + ".h", out.str()};
}

File area_source(const Model& model, const std::string& area) {
  Text out;
  out.comment(origin(area + ".yaml"));
  out.line("#include \"bss/mock/api/" + area + ".h\"").line();
  out.line("#include \"bss/mock/api/bound_call.h\"");
  if (uses_shared(model, area)) out.line("#include \"bss/mock/api/shared_codec.h\"");
  out.line("#include \"bss/wire/codec.h\"").line();
  out.line("namespace bss::wire {");
  for (const Struct* one : structs_of(model, area)) emit_fields(out, *one, Half::kMock);
  for (const Operation* one : operations_of(model, area)) {
    emit_request_fields(out, *one, Half::kMock);
    emit_response_fields(out, *one, Half::kMock);
  }
  out.line().line("}  // namespace bss::wire").line().line("namespace bss::mock::api {");
  for (const Operation* one : operations_of(model, area)) {
    out.line();
    out.line("BindResult bind_" + one->function +
             "(const OperationInfo& operation, const EncodedRequest& request,");
    out.line("                      Site site) {");
    out.line("  return bind_call<" + interface_of(area) + ", " + one->request.name + ", " +
             one->response.name + ">(");
    out.line("      operation, request, site, &Handlers::" + area + ", &" + interface_of(area) +
             "::" + one->function + ");");
    out.line("}");
  }
  out.line().line("}  // namespace bss::mock::api");
  return {kFolder + area + ".cpp", out.str()};
}

File dispatch_header(const Model& model) {
  Text out = begin_header(
      "*.yaml",
      "The way from a request on the wire to a handler: routes, binding, typed execution. Used by "
      "the gateway.\n\n"
      "The tables are constants and may be shared; a BoundCall belongs to one request.",
      {"#include <memory>", "#include <optional>", "#include <string>", "#include <string_view>",
       "#include <utility>", "#include <variant>", "#include <vector>", "",
       "#include \"api/context.h\"", "#include \"api/reply.h\"",
       "#include \"bss/operation_info.h\""});
  out.line().line("namespace bss::mock::api {").line();
  for (const std::string& area : model.areas) out.line("class " + interface_of(area) + ";");
  out.line().doc(0, "One handler an area; none may be null when its operation is executed.");
  out.line("struct Handlers {");
  for (const std::string& area : model.areas)
    out.line("  " + interface_of(area) + "* " + area + " = nullptr;");
  out.line("};");
  out.line(R"(
/// A request that was read and found acceptable, and later its typed answer.
class BoundCall {
 public:
  virtual ~BoundCall() = default;
  /// Runs the handler, on the workspace's executor, and keeps its answer. May be called again after a Wait.
  virtual void execute(Handlers& handlers, const CallContext& context) = 0;
  virtual const std::optional<Failure>& failure() const = 0;
  virtual const std::optional<Wait>& wait() const = 0;
  /// The answer as it goes out; only after execute(), when there is neither failure nor wait.
  virtual EncodedResponse serialize() const = 0;
};

using BindResult = std::variant<std::unique_ptr<BoundCall>, FieldProblem>;

/// Reads and checks a request: path, query, headers, body, in the order of the description; the first problem wins.
/// A problem with the whole body has an empty field. `operation` comes from find_route or operation_table.
BindResult bind(const OperationInfo& operation, const EncodedRequest& request, Site site);

/// Every operation, by area.
const std::vector<OperationInfo>& operation_table();

struct Route {
  const OperationInfo* operation = nullptr;  ///< null when there is none for the method
  std::vector<std::pair<std::string, std::string>> path_parameters;
  bool path_known = false;  ///< the path exists, be it under another method
};
/// Literal paths by hash, then the templates.
Route find_route(std::string_view method, std::string_view decoded_path);

/// The whole description as one JSON document.
const std::string& openapi_document();

}  // namespace bss::mock::api)");
  return {kFolder + "dispatch.h", out.str()};
}

constexpr const char* kBoundCall = R"(#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "bss/mock/api/dispatch.h"
#include "bss/wire/codec.h"

namespace bss::mock::api {

template <class Api, class Request, class Response>
class TypedCall final : public BoundCall {
 public:
  using Method = Reply<Response> (Api::*)(const CallContext&, const Request&);

  TypedCall(const OperationInfo& operation, Site site, Api* Handlers::*handler, Method method)
      : operation_(operation), site_(site), handler_(handler), method_(method) {}

  Request& request() { return request_; }

  void execute(Handlers& handlers, const CallContext& context) override {
    failure_.reset();
    wait_.reset();
    Reply<Response> reply = ((handlers.*handler_)->*method_)(context, request_);
    if (const Failure* failure = reply.failure()) {
      failure_ = *failure;
    } else if (const Wait* wait = reply.wait()) {
      wait_ = *wait;
    } else {
      response_ = std::move(*reply.value());
    }
  }
  const std::optional<Failure>& failure() const override { return failure_; }
  const std::optional<Wait>& wait() const override { return wait_; }
  EncodedResponse serialize() const override {
    return wire::write_response(operation_, response_, wire::answer_style(wire::site_bit(site_)));
  }

 private:
  const OperationInfo& operation_;
  Site site_;
  Api* Handlers::*handler_;
  Method method_;
  Request request_;
  Response response_;
  std::optional<Failure> failure_;
  std::optional<Wait> wait_;
};

template <class Api, class Request, class Response>
BindResult bind_call(const OperationInfo& operation, const EncodedRequest& request, Site site,
                     Api* Handlers::*handler,
                     Reply<Response> (Api::*method)(const CallContext&, const Request&)) {
  auto call = std::make_unique<TypedCall<Api, Request, Response>>(operation, site, handler, method);
  wire::ReadContext context(wire::ReadMode::kServer, site);
  if (!wire::read_request(context, operation, request, call->request())) {
    return context.take_problem();
  }
  return std::unique_ptr<BoundCall>(std::move(call));
}
)";

File bound_call(const Model& model) {
  Text out;
  out.comment("One typed call behind the BoundCall interface; for generated sources only.\n\n" +
              origin("*.yaml"));
  out.line(kBoundCall);
  for (const Operation& one : model.operations) {
    out.line("BindResult bind_" + one.function +
             "(const OperationInfo& operation, const EncodedRequest& request,");
    out.line("                      Site site);");
  }
  out.line().line("}  // namespace bss::mock::api");
  return {kFolder + "bound_call.h", out.str()};
}

constexpr const char* kRouting = R"(
struct Routes {
  std::unordered_map<std::string_view, std::vector<const OperationInfo*>> literal;
  std::vector<const OperationInfo*> templates;
};

const Routes& routes() {
  static const Routes table = [] {
    Routes made;
    for (const OperationInfo& operation : operation_table()) {
      if (operation.path.find('{') == std::string_view::npos) {
        made.literal[operation.path].push_back(&operation);
      } else {
        made.templates.push_back(&operation);
      }
    }
    return made;
  }();
  return table;
}

}  // namespace

Route find_route(std::string_view method, std::string_view decoded_path) {
  Route route;
  const Routes& table = routes();
  const auto literal = table.literal.find(decoded_path);
  if (literal != table.literal.end()) {
    route.path_known = true;
    for (const OperationInfo* operation : literal->second) {
      if (operation->method == method) route.operation = operation;
    }
    if (route.operation != nullptr) return route;
  }
  for (const OperationInfo* operation : table.templates) {
    NameValues parameters;
    if (!wire::match_path(operation->path, decoded_path, &parameters)) continue;
    route.path_known = true;
    if (operation->method != method) continue;
    route.operation = operation;
    route.path_parameters = std::move(parameters);
    return route;
  }
  return route;
}

BindResult bind(const OperationInfo& operation, const EncodedRequest& request, Site site) {
  const std::vector<OperationInfo>& table = operation_table();
  // Usually a row of the table itself; a copy is found by its name.
  const OperationInfo* row = &operation;
  const std::less<const OperationInfo*> before;
  if (before(row, table.data()) || !before(row, table.data() + table.size())) {
    row = nullptr;
    for (const OperationInfo& known : table) {
      if (known.name == operation.name) row = &known;
    }
  }
  if (row == nullptr) return FieldProblem{"", "The operation is not described."};
  return kBinders[row - table.data()](*row, request, site);
}
)";

File dispatch_source(const Model& model) {
  Text out;
  out.comment(origin("*.yaml"));
  out.line("#include \"bss/mock/api/dispatch.h\"").line();
  out.line("#include <functional>").line("#include <unordered_map>").line();
  for (const std::string& area : model.areas) out.line("#include \"bss/mock/api/" + area + ".h\"");
  out.line("#include \"bss/mock/api/bound_call.h\"").line("#include \"bss/wire/codec.h\"").line();
  out.line("namespace bss::mock::api {").line("namespace {").line();
  out.line("using Binder = BindResult (*)(const OperationInfo&, const EncodedRequest&, Site);")
      .line();
  out.line("// In the order of operation_table().");
  out.line("constexpr Binder kBinders[] = {");
  for (const Operation& one : model.operations) out.line("    &bind_" + one.function + ",");
  out.line("};");
  out.line(kRouting);
  out.line("}  // namespace bss::mock::api");
  return {kFolder + "dispatch.cpp", out.str()};
}

File operation_table(const Model& model) {
  Text out;
  out.comment(origin("*.yaml"));
  out.line("#include <iterator>").line().line("#include \"bss/mock/api/dispatch.h\"").line();
  out.line("namespace bss::mock::api {").line("namespace {");
  emit_operation_table(out, model);
  out.line().line("}  // namespace").line();
  out.line("const std::vector<OperationInfo>& operation_table() {");
  out.line(
      "  static const std::vector<OperationInfo> table(std::begin(kOperations), "
      "std::end(kOperations));");
  out.line("  return table;");
  out.line("}").line().line("}  // namespace bss::mock::api");
  return {kFolder + "operation_table.cpp", out.str()};
}

File openapi_document(const std::string& json) {
  Text out;
  out.comment(origin("*.yaml"));
  out.line("#include \"bss/mock/api/dispatch.h\"").line();
  out.line("namespace bss::mock::api {").line();
  out.line("const std::string& openapi_document() {");
  out.line("  static const std::string document =");
  // Short pieces: compilers limit the length of one literal.
  for (std::size_t at = 0; at < json.size(); at += 2000) {
    out.line("      R\"json(" + json.substr(at, 2000) + ")json\"");
  }
  out.line("      ;")
      .line("  return document;")
      .line("}")
      .line()
      .line("}  // namespace bss::mock::api");
  return {kFolder + "openapi_document.cpp", out.str()};
}

}  // namespace

std::vector<File> emit_mock(const Model& model, const std::string& openapi_json) {
  std::vector<File> files = {shared_header(model),          shared_codec(model),
                             dispatch_header(model),        bound_call(model),
                             dispatch_source(model),        operation_table(model),
                             openapi_document(openapi_json)};
  for (const std::string& area : model.areas) {
    files.push_back(area_header(model, area));
    files.push_back(area_source(model, area));
  }
  return files;
}

}  // namespace bss::codegen
