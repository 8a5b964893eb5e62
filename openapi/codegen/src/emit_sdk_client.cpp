#include <algorithm>

#include "emit_sdk.h"
#include "emitters.h"

namespace bss::codegen {
namespace {

std::vector<const Operation*> client_operations(const Model& model) {
  std::vector<const Operation*> out;
  for (const Operation& one : model.operations) {
    if (is_client_operation(one)) out.push_back(&one);
  }
  return out;
}

constexpr const char* kAwaitable = R"(
namespace bss {

/// Gives Result<Response> to the coroutine that awaits it. The coroutine goes on on the client's executor.
template <class Request, class Response>
class Awaitable {
 public:
  using Start = void (Operations::*)(const Request&, const CallOptions&,
                                     Function<void(Result<Response>)>) const;

  Awaitable(Operations operations, Start start, Request request, CallOptions options)
      : operations_(std::move(operations)),
        start_(start),
        request_(std::move(request)),
        options_(std::move(options)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) {
    // The coroutine, and this object with it, may be gone before the start returns.
    const Operations operations = operations_;
    const Start start = start_;
    const Request request = std::move(request_);
    const CallOptions options = std::move(options_);
    (operations.*start)(request, options, [this, waiting](Result<Response> result) {
      result_.emplace(std::move(result));
      waiting.resume();
    });
  }
  Result<Response> await_resume() { return *std::move(result_); }

 private:
  Operations operations_;
  Start start_;
  Request request_;
  CallOptions options_;
  std::optional<Result<Response>> result_;
};

/// The operations of an identity, as awaitables: `co_await awaiting(partner).list_sub_customers(request)`.
class AwaitableOperations {
 public:
  explicit AwaitableOperations(const Operations& operations) : operations_(operations) {})";

}  // namespace

bool is_client_operation(const Operation& operation) {
  return operation.error_style == "bss";
}

Text begin_header(const std::string& source, const std::string& what,
                  const std::vector<std::string>& includes) {
  Text out;
  out.comment(what + "\n\n" + origin(source));
  out.line("#pragma once").line();
  for (const std::string& include : includes) out.line(include);
  return out;
}

File emit_operations_header(const Model& model) {
  Text out = begin_header(
      "*.yaml",
      "Every operation of the partner API as a function: synchronous, asynchronous, and as a range "
      "where it is paged. "
      "Base of the identities of a client; include the header of an area for its structures.\n\n"
      "An object is an immutable view and may be shared between threads.",
      {"#include <memory>", "", "#include \"bss/call_options.h\"", "#include \"bss/function.h\"",
       "#include \"bss/result.h\""});
  out.line().line("namespace bss {").line();
  out.line("template <class Op>").line("class PageRange;").line();
  for (const Operation* one : client_operations(model)) {
    out.line("struct " + one->request.name + ";").line("struct " + one->response.name + ";");
  }
  out.line().line("namespace operations {");
  for (const Operation* one : client_operations(model)) {
    if (one->page) out.line("struct " + one->name + ";");
  }
  out.line("}  // namespace operations").line();
  out.line("class Operations {").line(" public:");
  for (const Operation* one : client_operations(model)) {
    const std::string& request = one->request.name;
    const std::string result = "Result<" + one->response.name + ">";
    out.doc(2, operation_doc(*one));
    out.line("  " + result + " " + one->function + "(");
    out.line("      const " + request + "& request, const CallOptions& options = {}) const;");
    out.line("  /// The same; `callback` runs once, on the client's executor.");
    out.line("  void " + one->function + "_async(");
    out.line("      const " + request + "& request, const CallOptions& options,");
    out.line("      Function<void(" + result + ")> callback) const;");
    if (one->page) {
      out.line(
          "  /// All items, page after page, while they are read (include <bss/page_range.h>).");
      out.line("  PageRange<operations::" + one->name + "> " + one->function + "_all(");
      out.line("      " + request + " request, const CallOptions& options = {}) const;");
    }
    out.line();
  }
  out.line(" protected:");
  out.line("  explicit Operations(std::shared_ptr<const detail::Invoker> invoker);");
  out.line("  std::shared_ptr<const detail::Invoker> invoker_;");
  out.line("};").line().line("}  // namespace bss");
  return {"include/bss/operations.h", out.str()};
}

File emit_operations_source(const Model& model) {
  Text out;
  out.comment(origin("*.yaml"));
  out.line("#include \"bss/operations.h\"").line().line("#include <utility>").line();
  for (const std::string& area : model.areas) out.line("#include \"bss/" + area + ".h\"");
  out.line("#include \"bss/page_range.h\"").line("#include \"core/call.h\"").line();
  out.line("namespace bss {").line();
  out.line("Operations::Operations(std::shared_ptr<const detail::Invoker> invoker)");
  out.line("    : invoker_(std::move(invoker)) {}");
  for (const Operation* one : client_operations(model)) {
    const std::string& request = one->request.name;
    const std::string result = "Result<" + one->response.name + ">";
    const std::string traits = "operations::" + one->name;
    out.line().line(result + " Operations::" + one->function + "(");
    out.line("    const " + request + "& request, const CallOptions& options) const {");
    out.line("  return detail::call<" + traits + ">(invoker_, request, options);").line("}");
    out.line("void Operations::" + one->function + "_async(");
    out.line("    const " + request + "& request, const CallOptions& options,");
    out.line("    Function<void(" + result + ")> callback) const {");
    out.line("  detail::call_async<" + traits +
             ">(invoker_, request, options, std::move(callback));")
        .line("}");
    if (one->page) {
      out.line("PageRange<" + traits + "> Operations::" + one->function + "_all(");
      out.line("    " + request + " request, const CallOptions& options) const {");
      out.line("  return detail::all_pages<" + traits + ">(invoker_, std::move(request), options);")
          .line("}");
    }
  }
  out.line().line("}  // namespace bss");
  return {"src/operations.cpp", out.str()};
}

File emit_awaitable_header(const Model& model) {
  std::vector<std::string> includes = {"#include <coroutine>", "#include <optional>",
                                       "#include <utility>", ""};
  for (const std::string& area : model.areas) {
    const auto operations = operations_of(model, area);
    if (std::any_of(operations.begin(), operations.end(),
                    [](const Operation* one) { return is_client_operation(*one); })) {
      includes.push_back("#include \"bss/" + area + ".h\"");
    }
  }
  includes.insert(includes.end(), {"#include \"bss/call_options.h\"", "#include \"bss/function.h\"",
                                   "#include \"bss/operations.h\"", "#include \"bss/result.h\""});
  Text out = begin_header(
      "*.yaml",
      "The operations for C++20 coroutines; an addition, nothing else needs it.\n\n"
      "An awaitable belongs to one coroutine; AwaitableOperations may be shared between threads.",
      includes);
  out.line(kAwaitable);
  for (const Operation* one : client_operations(model)) {
    const std::string types = one->request.name + ", " + one->response.name;
    out.line().line("  Awaitable<" + types + "> " + one->function + "(");
    out.line("      " + one->request.name + " request, CallOptions options = {}) const {");
    out.line("    return {operations_, &Operations::" + one->function +
             "_async, std::move(request), std::move(options)};");
    out.line("  }");
  }
  out.line().line(" private:").line("  Operations operations_;").line("};").line();
  out.line("inline AwaitableOperations awaiting(const Operations& identity) {");
  out.line("  return AwaitableOperations(identity);").line("}").line().line("}  // namespace bss");
  return {"include/bss/awaitable.h", out.str()};
}

}  // namespace bss::codegen
