// Client configuration from environment variables (names: contract.md).
#include <cstdlib>
#include <utility>

#include "bss/client.h"
#include "core/target.h"

namespace bss {

namespace {

Error variable_error(const std::string& name, const std::string& rule) {
  Error error;
  error.kind = ErrorKind::kInvalidArgument;
  error.message = name + " " + rule;
  return error;
}

std::string text_of(const Credentials::Environment& environment, const char* name) {
  return environment(name).value_or(std::string());
}

std::optional<std::string> machine_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

}  // namespace

Result<ClientConfig> Client::config_from_environment(const Credentials::Environment& environment) {
  ClientConfig config;
  config.bss_endpoint = text_of(environment, "HUAWEICLOUD_BSS_ENDPOINT");
  if (!config.bss_endpoint.empty() && detail::checked_endpoint(config.bss_endpoint).empty()) {
    return variable_error("HUAWEICLOUD_BSS_ENDPOINT",
                          "must be http(s)://host[:port] without path.");
  }
  const char* iam_name = "HUAWEICLOUD_IAM_ENDPOINT";
  config.iam_endpoint = text_of(environment, iam_name);
  if (config.iam_endpoint.empty()) {
    iam_name = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
    config.iam_endpoint = text_of(environment, iam_name);
  }
  if (!config.iam_endpoint.empty() && detail::checked_endpoint(config.iam_endpoint).empty()) {
    return variable_error(iam_name, "must be http(s)://host[:port] without path.");
  }

  const std::string site = text_of(environment, "HUAWEICLOUD_BSS_SITE");
  if (site == "intl" ||
      (site.empty() && config.bss_endpoint.find("://bss-intl.") != std::string::npos)) {
    config.site = Site::kInternational;
  } else if (!site.empty() && site != "cn") {
    return variable_error("HUAWEICLOUD_BSS_SITE", "must be cn or intl.");
  }
  const std::string pacing = text_of(environment, "HUAWEICLOUD_BSS_PACING");
  if (!pacing.empty() && pacing != "on" && pacing != "off") {
    return variable_error("HUAWEICLOUD_BSS_PACING", "must be on or off.");
  }
  config.pacing = pacing != "off";
  config.xaccount_type = text_of(environment, "HUAWEICLOUD_BSS_XACCOUNT_TYPE");
  config.transport_options.ca_file = text_of(environment, "HUAWEICLOUD_BSS_CA_FILE");

  Result<Credentials> credentials = Credentials::from_environment(environment);
  if (!credentials) return std::move(credentials).error();
  config.credentials = std::move(credentials).value();
  const std::string user = text_of(environment, "HUAWEICLOUD_USERNAME");
  const std::string password = text_of(environment, "HUAWEICLOUD_PASSWORD");
  if (std::holds_alternative<Credentials::AccessKey>(config.credentials.source()) &&
      !user.empty() && !password.empty()) {
    config.role_credentials = Credentials::password(
        user, Secret(password), text_of(environment, "HUAWEICLOUD_DOMAIN_NAME"));
  }
  return config;
}

Result<Client> Client::from_environment() {
  Result<ClientConfig> config = config_from_environment(machine_environment);
  if (!config) return std::move(config).error();
  return Client(std::move(config).value());
}

}  // namespace bss
