// The errors that every operation of the partner API shares (x-common-errors of the description):
// what the gateway refuses before a business rule is asked. One scenario for each operation and
// error, with further ways to the same error where the description names several.
#include "error_scenario.h"
#include "sample_calls.h"

namespace bss::contract {
namespace {

constexpr const char* kTokenLife = "PT24H1S";

std::string token_for(Stage& stage, const SampleCall& call) {
  return (stage.*caller_of(call.operation).token)();
}

RawRequest request_of(const SampleCall& call, const std::string& token) {
  RawRequest request{call.method, call.target(), {}, call.body};
  if (!token.empty()) request.headers.emplace_back("X-Auth-Token", token);
  if (!call.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  return request;
}

/// A request of this operation that got as far as the gateway's parser.
std::string head_of(const SampleCall& call, const std::string& more_headers) {
  return call.method + " " + call.target() + " HTTP/1.1\r\nHost: localhost\r\n" + more_headers +
         "\r\n";
}

void add_routes(std::vector<ErrorScenario>& table, const SampleCall& call) {
  table.push_back({call.operation, "APIGW.0101", 404, "UnknownPath", [call](Stage& stage) {
                     SampleCall elsewhere = call;
                     elsewhere.path += "/nowhere";
                     return raw(stage, request_of(elsewhere, token_for(stage, call)));
                   }});
  // auth-gateway 6.2: path known, method not.
  ErrorScenario other_method{call.operation, "APIGW.0101", 404, "OtherMethod",
                             [call](Stage& stage) {
                               SampleCall patched = call;
                               patched.method = "PATCH";
                               return raw(stage, request_of(patched, token_for(stage, call)));
                             }};
  other_method.message = "The API does not exist.";
  table.push_back(std::move(other_method));
}

/// auth-gateway 1, front door: 12 MB of body, 32 KB of target, 32 KB a header and 128 KB of them
/// together.
void add_sizes(std::vector<ErrorScenario>& table, const SampleCall& call) {
  table.push_back({call.operation, "APIG.0201", 400, "NoHttp", [call](Stage& stage) {
                     return raw_bytes(stage, call.method + " " + call.path + " NONSENSE\r\n\r\n");
                   }});
  table.push_back({call.operation, "APIG.0201", 413, "Announced", [call](Stage& stage) {
                     const auto bytes = std::to_string(12 * 1024 * 1024 + 1);
                     return raw_bytes(stage, head_of(call, "Content-Length: " + bytes + "\r\n"));
                   }});
  table.push_back({call.operation, "APIG.0201", 414, "LongQuery", [call](Stage& stage) {
                     SampleCall longer = call;
                     longer.query = "x=" + std::string(32UL * 1024, 'a');
                     return raw_bytes(stage, head_of(longer, {}));
                   }});
  table.push_back({call.operation, "APIG.0201", 494, "OneHeader", [call](Stage& stage) {
                     return raw_bytes(
                         stage,
                         head_of(call, "X-Long: " + std::string(32UL * 1024 + 1, 'a') + "\r\n"));
                   }});
  table.push_back({call.operation, "APIG.0201", 494, "AllHeaders", [call](Stage& stage) {
                     std::string headers;
                     for (int i = 0; i < 5; ++i) {
                       headers += "X-Long-" + std::to_string(i) + ": " +
                                  std::string(30UL * 1024, 'a') + "\r\n";
                     }
                     return raw_bytes(stage, head_of(call, headers));
                   }});
}

void add_caller(std::vector<ErrorScenario>& table, const SampleCall& call) {
  ErrorScenario nobody{call.operation, "APIG.0301", 401, "NoCredentials",
                       [call](Stage& stage) { return raw(stage, request_of(call, {})); }};
  nobody.message = "Incorrect IAM authentication information: x-auth-token not found";
  table.push_back(std::move(nobody));
  ErrorScenario damaged{call.operation, "APIG.0301", 401, "DamagedToken", [call](Stage& stage) {
                          return raw(stage, request_of(call, token_for(stage, call) + "x"));
                        }};
  damaged.message = "Incorrect IAM authentication information: decrypt token fail";
  table.push_back(std::move(damaged));
  table.push_back({call.operation, "APIG.0307", 401, "PastItsLife", [call](Stage& stage) {
                     const std::string token = token_for(stage, call);
                     stage.control.advance_clock(kTokenLife);
                     return raw(stage, request_of(call, token));
                   }});
  for (const char* answer : {"business_0154", "business_text"}) {
    table.push_back({call.operation, "CBC.0154", 401, answer, [call, answer](Stage& stage) {
                       const std::string token = token_for(stage, call);
                       stage.control.set("expired_token_answer", text(answer));
                       stage.control.advance_clock(kTokenLife);
                       return raw(stage, request_of(call, token));
                     }});
  }
  ErrorScenario throttled{call.operation, "APIG.0308", 429, "Forced", [call](Stage& stage) {
                            const std::string token = token_for(stage, call);
                            stage.control.refuse_next(call.operation, 1);
                            return raw(stage, request_of(call, token));
                          }};
  throttled.message =
      "The throttling threshold has been reached: policy user over ratelimit,limit:<n>,time:1 "
      "second";
  table.push_back(std::move(throttled));
}

Fields account_flag(const char* flag, const std::string& operation) {
  return {{"account_id", text(caller_of(operation).account_id)}, {flag, list({operation})}};
}

void add_roles(std::vector<ErrorScenario>& table, const SampleCall& call) {
  for (const Caller& other : other_callers(call.operation)) {
    table.push_back({call.operation, "CBC.0151", 403, std::string("Calls_") + other.account_id,
                     [call, other](Stage& stage) {
                       return raw(stage, request_of(call, (stage.*other.token)()));
                     }});
  }
  table.push_back({call.operation, "CBC.0151", 403, "MissingPermission", [call](Stage& stage) {
                     const std::string token = token_for(stage, call);
                     stage.control.portal("vendor/set-account-flags",
                                          account_flag("missing_permissions", call.operation));
                     return raw(stage, request_of(call, token));
                   }});
  table.push_back({call.operation, "CBC.0155", 403, "Refused", [call](Stage& stage) {
                     const std::string token = token_for(stage, call);
                     stage.control.portal("vendor/set-account-flags",
                                          account_flag("refused_operations", call.operation));
                     return raw(stage, request_of(call, token));
                   }});
  table.push_back({call.operation, "CBC.0156", 403, "OtherEndpoint", [call](Stage& stage) {
                     const std::string token = token_for(stage, call);
                     stage.control.set("endpoint_site", text("intl"));
                     return raw(stage, request_of(call, token));
                   }});
}

/// Codes that are listed without a trigger.
void add_faults(std::vector<ErrorScenario>& table, const SampleCall& call) {
  struct Injected {
    const char* code;
    int status;
  };
  for (const Injected fault :
       {Injected{"CBC.0150", 403}, Injected{"CBC.0250", 429}, Injected{"CBC.0999", 500}}) {
    table.push_back(
        {call.operation, fault.code, fault.status, "Injected", [call, fault](Stage& stage) {
           stage.control.inject(R"({"match":{"operation":")" + call.operation +
                                R"("},"effect":{"error":")" + fault.code + R"("}})");
           return raw(stage, request_of(call, token_for(stage, call)));
         }});
  }
}

/// auth-gateway 7.1: no or no JSON body, or a body without its Content-Type.
void add_bodies(std::vector<ErrorScenario>& table, const SampleCall& call) {
  if (call.body.empty()) return;
  const auto with_body = [call](const std::string& body) {
    return [call, body](Stage& stage) {
      SampleCall changed = call;
      changed.body = body;
      RawRequest request = request_of(changed, token_for(stage, call));
      if (body.empty()) request.headers.emplace_back("Content-Type", "application/json");
      return raw(stage, std::move(request));
    };
  };
  table.push_back({call.operation, "CBC.0100", 400, "BodyEmpty", with_body("")});
  table.push_back({call.operation, "CBC.0100", 400, "BodyNoJson", with_body("customer_id=1")});
  table.push_back({call.operation, "CBC.0100", 400, "BodyCutOff",
                   with_body(call.body.substr(0, call.body.size() - 1))});
  table.push_back({call.operation, "CBC.0100", 400, "BodyArray", with_body("[]")});
  table.push_back(
      {call.operation, "CBC.0100", 400, "BodyNoContentType", [call](Stage& stage) {
         RawRequest request{
             call.method, call.target(), {{"X-Auth-Token", token_for(stage, call)}}, call.body};
         return raw(stage, std::move(request));
       }});
  table.push_back(
      {call.operation, "CBC.0100", 400, "BodyOtherContentType", [call](Stage& stage) {
         RawRequest request{
             call.method, call.target(), {{"X-Auth-Token", token_for(stage, call)}}, call.body};
         request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
         return raw(stage, std::move(request));
       }});
}

}  // namespace

std::vector<ErrorScenario> gateway_errors() {
  std::vector<ErrorScenario> table;
  for (const SampleCall& call : sample_calls()) {
    add_routes(table, call);
    add_sizes(table, call);
    add_caller(table, call);
    add_roles(table, call);
    add_faults(table, call);
    add_bodies(table, call);
  }
  return table;
}

}  // namespace bss::contract
