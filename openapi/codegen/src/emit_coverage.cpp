#include "emitters.h"

#include <algorithm>

namespace bss::codegen {
namespace {

std::string cell(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

std::string produced(const ErrorEntry& error) {
  return error.produced == "fault" ? "injected" : error.produced;
}

void emit_rows(Text& out, const std::vector<ErrorEntry>& errors, bool common) {
  out.line("| code | status | where | evidence | produced by | trigger |");
  out.line("|---|---|---|---|---|---|");
  for (const ErrorEntry& error : errors) {
    if (error.common != common) continue;
    out.line("| " + error.code + " | " + std::to_string(error.status) + " | " +
             (error.in_error_details ? "error_details" : "body") + " | " + error.evidence + " | " +
             produced(error) + " | " + cell(error.when) + " |");
  }
  out.line();
}

std::string sites(const Operation& operation) {
  return operation.sites == 1 ? "cn" : operation.sites == 2 ? "intl" : "cn, intl";
}

}  // namespace

std::string emit_coverage(const Model& model) {
  Text out;
  out.line("# Coverage: operations and errors").line();
  out.line(
      "Made by `bss_codegen --coverage` from `openapi/`; a test compares it. *where*: in the body "
      "of the answer, or");
  out.line(
      "per item in `error_details` of a 200. *evidence*: documented by the vendor, inferred from "
      "it, or chosen by us.");
  out.line(
      "*produced by*: the state of the local server, a setting, a verb of the portal API, or "
      "injected by a fault rule.");
  out.line();
  if (!model.common_errors.empty()) {
    out.line("## Errors of every operation of the partner API").line();
    out.line("An entry of an operation with the same code and status replaces the one here.")
        .line();
    emit_rows(out, model.common_errors, true);
  }
  for (const std::string& area : model.areas) {
    out.line("## " + area + (model.titles.count(area) > 0 ? ": " + model.titles.at(area) : ""))
        .line();
    for (const Operation* operation : operations_of(model, area)) {
      out.line("### " + operation->name).line();
      out.line("`" + operation->method + " " + operation->path + "`, sites " + sites(*operation) +
               ", " + operation->effect + ".");
      out.line();
      const bool any = std::any_of(operation->errors.begin(), operation->errors.end(),
                                   [](const ErrorEntry& error) { return !error.common; });
      if (any) {
        emit_rows(out, operation->errors, false);
      } else {
        out.line("No errors of its own.").line();
      }
    }
  }
  std::string text = out.str();
  text.pop_back();
  return text;
}

}  // namespace bss::codegen
