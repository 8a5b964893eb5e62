#include "bss/explain.h"

#include <set>

#include "auth/token_refusal.h"
#include "core/error_catalogue.h"

namespace bss {

namespace {

/// The gateway writes its prefix either way.
std::string_view without_gateway_prefix(std::string_view code) {
  for (const std::string_view prefix : {"APIGW.", "APIG."}) {
    if (code.substr(0, prefix.size()) == prefix) return code.substr(prefix.size());
  }
  return {};
}

bool same_code(std::string_view one, std::string_view other) {
  if (one == other) return true;
  const auto number = without_gateway_prefix(one);
  return !number.empty() && number == without_gateway_prefix(other);
}

/// Names of IAM's answers that carry no code.
bool is_code(std::string_view code) {
  return code.substr(0, 9) != "keystone-";
}

Repeatable repeatable_of(const ErrorInfo& error) {
  if (error.status == 429 || error.repeat_slowly) return Repeatable::kLater;
  if (error.status >= 500) return Repeatable::kLookFirst;
  // Of a token or of a signature: only the text of an answer tells.
  if (without_gateway_prefix(error.code) == "0301") return Repeatable::kNever;
  Error answered;
  answered.code = std::string(error.code);
  answered.http_status = error.status;
  answered.message = std::string(error.message);
  return detail::speaks_of_token(answered) ? Repeatable::kNewLogin : Repeatable::kNever;
}

template <class Visit>
void each_error(Visit visit) {
  const auto described = detail::described_operations();
  for (std::size_t i = 0; i < described.count; ++i) {
    const OperationInfo& operation = described.first[i];
    for (std::size_t at = 0; at < operation.error_count; ++at)
      visit(operation, operation.errors[at]);
  }
}

void add_cause(std::vector<CodeCause>& causes, const OperationInfo& operation,
               const ErrorInfo& error) {
  for (CodeCause& cause : causes) {
    if (cause.when != error.when) continue;
    if (cause.operation != operation.name) cause.operation = {};  // several have it
    return;
  }
  causes.push_back({operation.name, error.when});
}

}  // namespace

std::optional<CodeExplanation> explain(std::string_view code) {
  std::optional<CodeExplanation> found;
  each_error([&](const OperationInfo& operation, const ErrorInfo& error) {
    if (!is_code(error.code) || !same_code(error.code, code)) return;
    if (!found) {
      found.emplace();
      found->code = error.code;
      found->http_status = error.status;
      found->meaning = error.message;
      found->what_to_do = detail::remedy_of(error.code);
      found->repeatable = repeatable_of(error);
    }
    add_cause(found->causes, operation, error);
  });
  return found;
}

std::vector<std::string> explained_codes() {
  std::set<std::string> codes;
  each_error([&](const OperationInfo&, const ErrorInfo& error) {
    if (is_code(error.code)) codes.emplace(error.code);
  });
  return {codes.begin(), codes.end()};
}

}  // namespace bss
