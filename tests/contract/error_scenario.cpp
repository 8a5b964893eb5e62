#include "error_scenario.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "bss/mock/api/dispatch.h"

namespace bss::contract {

using wire::Json;

namespace {

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool is_request_id(const std::string& id) {
  return id.size() == 32 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::vector<std::string> names_of(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.members()) names.push_back(name);
  return names;
}

std::string member(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  return value == nullptr ? "(absent)" : value->text();
}

/// Every fixed piece of the description's text, in order; what stands in angle brackets is the
/// server's.
void expect_text(std::string_view wanted, std::string_view got) {
  std::size_t at = 0;
  bool first = true;
  while (!wanted.empty()) {
    const std::size_t open = wanted.find('<');
    const std::string_view piece = wanted.substr(0, open);
    const std::size_t found = got.find(piece, at);
    EXPECT_TRUE(found != std::string_view::npos && (!first || found == 0))
        << got << "\nlacks: " << piece;
    if (found == std::string_view::npos) return;
    at = found + piece.size();
    first = false;
    if (open == std::string_view::npos) break;
    wanted.remove_prefix(wanted.find('>') + 1);
  }
}

void expect_message(const ErrorScenario& scenario, const ErrorInfo& error, const std::string& got) {
  EXPECT_FALSE(got.empty());
  EXPECT_LE(got.size(), 2000U);  // accounts-coupons 0.2: error_msg has at most 2000 characters
  if (!scenario.message.empty()) return expect_text(scenario.message, got);
  // Two texts grow a detail: the field of a bad parameter, the permission that is missing
  // (auth-gateway 7.1).
  if (error.code == "CBC.0100") {
    // Of a whole body nothing can be named, so the server says what is wrong with it.
    return expect_text(starts_with(got, "The body is") ? "The body is" : "Invalid parameter", got);
  }
  if (error.code == "CBC.0151" && starts_with(got, "user access denied.checkCustomerPermission"))
    return;
  if (error.code == "CBC.0154") return;
  expect_text(error.message, got);
}

/// auth-gateway 6.1, 7.1 and 3.8: four shapes, each with its fields in one order.
void check_body(const ErrorScenario& scenario, const ErrorInfo& error,
                const HttpExchange& exchange) {
  const Json body = json_of(exchange.body);
  using Names = std::vector<std::string>;
  if (starts_with(scenario.code, "keystone-")) {
    ASSERT_EQ(names_of(body), Names{"error"}) << exchange.body;
    const Json& inner = *body.find("error");
    EXPECT_EQ(names_of(inner), (Names{"message", "code", "title"})) << exchange.body;
    EXPECT_EQ(inner.find("code")->as_integer(), scenario.status)
        << "the code is the status, as a number";
    EXPECT_EQ(member(inner, "title"), error.title);
    return expect_message(scenario, error, member(inner, "message"));
  }
  if (starts_with(scenario.code, "APIG")) {
    EXPECT_EQ(names_of(body), (Names{"error_msg", "error_code", "request_id"})) << exchange.body;
    EXPECT_EQ(member(body, "request_id"), exchange.header("X-Request-Id"));
  } else if (starts_with(scenario.code, "IAM.")) {
    EXPECT_EQ(names_of(body), (Names{"error_msg", "error_code"})) << exchange.body;
  } else if (scenario.code == "CBC.99000050") {
    EXPECT_EQ(names_of(body), (Names{"error_code", "error_msg", "domain_id", "domain_name"}))
        << exchange.body;
  } else {
    EXPECT_EQ(names_of(body), (Names{"error_code", "error_msg"})) << exchange.body;
  }
  EXPECT_EQ(member(body, "error_code"), scenario.code) << exchange.body;
  expect_message(scenario, error, member(body, "error_msg"));
}

void check_details(const ErrorScenario& scenario, const ErrorInfo& error,
                   const HttpExchange& exchange) {
  const Json body = json_of(exchange.body);
  const Json* details = body.find("error_details");
  ASSERT_NE(details, nullptr) << exchange.body;
  ASSERT_EQ(details->items().size(), 1U) << exchange.body;
  const Json& item = details->items().front();
  EXPECT_EQ(names_of(item), (std::vector<std::string>{"error_code", "error_msg", "id"}));
  EXPECT_EQ(member(item, "error_code"), scenario.code);
  expect_message(scenario, error, member(item, "error_msg"));
}

void check_sdk_view(const ErrorScenario& scenario, const HttpExchange& exchange,
                    const bss::Error& error) {
  EXPECT_EQ(error.http_status, scenario.status);
  EXPECT_EQ(error.code, scenario.code);
  EXPECT_EQ(error.operation, scenario.operation);
  EXPECT_EQ(error.request_id, exchange.header("X-Request-Id"));
  EXPECT_FALSE(error.message.empty());
  EXPECT_FALSE(error.attempts.empty());
}

}  // namespace

void check_answer(const ErrorScenario& scenario, const OperationInfo& operation,
                  const ErrorInfo& error, const Answer& answer) {
  const HttpExchange& exchange = answer.exchange;
  ASSERT_EQ(exchange.status, scenario.status)
      << exchange.body << (answer.error ? "\nSDK: " + answer.error->to_string() : "");
  EXPECT_TRUE(is_request_id(exchange.header("X-Request-Id"))) << exchange.header("X-Request-Id");
  EXPECT_EQ(exchange.header("Content-Type"), "application/json;charset=UTF-8");
  if (operation.area == "iam") {
    EXPECT_TRUE(exchange.has_header("X-IAM-Trace-Id"));
  }
  if (scenario.status >= 400) {
    EXPECT_TRUE(exchange.has_header("X-Mock-Explain"));
  }
  if (scenario.in_details) return check_details(scenario, error, exchange);
  check_body(scenario, error, exchange);
  if (answer.error) check_sdk_view(scenario, exchange, *answer.error);
}

Act raw(Stage& stage, RawRequest request) {
  return [&stage, request = std::move(request)] {
    return Answer{stage.http.send(request), std::nullopt};
  };
}

Act raw(Stage& stage, const std::string& token, const std::string& method,
        const std::string& target, const std::string& body) {
  RawRequest request{method, target, {{"X-Auth-Token", token}}, body};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  return raw(stage, std::move(request));
}

Act raw_bytes(Stage& stage, std::string bytes) {
  return [&stage, bytes = std::move(bytes)] {
    return Answer{stage.http.send_bytes(bytes), std::nullopt};
  };
}

void add_bad_inputs(std::vector<ErrorScenario>& table, const std::string& operation,
                    const std::string& method, const std::string& path,
                    const std::vector<BadInput>& inputs) {
  for (const BadInput& input : inputs) {
    table.push_back(
        {operation, "CBC.0100", 400, input.name, [operation, method, path, input](Stage& stage) {
           const bool body = method == "POST";
           return raw(stage, (stage.*caller_of(operation).token)(), method,
                      body ? path : path + "?" + input.text, body ? input.text : std::string());
         }});
  }
}

namespace {

constexpr Caller kCallers[] = {
    {kPartnerId, &Stage::partner_token, kCallerSolutionPartner},
    {kDistributorId, &Stage::distributor_token, kCallerDistributor},
    {kCustomerId, &Stage::customer_token, kCallerCustomer},
};

}  // namespace

const Caller& caller_of(const std::string& operation) {
  const OperationInfo* info = find_operation(operation);
  if (info == nullptr) throw std::runtime_error("no such operation: " + operation);
  for (const Caller& caller : kCallers) {
    if (info->may_be_called_by(caller.kind)) return caller;
  }
  throw std::runtime_error("nobody of the cast may call " + operation);
}

std::vector<Caller> other_callers(const std::string& operation) {
  std::vector<Caller> others;
  const OperationInfo* info = find_operation(operation);
  for (const Caller& caller : kCallers) {
    if (!info->may_be_called_by(caller.kind)) others.push_back(caller);
  }
  return others;
}

const std::vector<ErrorScenario>& all_error_scenarios() {
  static const std::vector<ErrorScenario> all = [] {
    std::vector<ErrorScenario> joined;
    for (auto table : {iam_errors, gateway_errors, customers_errors, accounts_errors,
                       coupons_errors, reseller_quotas_errors, products_errors}) {
      for (ErrorScenario& scenario : table()) joined.push_back(std::move(scenario));
    }
    return joined;
  }();
  return all;
}

std::string name_of(const ErrorScenario& scenario) {
  std::string name =
      scenario.operation + "_" + scenario.code + "_" + std::to_string(scenario.status);
  if (!scenario.variant.empty()) name += "_" + scenario.variant;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

const OperationInfo* find_operation(const std::string& name) {
  for (const OperationInfo& operation : mock::api::operation_table()) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

const ErrorInfo* find_row(const OperationInfo& operation, const std::string& code, int status) {
  for (std::size_t i = 0; i < operation.error_count; ++i) {
    if (operation.errors[i].code == code && operation.errors[i].status == status)
      return &operation.errors[i];
  }
  return nullptr;
}

}  // namespace bss::contract
