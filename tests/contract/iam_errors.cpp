// Documented errors of the IAM operations behind the login: lists, temporary keys, the caller's
// identity, and what the gateway says to signatures.
#include "iam_scenarios.h"

#include <chrono>

#include "cast.h"
#include "error_scenario.h"

namespace bss::contract {
namespace {

constexpr const char* kProjects = "/v3/projects";
constexpr const char* kAuthProjects = "/v3/auth/projects";
constexpr const char* kAuthDomains = "/v3/auth/domains";
constexpr const char* kTemporaryKeys = "/v3.0/OS-CREDENTIAL/securitytokens";
constexpr const char* kCallerIdentity = "/v5/caller-identity";
constexpr const char* kKey = "DEMOPARTNERACCESSKEY";
constexpr const char* kSecret = "demoPartnerSecretKeyOnlyForTheLocalMock0";

using Arrange = std::function<Act(Stage&)>;

std::string key_body(const std::string& identity) {
  return R"({"auth":{"identity":{)" + identity + "}}}";
}
std::string key_by_agency(const std::string& customer, const std::string& agency) {
  return key_body(R"("methods":["assume_role"],"assume_role":{"domain_name":")" + customer +
                  R"(","agency_name":")" + agency + "\"}");
}

/// A signed request through the SDK, with a pair of keys of its own and, if need be, a wrong clock.
class ShiftedClock final : public bss::Clock {
 public:
  Steady steady_now() const override { return std::chrono::steady_clock::now(); }
  System system_now() const override {
    return std::chrono::system_clock::now() - std::chrono::minutes(16);
  }
};

Act signed_get(const std::string& access_key, const std::string& secret, const std::string& target,
               std::shared_ptr<const bss::Clock> clock = nullptr) {
  auto made = std::make_shared<RecordedClient>(
      make_client(bss::Credentials::access_key(access_key, bss::Secret(secret))));
  if (clock) {
    bss::ClientConfig config = made->client.config();
    config.clock = std::move(clock);
    made->client = bss::Client(config);
  }
  return [made, target] {
    RawOptions options;
    options.at_iam_endpoint = true;
    options.operation_class = OperationClass::kRead;
    made->client.raw("GET", target, {}, options).ok();
    return Answer{made->transport->last(), std::nullopt};
  };
}

/// The three lists and ShowCallerIdentity take a token or a signature.
void add_signed(std::vector<ErrorScenario>& table, const char* operation, const char* path) {
  const char* code = "APIG.0301";
  const auto detail = [&table, operation, code](const char* variant, const char* text,
                                                Arrange arrange) {
    ErrorScenario scenario{operation, code, 401, variant, std::move(arrange)};
    scenario.message = std::string("Incorrect IAM authentication information: ") + text;
    table.push_back(std::move(scenario));
  };
  detail("UnknownKey", "Get secretKey failed,ak:<masked>,err:ak not exist",
         [path](Stage&) { return signed_get("NOBODYSACCESSKEY0001", kSecret, path); });
  detail("WrongSecret", "verify aksk signature fail,<space>canonicalRequest:GET|",
         [path](Stage&) { return signed_get(kKey, "notTheSecret", path); });
  detail("SixteenMinutesOff", "calc ak sk signature fail:signature expired", [path](Stage&) {
    return signed_get(kKey, kSecret, path, std::make_shared<ShiftedClock>());
  });
  detail("LockedAfterFive", "AK access failed to reach the limit,forbidden.", [path](Stage&) {
    for (int i = 0; i < 5; ++i) signed_get(kKey, "notTheSecret", path)();
    return signed_get(kKey, kSecret, path);
  });
  table.push_back({operation, "IAM.0080", 403, "", [path](Stage& stage) {
                     set_user_flag(stage, "disabled");
                     return signed_get(kKey, kSecret, path);
                   }});
}

void add_lists(std::vector<ErrorScenario>& table) {
  for (const auto& [operation, path] :
       {std::pair{"ListProjects", kProjects}, std::pair{"ListAuthProjects", kAuthProjects},
        std::pair{"ListAuthDomains", kAuthDomains}}) {
    const char* code = "keystone-unauthenticated";
    table.push_back({operation, code, 401, "NoCredentials", [path = path](Stage& stage) {
                       return raw(stage, {"GET", path, {}, {}});
                     }});
    table.push_back({operation, code, 401, "Damaged", [path = path](Stage& stage) {
                       return raw(stage, stage.partner_token() + "x", "GET", path);
                     }});
    table.push_back({operation, code, 401, "PastItsLife", [path = path](Stage& stage) {
                       const std::string token = stage.partner_token();
                       stage.control.advance_clock(kTokenLife);
                       return raw(stage, token, "GET", path);
                     }});
    add_signed(table, operation, path);
    add_injected(table, operation, "keystone-not-found", 404, "GET", path);
    add_injected(table, operation, "IAM.0012", 429, "GET", path);
    add_injected(table, operation, "keystone-internal-error", 500, "GET", path);
    add_injected(table, operation, "keystone-unavailable", 503, "GET", path);
  }
  for (const auto& [variant, query] :
       {std::pair{"PageAlone", "page=1"}, std::pair{"PerPageAlone", "per_page=10"},
        std::pair{"PageZero", "page=0&per_page=10"},
        std::pair{"PerPageTooLarge", "page=1&per_page=5001"},
        std::pair{"EnabledIsNoBoolean", "enabled=perhaps"}}) {
    table.push_back(
        {"ListProjects", "keystone-invalid-parameter", 400, variant, [query = query](Stage& stage) {
           return raw(stage, stage.partner_token(), "GET", std::string(kProjects) + "?" + query);
         }});
  }
  table.push_back({"ListProjects", "keystone-forbidden", 403, "", [](Stage& stage) {
                     return raw(stage, stage.partner_token(), "GET",
                                std::string(kProjects) + "?domain_id=" + kDistributorId);
                   }});
}

void add_caller_errors(std::vector<ErrorScenario>& table, const char* operation, const char* method,
                       const char* path, const std::string& body) {
  const auto request = [method, path, body](const std::string& token) {
    RawRequest made{method, path, {}, body};
    if (!token.empty()) made.headers.emplace_back("X-Auth-Token", token);
    if (!body.empty()) made.headers.emplace_back("Content-Type", "application/json");
    return made;
  };
  table.push_back({operation, "IAM.0001", 401, "",
                   [request](Stage& stage) { return raw(stage, request({})); }});
  table.push_back({operation, "IAM.0066", 401, "", [request](Stage& stage) {
                     const std::string token = stage.partner_token();
                     stage.control.advance_clock(kTokenLife);
                     return raw(stage, request(token));
                   }});
  table.push_back({operation, "IAM.0067", 401, "Damaged", [request](Stage& stage) {
                     return raw(stage, request(stage.partner_token() + "x"));
                   }});
  add_injected(table, operation, "IAM.0012", 429, method, path, body);
  add_injected(table, operation, "IAM.0006", 500, method, path, body);
}

void add_temporary_keys(std::vector<ErrorScenario>& table) {
  const char* name = "CreateTemporaryAccessKey";
  const std::string good = key_body(R"("methods":["token"])");
  add_caller_errors(table, name, "POST", kTemporaryKeys, good);
  add_injected(table, name, "IAM.0003", 403, "POST", kTemporaryKeys, good);
  const auto with = [name, &table](const char* code, int status, const char* variant,
                                   const std::string& body) {
    table.push_back({name, code, status, variant, [body](Stage& stage) {
                       RawRequest request{
                           "POST", kTemporaryKeys, {{"X-Auth-Token", stage.partner_token()}}, body};
                       request.headers.emplace_back("Content-Type", "application/json");
                       return raw(stage, std::move(request));
                     }});
  };
  const auto agency = [](const std::string& more) {
    return key_body(
        R"("methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM")" +
        more + "}");
  };
  with("IAM.0007", 400, "TwoMethods", key_body(R"("methods":["token","assume_role"])"));
  with("IAM.0007", 400, "UnknownMethod", key_body(R"("methods":["password"])"));
  with("IAM.0007", 400, "TooShort", agency(R"(,"duration_seconds":899)"));
  with("IAM.0007", 400, "TooLong", agency(R"(,"duration_seconds":86401)"));
  with("IAM.0007", 400, "TokenTooLong",
       key_body(R"("methods":["token"],"token":{"duration_seconds":86401})"));
  with("IAM.0007", 400, "SessionUser", agency(R"(,"session_user":{"name":"1abc"})"));
  with("IAM.0011", 400, "NoJson", "auth");
  with("IAM.0011", 400, "Array", "[]");
  with("IAM.0072", 400, "NoAuth", "{}");
  with("IAM.0072", 400, "NoIdentity", R"({"auth":{}})");
  with("IAM.0072", 400, "NoMethods", key_body(""));
  with("IAM.0072", 400, "NoAgency",
       key_body(R"("methods":["assume_role"],"assume_role":{"domain_name":"demo-customer"})"));
  with("IAM.0072", 400, "NoDomain",
       key_body(R"("methods":["assume_role"],"assume_role":{"agency_name":"DEMO_PLATFORM"})"));
  with("IAM.1101", 400, "Empty", "");
  with("IAM.1101", 400, "Of33KB", good + std::string(33UL * 1024, ' '));
  with("IAM.0067", 401, "OtherTokenInTheBody",
       key_body(R"("methods":["token"],"token":{"id":"MIIunknown"})"));
  with("IAM.0002", 403, "NoSuchAgency", key_by_agency("demo-customer", "OTHER"));
  with("IAM.0004", 404, "NoSuchAccount", key_by_agency("nobody", kPlatform));
  with(
      "IAM.NotModelled", 501, "",
      key_body(
          R"("methods":["token"],"policy":{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["*"]}]})"));
  table.push_back({name, "IAM.0002", 403, "BlockedAgency", [](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"blocked_agency", yes()}});
                     return raw(stage, stage.partner_token(), "POST", kTemporaryKeys,
                                key_by_agency("demo-customer", kPlatform));
                   }});
  table.push_back({name, "IAM.0002", 403, "NoAgentOperator", [](Stage& stage) {
                     set_user_flag(stage, "no_agent_operator");
                     return raw(stage, stage.partner_token(), "POST", kTemporaryKeys,
                                key_by_agency("demo-customer", kPlatform));
                   }});
  table.push_back({name, "IAM.0082", 403, "AfterItsLogin", [good](Stage& stage) {
                     const std::string token = stage.partner_token();
                     set_user_flag(stage, "disabled");
                     return raw(stage, token, "POST", kTemporaryKeys, good);
                   }});
}

}  // namespace

void set_user_flag(Stage& stage, const char* flag) {
  stage.control.portal(
      "vendor/set-user-flags",
      {{"account_id", text(kPartnerId)}, {"user_name", text("demo-partner")}, {flag, yes()}});
}

void add_injected(std::vector<ErrorScenario>& table, const char* operation, const char* code,
                  int status, const char* method, const char* path, const std::string& body) {
  ErrorScenario scenario{
      operation, code, status, "Injected",
      [operation = std::string(operation), code = std::string(code), method, path,
       body](Stage& stage) {
        const std::string token = stage.partner_token();
        stage.control.inject(R"({"match":{"operation":")" + operation +
                             R"("},"effect":{"error":")" + code + R"("}})");
        RawRequest request{
            method, path, {{"X-Auth-Token", token}, {"X-Subject-Token", token}}, body};
        if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
        return raw(stage, request);
      }};
  table.push_back(std::move(scenario));
}

std::vector<ErrorScenario> iam_errors() {
  std::vector<ErrorScenario> table = iam_token_errors();
  add_lists(table);
  add_temporary_keys(table);
  add_caller_errors(table, "ShowCallerIdentity", "GET", kCallerIdentity, {});
  add_signed(table, "ShowCallerIdentity", kCallerIdentity);
  return table;
}

}  // namespace bss::contract
