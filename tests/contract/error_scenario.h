// One documented error as a table row: which operation answers which code with which status, and
// how a test brings it about. The tables stand in the *_errors.cpp files, one an area;
// error_scenarios_test.cpp runs every row and compares the tables with the description.
//
// Values; made once, then only read.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "stage.h"

namespace bss::contract {

struct Answer {
  HttpExchange exchange;            ///< as it came over the socket
  std::optional<bss::Error> error;  ///< what the SDK made of it; nothing when the call was sent raw
};
/// Makes the call that is to be refused.
using Act = std::function<Answer()>;

struct ErrorScenario {
  std::string operation;
  std::string code;
  int status = 0;
  std::string variant;  ///< tells several ways to the same error apart
  /// Brings the state about and gives the call; between the two the state is noted, and it must be
  /// the same afterwards.
  std::function<Act(Stage&)> arrange;
  bool in_details = false;  ///< arrives as an item of error_details in a 200
  bool leaves_traces =
      false;  ///< the one refusal that changes something: CBC.99000050 (the account exists)
  std::string message;  ///< where the text is not that of the description
};

/// A call of the SDK.
template <class Request, class Response>
Act call(RecordedClient& who,
         Result<Response> (bss::Operations::*operation)(const Request&, const CallOptions&) const,
         std::type_identity_t<Request> request) {
  return [&who, operation, request = std::move(request)] {
    CallOptions options;
    options.check_before_create =
        false;  // one request a call: the answer that is looked at is the refusal
    const Result<Response> result = (who.client.*operation)(request, options);
    Answer answer{who.transport->last(), std::nullopt};
    if (!result) answer.error = result.error();
    return answer;
  };
}

/// A request that the SDK would not send, as it stands.
Act raw(Stage& stage, RawRequest request);
/// The same as JSON with a token.
Act raw(Stage& stage, const std::string& token, const std::string& method,
        const std::string& target, const std::string& body = {});
/// Bytes that are no request at all.
Act raw_bytes(Stage& stage, std::string bytes);

/// A body or query that breaks the description.
struct BadInput {
  std::string name;
  std::string text;
};
/// CBC.0100 for each of them, asked by caller_of; `method` POST sends bodies, GET appends queries.
void add_bad_inputs(std::vector<ErrorScenario>& table, const std::string& operation,
                    const std::string& method, const std::string& path,
                    const std::vector<BadInput>& inputs);

/// CBC.99000037 of an operation with indirect_partner_id (contract "Words", accounts-coupons 0.1):
/// never act silently on the wrong owner.
template <class Operation, class Request>
void add_foreign_reseller(std::vector<ErrorScenario>& table, const char* name, Operation operation,
                          Request request) {
  table.push_back({name, "CBC.99000037", 400, "SolutionPartner", [=](Stage& stage) mutable {
                     request.indirect_partner_id = kResellerId;
                     return call(stage.partner(), operation, request);
                   }});
  table.push_back({name, "CBC.99000037", 400, "UnknownReseller", [=](Stage& stage) mutable {
                     request.indirect_partner_id = kStrangerId;
                     return call(stage.distributor(), operation, request);
                   }});
  table.push_back({name, "CBC.99000037", 400, "OneOfItsCustomers", [=](Stage& stage) mutable {
                     request.indirect_partner_id = kResellerCustomerId;
                     return call(stage.distributor(), operation, request);
                   }});
}

std::vector<ErrorScenario> iam_errors();
std::vector<ErrorScenario> gateway_errors();
std::vector<ErrorScenario> customers_errors();
std::vector<ErrorScenario> accounts_errors();
std::vector<ErrorScenario> coupons_errors();
std::vector<ErrorScenario> reseller_quotas_errors();
std::vector<ErrorScenario> products_errors();
const std::vector<ErrorScenario>& all_error_scenarios();

/// Name of the test: UpdateCustomerAccountAmount_CBC_5003_400_Reseller.
std::string name_of(const ErrorScenario& scenario);

/// Status, shape and text of the answer, and that the SDK tells the same.
void check_answer(const ErrorScenario& scenario, const OperationInfo& operation,
                  const ErrorInfo& error, const Answer& answer);

/// A member of the cast that may call an operation.
struct Caller {
  const char* account_id;
  std::string (Stage::*token)();
  CallerKinds kind;
};
/// The partner where it may, else the distributor, else the customer.
const Caller& caller_of(const std::string& operation);
/// Those that may not.
std::vector<Caller> other_callers(const std::string& operation);

/// The entry of that code and status; null when the description has none.
const ErrorInfo* find_row(const OperationInfo& operation, const std::string& code, int status);
const OperationInfo* find_operation(const std::string& name);

}  // namespace bss::contract
