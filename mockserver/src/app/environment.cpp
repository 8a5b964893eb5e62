#include "app/environment.h"

#include "bss/wire/json.h"

namespace bss::mock::app {

namespace {

const Identity& identity_of(const std::string& account) {
  const auto& cast = demo_credentials();
  if (account == "distributor") return cast.distributor;
  if (account == "customer") return cast.customer;
  if (account == "partner-intl") return cast.partner_intl;
  return cast.partner;
}

/// Inside single quotes a shell takes everything literally but the quote itself.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out.push_back(c);
    }
  }
  return out + "'";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> environment_of(const Remote& remote,
                                                                const std::string& account) {
  const auto& identity = identity_of(account);
  std::vector<std::pair<std::string, std::string>> variables{
      {"BSS_MOCK_ENDPOINT", remote.endpoint},
      {"HUAWEICLOUD_BSS_ENDPOINT", remote.endpoint},
      {"HUAWEICLOUD_IAM_ENDPOINT", remote.endpoint},
      {"HUAWEICLOUD_SDK_AK", identity.access_key},
      {"HUAWEICLOUD_SDK_SK", identity.secret_key},
      {"HUAWEICLOUD_SDK_DOMAIN_ID", identity.domain_id},
      {"HUAWEICLOUD_USERNAME", identity.user_name},
      {"HUAWEICLOUD_PASSWORD", identity.password},
      {"HUAWEICLOUD_DOMAIN_NAME", identity.domain_name},
  };
  if (!identity.platform.empty()) {
    variables.emplace_back("HUAWEICLOUD_BSS_XACCOUNT_TYPE", identity.platform);
  }
  if (!remote.ca_file.empty()) variables.emplace_back("HUAWEICLOUD_BSS_CA_FILE", remote.ca_file);
  return variables;
}

std::string export_lines(const std::vector<std::pair<std::string, std::string>>& variables) {
  std::string out;
  for (const auto& [name, value] : variables) out += "export " + name + "=" + quoted(value) + "\n";
  return out;
}

std::string as_json(const std::vector<std::pair<std::string, std::string>>& variables) {
  auto object = wire::Json::object();
  for (const auto& [name, value] : variables) object.add(name, wire::Json::string(value));
  return wire::write_json(object) + "\n";
}

}  // namespace bss::mock::app
