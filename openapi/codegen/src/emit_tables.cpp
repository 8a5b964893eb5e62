#include "emitters.h"
#include "naming.h"

namespace bss::codegen {
namespace {

std::string evidence(const std::string& word) {
  return "Evidence::k" + pascal_case(word);
}

std::string boolean(bool value) {
  return value ? "true" : "false";
}

std::string callers_of(const Operation& operation) {
  std::string out;
  for (const std::string& caller : operation.callers)
    out += (out.empty() ? "kCaller" : " | kCaller") + pascal_case(caller);
  return out;
}

std::string authentication_of(const std::string& word) {
  return word == "none"         ? "Authentication::kNone"
         : word == "token_only" ? "Authentication::kTokenOnly"
                                : "Authentication::kTokenOrSignature";
}

void emit_errors(Text& out, const Operation& operation) {
  if (operation.errors.empty()) return;
  out.line().line("constexpr ErrorInfo kErrorsOf" + operation.name + "[] = {");
  for (const ErrorEntry& error : operation.errors) {
    const std::string produced =
        error.produced == "state" ? "kByState" : "kBy" + pascal_case(error.produced);
    out.line("    {" + quoted(error.code) + ", " + std::to_string(error.status) + ", " +
             quoted(error.message) + ",");
    out.line("     " + quoted(error.title) + ", " + quoted(error.when) + ",");
    out.line("     " + boolean(error.in_error_details) + ", " + boolean(error.repeat == "slowly") +
             ", " + boolean(error.already_done) + ", " + evidence(error.evidence) +
             ", Produced::" + produced + "},");
  }
  out.line("};");
}

void emit_row(Text& out, const Operation& operation) {
  const std::string errors = operation.errors.empty() ? "nullptr" : "kErrorsOf" + operation.name;
  out.line("    {" + quoted(operation.name) + ", " + quoted(operation.area) + ", " +
           quoted(operation.method) + ",");
  out.line("     " + quoted(operation.path) + ", OperationClass::k" +
           pascal_case(operation.effect) + ", " + std::to_string(operation.sites) + ",");
  out.line("     " + callers_of(operation) + ",");
  out.line("     " + authentication_of(operation.auth) + ", ErrorStyle::k" +
           pascal_case(operation.error_style) + ", " + boolean(operation.has_body) + ", " +
           std::to_string(operation.success_status) + ",");
  const Quota quota = operation.quota.value_or(Quota{0, 1, "chosen"});
  const Page page = operation.page.value_or(Page{});
  out.line("     {" + std::to_string(quota.limit) + ", " + std::to_string(quota.per_seconds) +
           ", " + evidence(quota.evidence) + "}, {" + quoted(page.items) + ", " +
           quoted(page.total) + ", " + std::to_string(page.max_limit) + "},");
  out.line("     " + errors + ", " + std::to_string(operation.errors.size()) + "},");
}

}  // namespace

void emit_operation_table(Text& out, const Model& model) {
  for (const Operation& operation : model.operations) emit_errors(out, operation);
  out.line().line("constexpr OperationInfo kOperations[] = {");
  for (const Operation& operation : model.operations) emit_row(out, operation);
  out.line("};");
}

}  // namespace bss::codegen
