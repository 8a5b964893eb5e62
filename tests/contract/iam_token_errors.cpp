// Documented errors of CreateToken and ShowToken. The other operations of IAM stand in
// iam_errors.cpp.
#include "cast.h"
#include "error_scenario.h"
#include "iam_scenarios.h"

namespace bss::contract {
namespace {

std::string password_body(
    const std::string& account, const std::string& user, const std::string& password,
    const std::string& scope = R"(,"scope":{"domain":{"name":"demo-partner"}})") {
  return R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":")" + user +
         R"(","password":")" + password + R"(","domain":{"name":")" + account + R"("}}}})" + scope +
         "}}";
}

std::string assume_body(const std::string& customer, const std::string& agency,
                        const std::string& scope = R"("domain":{"name":"demo-customer"})") {
  return R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":")" +
         customer + R"(","agency_name":")" + agency + R"("}},"scope":{)" + scope + "}}}";
}

std::string token_body(const std::string& token) {
  return R"({"auth":{"identity":{"methods":["token"],"token":{"id":")" + token +
         R"("}},"scope":{"domain":{"name":"demo-partner"}}}})";
}

RawRequest login(const std::string& body, Headers more = {}) {
  more.emplace_back("Content-Type", "application/json");
  return {"POST", kTokens, std::move(more), body};
}

using Arrange = std::function<Act(Stage&)>;

Arrange log_in_with(const std::string& body) {
  return [body](Stage& stage) { return raw(stage, login(body)); };
}

void add_create_token_body(std::vector<ErrorScenario>& table) {
  const std::vector<BadInput> bodies{
      {"NoJson", "name=demo"},
      {"Array", "[]"},
      {"NoAuth", "{}"},
      {"NoIdentity", R"({"auth":{}})"},
      {"NoMethods", R"({"auth":{"identity":{}}})"},
      {"EmptyMethods", R"({"auth":{"identity":{"methods":[]}}})"},
      {"UnknownMethod", R"({"auth":{"identity":{"methods":["saml2"]}}})"},
      {"PasswordMissing", R"({"auth":{"identity":{"methods":["password"]}}})"},
      {"UserMissing", R"({"auth":{"identity":{"methods":["password"],"password":{}}}})"},
      {"NameWithoutDomain",
       R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"demo-partner","password":"Partner@2025"}}}}})"},
      {"NeitherNameNorId",
       R"({"auth":{"identity":{"methods":["password"],"password":{"user":{"password":"Partner@2025"}}}}})"},
      {"TokenWithoutScope", R"({"auth":{"identity":{"methods":["token"],"token":{"id":"x"}}}})"},
      {"AssumeRoleWithoutScope",
       R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer","agency_name":"DEMO_PLATFORM"}}}})"},
      {"AssumeRoleWithoutAgency",
       R"({"auth":{"identity":{"methods":["assume_role"],"assume_role":{"domain_name":"demo-customer"}},"scope":{"domain":{"name":"demo-customer"}}}})"}};
  for (const BadInput& bad : bodies) {
    table.push_back({"CreateToken", "keystone-invalid-body", 400, bad.name, log_in_with(bad.text)});
  }
  table.push_back(
      {"CreateToken", "keystone-not-modelled", 501, "",
       log_in_with(
           R"({"auth":{"identity":{"methods":["password","totp"],"password":{"user":{"name":"demo-partner","password":"Partner@2025","domain":{"name":"demo-partner"}}},"totp":{"user":{"id":"u","passcode":"123456"}}}}})")});
}

void add_create_token_password(std::vector<ErrorScenario>& table) {
  // All three look the same, so that nobody learns which part was wrong.
  const char* code = "keystone-wrong-credentials";
  table.push_back({"CreateToken", code, 401, "Password",
                   log_in_with(password_body("demo-partner", "demo-partner", "x"))});
  table.push_back({"CreateToken", code, 401, "User",
                   log_in_with(password_body("demo-partner", "nobody", "Partner@2025"))});
  table.push_back({"CreateToken", code, 401, "Account",
                   log_in_with(password_body("nobody", "nobody", "Partner@2025"))});
  table.push_back(
      {"CreateToken", "IAM.0061", 401, "RightPasswordAfterFiveWrongOnes", [](Stage& stage) {
         for (int i = 0; i < 5; ++i) {
           stage.http.send(login(password_body("demo-partner", "demo-partner", "x")));
         }
         return raw(stage, login(password_body("demo-partner", "demo-partner", "Partner@2025")));
       }});
  for (const auto& [code_of_flag, flag] :
       {std::pair{"IAM.0081", "console_only"}, std::pair{"IAM.0082", "disabled"}}) {
    table.push_back(
        {"CreateToken", code_of_flag, 403, "", [flag = flag](Stage& stage) {
           set_user_flag(stage, flag);
           return raw(stage, login(password_body("demo-partner", "demo-partner", "Partner@2025")));
         }});
  }
  table.push_back({"CreateToken", "keystone-project-not-found", 404, "",
                   log_in_with(password_body("demo-partner", "demo-partner", "Partner@2025",
                                             R"(,"scope":{"project":{"name":"eu-nowhere-1"}})"))});
  table.push_back(
      {"CreateToken", "keystone-forbidden", 403, "ScopeOfAnotherAccount",
       log_in_with(password_body("demo-partner", "demo-partner", "Partner@2025",
                                 R"(,"scope":{"domain":{"name":"demo-distributor"}})"))});
}

void add_create_token_role(std::vector<ErrorScenario>& table) {
  const auto with_partner = [](const std::string& body) {
    return [body](Stage& stage) {
      return raw(stage, login(body, {{"X-Auth-Token", stage.partner_token()}}));
    };
  };
  const char* invalid = "keystone-x-auth-token-invalid";
  const std::string assume = assume_body("demo-customer", kPlatform);
  table.push_back({"CreateToken", invalid, 401, "Absent", log_in_with(assume)});
  table.push_back(
      {"CreateToken", invalid, 401, "Damaged", [assume](Stage& stage) {
         return raw(stage, login(assume, {{"X-Auth-Token", stage.partner_token() + "x"}}));
       }});
  table.push_back({"CreateToken", invalid, 401, "PastItsLife", [assume](Stage& stage) {
                     const std::string token = stage.partner_token();
                     stage.control.advance_clock(kTokenLife);
                     return raw(stage, login(assume, {{"X-Auth-Token", token}}));
                   }});
  const char* forbidden = "keystone-forbidden";
  table.push_back({"CreateToken", forbidden, 403, "NoSuchAccount",
                   with_partner(assume_body("nobody", kPlatform))});
  table.push_back({"CreateToken", forbidden, 403, "NoSuchAgency",
                   with_partner(assume_body("demo-customer", "OTHER"))});
  table.push_back(
      {"CreateToken", forbidden, 403, "AgencyForAnotherPartner", [assume](Stage& stage) {
         return raw(stage, login(assume, {{"X-Auth-Token", stage.distributor_token()}}));
       }});
  table.push_back({"CreateToken", forbidden, 403, "BlockedAgency", [assume](Stage& stage) {
                     set_flags(stage, kCustomerId, {{"blocked_agency", yes()}});
                     return raw(stage, login(assume, {{"X-Auth-Token", stage.partner_token()}}));
                   }});
  table.push_back({"CreateToken", forbidden, 403, "NoAgentOperator", [assume](Stage& stage) {
                     set_user_flag(stage, "no_agent_operator");
                     return raw(stage, login(assume, {{"X-Auth-Token", stage.partner_token()}}));
                   }});
  table.push_back({"CreateToken", forbidden, 403, "ScopeIsNotTheCustomers",
                   with_partner(assume_body("demo-customer", kPlatform,
                                            R"("domain":{"name":"demo-partner"})"))});
  const char* unauthenticated = "keystone-unauthenticated";
  table.push_back(
      {"CreateToken", unauthenticated, 401, "Unknown", log_in_with(token_body("MIIunknown"))});
  table.push_back({"CreateToken", unauthenticated, 401, "PastItsLife", [](Stage& stage) {
                     const std::string token = stage.partner_token();
                     stage.control.advance_clock(kTokenLife);
                     return raw(stage, login(token_body(token)));
                   }});
}

void add_show_token(std::vector<ErrorScenario>& table) {
  const auto show = [](const std::string& caller, const std::string& subject) {
    Headers headers;
    if (!caller.empty()) headers.emplace_back("X-Auth-Token", caller);
    if (!subject.empty()) headers.emplace_back("X-Subject-Token", subject);
    return RawRequest{"GET", kTokens, std::move(headers), {}};
  };
  ErrorScenario absent{
      "ShowToken", "keystone-invalid-parameter", 400, "Absent",
      [show](Stage& stage) { return raw(stage, show(stage.partner_token(), {})); }};
  absent.message = "Request parameter X-Subject-Token is invalid.";
  table.push_back(std::move(absent));
  table.push_back({"ShowToken", "keystone-unauthenticated", 401, "Absent",
                   [show](Stage& stage) { return raw(stage, show({}, stage.partner_token())); }});
  table.push_back({"ShowToken", "keystone-unauthenticated", 401, "Damaged", [show](Stage& stage) {
                     return raw(stage, show(stage.partner_token() + "x", stage.partner_token()));
                   }});
  table.push_back(
      {"ShowToken", "keystone-unauthenticated", 401, "PastItsLife", [show](Stage& stage) {
         const std::string token = stage.partner_token();
         stage.control.advance_clock(kTokenLife);
         return raw(stage, show(token, token));
       }});
  table.push_back(
      {"ShowToken", "keystone-forbidden", 403, "OfAnotherAccount", [show](Stage& stage) {
         return raw(stage, show(stage.partner_token(), stage.distributor_token()));
       }});
  table.push_back(
      {"ShowToken", "keystone-subject-token-invalid", 404, "Unknown",
       [show](Stage& stage) { return raw(stage, show(stage.partner_token(), "MIIunknown")); }});
  table.push_back(
      {"ShowToken", "keystone-subject-token-invalid", 404, "PastItsLife", [show](Stage& stage) {
         const std::string old = stage.partner_token();
         stage.control.advance_clock("PT20H");
         const std::string fresh =
             stage.http.send(login(password_body("demo-partner", "demo-partner", "Partner@2025")))
                 .header("X-Subject-Token");
         stage.control.advance_clock("PT4H1S");
         return raw(stage, show(fresh, old));
       }});
}

}  // namespace

std::vector<ErrorScenario> iam_token_errors() {
  std::vector<ErrorScenario> table;
  add_create_token_body(table);
  add_create_token_password(table);
  add_create_token_role(table);
  const std::string good = password_body("demo-partner", "demo-partner", "Partner@2025");
  add_injected(table, "CreateToken", "IAM.0012", 429, "POST", kTokens, good);
  add_injected(table, "CreateToken", "keystone-internal-error", 500, "POST", kTokens, good);
  add_injected(table, "CreateToken", "keystone-unavailable", 503, "POST", kTokens, good);
  add_show_token(table);
  add_injected(table, "ShowToken", "IAM.0009", 400, "GET", kTokens);
  add_injected(table, "ShowToken", "IAM.0012", 429, "GET", kTokens);
  add_injected(table, "ShowToken", "keystone-internal-error", 500, "GET", kTokens);
  return table;
}

}  // namespace bss::contract
