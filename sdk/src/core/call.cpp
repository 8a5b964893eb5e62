#include "core/call.h"

namespace bss::detail {

Error local_error(const OperationInfo& operation, ErrorKind kind, std::string message) {
  Error error;
  error.kind = kind;
  error.operation = std::string(operation.name);
  error.message = std::move(message);
  return error;
}

Error invalid_request(const OperationInfo& operation, FieldProblem problem) {
  Error error = local_error(operation, ErrorKind::kInvalidArgument, std::move(problem.message));
  error.details.emplace_back("field", std::move(problem.field));
  return error;
}

std::optional<Error> choose_class(const OperationInfo& operation, const CallOptions& options,
                                  OperationClass* chosen) {
  *chosen = options.operation_class.value_or(operation.operation_class);
  // The enumerators stand in the order from harmless to strict.
  if (*chosen < operation.operation_class && !options.loosen_operation_class) {
    return local_error(operation, ErrorKind::kInvalidArgument,
                       "The call's operation_class is looser than the operation's; set "
                       "loosen_operation_class if a "
                       "second execution does no harm.");
  }
  return std::nullopt;
}

}  // namespace bss::detail
