#include <algorithm>

#include "emit_sdk.h"
#include "emitters.h"
#include "naming.h"

namespace bss::codegen {
namespace {

const Field* find_field(const Struct& one, const std::string& name) {
  for (const Field& field : one.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::string item_type(const Operation& operation) {
  return cpp_type(*find_field(operation.response, operation.page->items)->type.item, Half::kSdk);
}

bool acts_for_reseller(const Operation& operation) {
  const Field* field = find_field(operation.request, "indirect_partner_id");
  return field != nullptr && field->type.kind == Kind::kString;
}

bool has_secret(const Struct& one) {
  return std::any_of(one.fields.begin(), one.fields.end(), [](const Field& field) {
    return field.type.secret || (field.type.item && field.type.item->secret);
  });
}

std::vector<std::string> type_includes(bool secret) {
  std::vector<std::string> out = {"#include <cstdint>",
                                  "#include <optional>",
                                  "#include <string>",
                                  "#include <vector>",
                                  "",
                                  "#include \"bss/decimal.h\""};
  if (secret) out.push_back("#include \"bss/secret.h\"");
  return out;
}

File shared_header(const Model& model) {
  const auto structs = structs_of(model, "common");
  const bool secret = std::any_of(structs.begin(), structs.end(),
                                  [](const Struct* one) { return has_secret(*one); });
  Text out = begin_header("common.yaml", "Structures that several areas share.\n\nPlain values.",
                          type_includes(secret));
  out.line().line("namespace bss {");
  for (const Struct* one : structs) emit_struct(out, *one, Half::kSdk);
  out.line().line("}  // namespace bss");
  return {"include/bss/shared_types.h", out.str()};
}

constexpr const char* kCodecSupport = R"(#pragma once

#include <optional>
#include <string>
#include <utility>

#include "bss/operation_info.h"
#include "bss/result.h"
#include "bss/secret.h"
#include "bss/wire/codec.h"

namespace bss::wire {

template <>
struct TextAccess<Secret> {
  static constexpr bool kIsText = true;
  static const std::string& get(const Secret& secret) { return secret.reveal(); }
  static void set(Secret& target, std::string text) { target = Secret(std::move(text)); }
};

}  // namespace bss::wire

namespace bss::detail {

inline Error unreadable(const OperationInfo& operation, ErrorKind kind, int status,
                        FieldProblem problem) {
  Error error;
  error.kind = kind;
  error.http_status = status;
  error.operation = std::string(operation.name);
  error.message = std::move(problem.message);
  return error;
}

template <class Response>
Result<Response> decode_answer(const OperationInfo& operation, const EncodedResponse& answer,
                               const DecodeOptions& options) {
  wire::ReadContext context(
      options.strict ? wire::ReadMode::kStrict : wire::ReadMode::kLenient, Site::kChina);
  Response response;
  if (!wire::read_response(context, answer, response)) {
    FieldProblem problem = context.take_problem();
    problem.message = "The answer is not as described. " + problem.message;
    return unreadable(operation, ErrorKind::kBadResponse, answer.status, std::move(problem));
  }
  Result<Response> decoded(std::move(response));
  ResponseMeta meta;
  meta.unknown = context.take_unknown();
  decoded.set_meta(std::move(meta));
  return decoded;
}

template <class Request>
Result<Request> decode_request(const OperationInfo& operation, const EncodedRequest& request) {
  wire::ReadContext context(wire::ReadMode::kLenient, Site::kChina);
  Request out;
  if (!wire::read_request(context, operation, request, out)) {
    return unreadable(operation, ErrorKind::kInvalidArgument, 0, context.take_problem());
  }
  return out;
}

}  // namespace bss::detail)";

File codec_support() {
  Text out;
  out.comment("How generated sources read secrets and report broken answers; internal.\n\n" +
              origin("*.yaml"));
  out.line(kCodecSupport);
  return {"src/codec_support.h", out.str()};
}

File shared_codec(const Model& model) {
  Text out =
      begin_header("common.yaml", "Rules of the shared structures; for generated sources only.",
                   {"#include \"bss/shared_types.h\"", "#include \"codec_support.h\""});
  out.line().line("namespace bss::wire {");
  for (const Struct* one : structs_of(model, "common")) emit_fields(out, *one, Half::kSdk);
  out.line().line("}  // namespace bss::wire");
  return {"src/shared_codec.h", out.str()};
}

File shared_source(const Model& model) {
  Text out;
  out.comment(origin("common.yaml"));
  out.line("#include \"bss/shared_types.h\"").line().line("namespace bss {");
  for (const Struct* one : structs_of(model, "common")) emit_equality(out, *one);
  out.line().line("}  // namespace bss");
  return {"src/shared_types.cpp", out.str()};
}

void emit_traits(Text& out, const Operation& operation) {
  // Operations of the client have their contract in operations.h, where callers look for it.
  const std::string doc = is_client_operation(operation)
                              ? operation.summary + (operation.summary.back() == '.' ? " " : ". ") +
                                    "The contract stands at Operations::" + operation.function + "."
                              : operation_doc(operation);
  out.line().doc(0, doc);
  out.line("struct " + operation.name + " {");
  out.line("  using Request = " + operation.request.name + ";");
  out.line("  using Response = " + operation.response.name + ";");
  out.line("  static const OperationInfo& info() noexcept;");
  out.line("  /// The first field that breaks the description; checked before anything is sent.");
  out.line("  static std::optional<FieldProblem> validate(const Request& request, Site site);");
  out.line("  static EncodedRequest encode(const Request& request);");
  out.line("  static Result<Request> decode_request(const EncodedRequest& request);");
  out.line(
      "  static Result<Response> decode(const EncodedResponse& answer, const DecodeOptions& "
      "options);");
  out.line("  static EncodedResponse encode_response(const Response& response);");
  if (acts_for_reseller(operation)) {
    out.line("  /// Names the reseller whose business this is, unless the request names one.");
    out.line("  static void act_for_reseller(Request& request, const std::string& reseller_id);");
  }
  if (operation.page) {
    out.line("  using Item = " + item_type(operation) + ";");
    out.line("  static constexpr std::int32_t kMaxLimit = " +
             std::to_string(operation.page->max_limit) + ";");
    out.line("  static std::vector<Item>& items(Response& response);");
    out.line("  static std::vector<Item> take_items(Response&& response);");
    out.line("  /// -1 when the answer does not say.");
    out.line("  static std::int64_t total(const Response& response);");
    out.line("  static std::int64_t first_offset(const Request& request);");
    out.line("  static void set_page(Request& request, std::int64_t offset, std::int64_t limit);");
  }
  out.line("};");
}

File area_header(const Model& model, const std::string& area) {
  const auto structs = structs_of(model, area);
  const auto operations = operations_of(model, area);
  const bool secret = std::any_of(structs.begin(), structs.end(),
                                  [](const Struct* one) { return has_secret(*one); }) ||
                      std::any_of(operations.begin(), operations.end(), [](const Operation* one) {
                        return has_secret(one->request) || has_secret(one->response);
                      });
  std::vector<std::string> includes = type_includes(secret);
  includes.insert(std::find(includes.begin(), includes.end(), "#include \"bss/decimal.h\"") + 1,
                  {"#include \"bss/operation_info.h\"", "#include \"bss/result.h\""});
  if (uses_shared(model, area)) includes.push_back("#include \"bss/shared_types.h\"");
  Text out = begin_header(area + ".yaml",
                          "Requests, answers and operations of area " + area + ": " +
                              model.titles.at(area) +
                              ".\n\nPlain values; the functions of the operations keep no state.",
                          includes);
  out.line().line("namespace bss {");
  for (const Struct* one : structs) emit_struct(out, *one, Half::kSdk);
  for (const Operation* one : operations) {
    emit_struct(out, one->request, Half::kSdk);
    emit_struct(out, one->response, Half::kSdk);
  }
  out.line().line("namespace operations {");
  for (const Operation* one : operations) emit_traits(out, *one);
  out.line().line("}  // namespace operations").line("}  // namespace bss");
  return {"include/bss/" + area + ".h", out.str()};
}

void emit_page_functions(Text& out, const Operation& operation) {
  const std::string op = operation.name;
  const std::string items = find_field(operation.response, operation.page->items)->member;
  const Field* total = find_field(operation.response, operation.page->total);
  const Field& offset = *find_field(operation.request, "offset");
  const Field& limit = *find_field(operation.request, "limit");
  const auto number = [](const Field& field) { return cpp_type(field.type, Half::kSdk); };
  out.line("std::vector<" + op + "::Item>& " + op +
           "::items(Response& response) { return response." + items + "; }");
  out.line("std::vector<" + op + "::Item> " + op + "::take_items(Response&& response) {");
  out.line("  return std::move(response." + items + ");").line("}");
  if (total == nullptr) {
    out.line("std::int64_t " + op + "::total(const Response&) { return -1; }");
  } else {
    const bool plain = total->required();
    out.line("std::int64_t " + op + "::total(const Response& response) {");
    out.line("  return response." + total->member + (plain ? ";" : ".value_or(-1);")).line("}");
  }
  out.line("std::int64_t " + op + "::first_offset(const Request& request) {");
  out.line("  return request." + offset.member + (offset.required() ? ";" : ".value_or(0);"))
      .line("}");
  out.line("void " + op +
           "::set_page(Request& request, std::int64_t offset, std::int64_t limit) {");
  out.line("  request." + offset.member + " = static_cast<" + number(offset) + ">(offset);");
  out.line("  request." + limit.member + " = static_cast<" + number(limit) + ">(limit);");
  out.line("}");
}

void emit_trait_functions(Text& out, const Operation& operation) {
  const std::string op = operation.name;
  out.line();
  out.line("std::optional<FieldProblem> " + op + "::validate(const Request& request, Site site) {");
  out.line("  return wire::validate_request(request, site);").line("}");
  out.line("EncodedRequest " + op + "::encode(const Request& request) {");
  out.line("  return wire::write_request(info(), request);").line("}");
  out.line("Result<" + op + "::Request> " + op +
           "::decode_request(const EncodedRequest& request) {");
  out.line("  return detail::decode_request<Request>(info(), request);").line("}");
  out.line("Result<" + op + "::Response> " + op + "::decode(const EncodedResponse& answer,");
  out.line("    const DecodeOptions& options) {");
  out.line("  return detail::decode_answer<Response>(info(), answer, options);").line("}");
  out.line("EncodedResponse " + op + "::encode_response(const Response& response) {");
  out.line("  return wire::write_response(info(), response, wire::answer_style());").line("}");
  if (acts_for_reseller(operation)) {
    const Field& field = *find_field(operation.request, "indirect_partner_id");
    out.line("void " + op +
             "::act_for_reseller(Request& request, const std::string& reseller_id) {");
    const std::string absent =
        field.required() ? "request." + field.member + ".empty()" : "!request." + field.member;
    out.line("  if (" + absent + ") request." + field.member + " = reseller_id;").line("}");
  }
  if (operation.page) emit_page_functions(out, operation);
}

File area_source(const Model& model, const std::string& area) {
  Text out;
  out.comment(origin(area + ".yaml"));
  out.line("#include \"bss/" + area + ".h\"").line().line("#include <utility>").line();
  out.line("#include \"codec_support.h\"");
  if (uses_shared(model, area)) out.line("#include \"shared_codec.h\"");
  out.line().line("namespace bss::wire {");
  for (const Struct* one : structs_of(model, area)) emit_fields(out, *one, Half::kSdk);
  for (const Operation* one : operations_of(model, area)) {
    emit_request_fields(out, *one, Half::kSdk);
    emit_response_fields(out, *one, Half::kSdk);
  }
  out.line().line("}  // namespace bss::wire").line().line("namespace bss {");
  for (const Struct* one : structs_of(model, area)) emit_equality(out, *one);
  for (const Operation* one : operations_of(model, area)) {
    emit_equality(out, one->request);
    emit_equality(out, one->response);
  }
  out.line().line("namespace operations {");
  for (const Operation* one : operations_of(model, area)) emit_trait_functions(out, *one);
  out.line().line("}  // namespace operations").line("}  // namespace bss");
  return {"src/" + area + ".cpp", out.str()};
}

/// What bss::explain() looks through.
void emit_catalogue(Text& out, const Model& model) {
  out.line().line("namespace bss::detail {").line();
  out.line("DescribedOperations described_operations() noexcept {");
  out.line("  return {&operations::" + model.operations.front().name + "::info(), " +
           std::to_string(model.operations.size()) + "};");
  out.line("}").line();
  out.line("std::string_view remedy_of(std::string_view code) noexcept {");
  for (const auto& [code, remedy] : model.remedies) {
    out.line("  if (code == " + quoted(code) + ") {");
    out.line("    return " + quoted(remedy) + ";");
    out.line("  }");
  }
  out.line(model.remedies.empty() ? "  static_cast<void>(code);\n  return {};" : "  return {};");
  out.line("}").line();
  out.line("}  // namespace bss::detail");
}

File table_source(const Model& model) {
  Text out;
  out.comment(origin("*.yaml"));
  for (const std::string& area : model.areas) out.line("#include \"bss/" + area + ".h\"");
  out.line("#include \"core/error_catalogue.h\"");
  out.line().line("namespace bss::operations {").line("namespace {");
  emit_operation_table(out, model);
  out.line().line("}  // namespace").line();
  for (std::size_t i = 0; i < model.operations.size(); ++i) {
    out.line("const OperationInfo& " + model.operations[i].name +
             "::info() noexcept { return kOperations[" + std::to_string(i) + "]; }");
  }
  out.line().line("}  // namespace bss::operations");
  emit_catalogue(out, model);
  return {"src/operation_table.cpp", out.str()};
}

}  // namespace

std::vector<File> emit_sdk(const Model& model) {
  std::vector<File> files = {shared_header(model),          shared_codec(model),
                             shared_source(model),          codec_support(),
                             table_source(model),           emit_operations_header(model),
                             emit_operations_source(model), emit_awaitable_header(model)};
  for (const std::string& area : model.areas) {
    files.push_back(area_header(model, area));
    files.push_back(area_source(model, area));
  }
  return files;
}

}  // namespace bss::codegen
