#include "gateway/errors.h"

#include <algorithm>
#include <array>

#include "bss/mock/api/dispatch.h"
#include "bss/wire/json.h"
#include "gateway/faults.h"

namespace bss::mock::gateway {
namespace {

constexpr std::string_view kAuthentication = "Incorrect IAM authentication information: ";

ErrorInfo gateway_entry(std::string_view code, int status, std::string_view message) {
  ErrorInfo entry;
  entry.code = code;
  entry.status = status;
  entry.message = message;
  entry.when = "only a fault rule answers it";
  entry.produced = Produced::kByFault;
  return entry;
}

/// Of auth-gateway 6.2: what no operation lists but a real gateway may answer.
const auto& gateway_entries() {
  static const std::array kEntries = {
      gateway_entry("APIG.0103", 500, "The backend does not exist."),
      gateway_entry("APIG.0106", 400, "Orchestration error."),
      gateway_entry("APIG.0202", 502, "Backend unavailable"),
      gateway_entry("APIG.0203", 504, "Backend timeout"),
      gateway_entry("APIG.0302", 403, "The IAM user is not authorized to access the API."),
      gateway_entry("APIG.0306", 403, "API access denied."),
      gateway_entry("APIG.0310", 403, "The project is unavailable."),
      gateway_entry("APIG.0401", 403, "Unknown client IP address."),
      gateway_entry("APIG.0402", 403, "The IP address is not authorized to access the API."),
      gateway_entry("APIG.0601", 500, "Internal server error."),
      gateway_entry("APIG.0602", 400, "Bad request."),
      gateway_entry("APIG.0606", 500, "Failed to load the API configurations."),
      gateway_entry("APIG.0610", 502, "No backend available."),
      gateway_entry("APIG.0613", 503, "The IAM service is currently unavailable."),
      gateway_entry("APIG.0705", 500, "Backend signature calculation failed."),
      gateway_entry("APIG.0802", 403, "The IAM user is forbidden in the currently selected region"),
  };
  return kEntries;
}

void add_member(std::string& out, std::string_view name, std::string_view value) {
  out.push_back(out.empty() ? '{' : ',');
  wire::append_json_string(out, name);
  out.push_back(':');
  wire::append_json_string(out, value);
}

bool is_gateway_code(std::string_view code) noexcept {
  return code.substr(0, 5) == "APIG." || code.substr(0, 6) == "APIGW.";
}

std::string_view number_of(std::string_view gateway_code) noexcept {
  return gateway_code.substr(gateway_code.find('.') + 1);
}

std::size_t count_placeholders(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '<'));
}

/// "<a> and <b>" without the angle brackets, for faults that have nothing to fill in.
std::string without_brackets(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '<' && c != '>') out.push_back(c);
  }
  return out;
}

std::string fill(std::string_view text, std::string_view value) {
  const auto start = text.find('<');
  const auto end = text.find('>', start);
  std::string out(text.substr(0, start));
  out += value;
  if (end != std::string_view::npos) out += text.substr(end + 1);
  return out;
}

std::string message_of(const ErrorInfo& entry, const std::string& detail) {
  const auto placeholders = count_placeholders(entry.message);
  if (detail.empty()) {
    return placeholders == 0 ? std::string(entry.message) : without_brackets(entry.message);
  }
  const bool sentence = detail.find(' ') != std::string::npos;
  if (placeholders == 1 && (!sentence || entry.message.back() == '>')) {
    return fill(entry.message, detail);
  }
  if (sentence) return detail;
  if (entry.code == "CBC.0100") return "Invalid parameter: " + detail + ".";
  return placeholders == 0 ? std::string(entry.message) : without_brackets(entry.message);
}

std::string keystone_body(const ErrorInfo& entry, std::string_view message) {
  std::string out = R"({"error":{"message":)";
  wire::append_json_string(out, message);
  out += ",\"code\":" + std::to_string(entry.status) + ",\"title\":";
  wire::append_json_string(out, entry.title);
  return out + "}}";
}

}  // namespace

Refused ErrorWriter::gateway(int status, std::string_view number, std::string_view message,
                             Why why) const {
  Refused refused;
  refused.status = status;
  refused.code = (number == "0101" ? std::string("APIGW") : prefix_) + "." + std::string(number);
  add_member(refused.body, "error_msg", message);
  add_member(refused.body, "error_code", refused.code);
  add_member(refused.body, "request_id", request_id_);
  refused.body.push_back('}');
  refused.why = std::move(why);
  return refused;
}

Refused ErrorWriter::unauthenticated(std::string_view detail, Why why) const {
  return gateway(401, "0301", std::string(kAuthentication) + std::string(detail), std::move(why));
}

Refused ErrorWriter::internal(std::string reason) const {
  return gateway(500, "0601", "Internal server error.", {"internal", "", std::move(reason)});
}

Refused ErrorWriter::described(const OperationInfo& operation, const api::Failure& failure,
                               Why why) const {
  const ErrorInfo* entry = operation.find_error(failure.code);
  if (entry == nullptr) {
    return internal("the code " + failure.code + " is not in the description of " +
                    std::string(operation.name));
  }
  if (why.rule.empty()) why.rule = std::string(operation.name) + " " + failure.code;
  if (why.reason.empty()) why.reason = std::string(entry->when);
  if (why.field.empty() && failure.detail.find(' ') == std::string::npos) {
    why.field = failure.detail;
  }
  return from_entry(*entry, failure, std::move(why));
}

Refused ErrorWriter::from_entry(const ErrorInfo& entry, const api::Failure& failure,
                                Why why) const {
  const std::string message = message_of(entry, failure.detail);
  if (is_gateway_code(entry.code)) {
    return gateway(entry.status, number_of(entry.code), message, std::move(why));
  }
  Refused refused;
  refused.status = entry.status;
  refused.code = std::string(entry.code);
  refused.why = std::move(why);
  if (refused.code.rfind("keystone-", 0) == 0) {
    refused.body = keystone_body(entry, message);
    return refused;
  }
  const bool iam = refused.code.rfind("IAM.", 0) == 0;
  if (iam) add_member(refused.body, "error_msg", message);
  add_member(refused.body, "error_code", refused.code);
  if (!iam) add_member(refused.body, "error_msg", message);
  for (const auto& [name, value] : failure.extra) add_member(refused.body, name, value);
  refused.body.push_back('}');
  return refused;
}

const ErrorInfo* find_any_error(std::string_view code) noexcept {
  for (const auto& operation : api::operation_table()) {
    if (const ErrorInfo* entry = operation.find_error(code)) return entry;
  }
  if (!is_gateway_code(code)) return nullptr;
  for (const auto& entry : gateway_entries()) {
    if (number_of(entry.code) == number_of(code)) return &entry;
  }
  return nullptr;
}

DescribedNames described_names() {
  DescribedNames names;
  names.operation = [](std::string_view name) {
    const auto& table = api::operation_table();
    return std::any_of(table.begin(), table.end(),
                       [&](const OperationInfo& one) { return one.name == name; });
  };
  names.error_code = [](std::string_view code) { return find_any_error(code) != nullptr; };
  return names;
}

}  // namespace bss::mock::gateway
