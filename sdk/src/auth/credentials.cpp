#include "bss/credentials.h"

#include <cstdlib>
#include <utility>

namespace bss {
namespace {

Error missing(std::string message) {
  Error error;
  error.kind = ErrorKind::kAuth;
  error.message = std::move(message);
  return error;
}

}  // namespace

Credentials Credentials::password(std::string user_name, Secret password, std::string domain_name) {
  if (domain_name.empty()) domain_name = user_name;
  return Credentials(
      Source(Password{std::move(user_name), std::move(password), std::move(domain_name)}));
}

Credentials Credentials::token(Secret token) {
  return Credentials(Source(Token{std::move(token)}));
}

Credentials Credentials::access_key(std::string access_key, Secret secret_key,
                                    std::string domain_id) {
  return temporary_access_key(std::move(access_key), std::move(secret_key), Secret(),
                              std::move(domain_id));
}

Credentials Credentials::temporary_access_key(std::string access_key, Secret secret_key,
                                              Secret security_token, std::string domain_id) {
  return Credentials(Source(AccessKey{std::move(access_key), std::move(secret_key),
                                      std::move(security_token), std::move(domain_id)}));
}

Credentials Credentials::callback(Callback callback) {
  return Credentials(Source(Supplier{std::make_shared<const Callback>(std::move(callback))}));
}

Result<Credentials> Credentials::from_environment() {
  return from_environment([](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  });
}

Result<Credentials> Credentials::from_environment(const Environment& environment) {
  const auto read = [&environment](const char* name) {
    return environment(name).value_or(std::string());
  };
  std::string access_key = read("HUAWEICLOUD_SDK_AK");
  std::string secret_key = read("HUAWEICLOUD_SDK_SK");
  if (access_key.empty() != secret_key.empty()) {
    return missing(
        "Of HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK only one is set; a key pair needs both.");
  }
  if (!access_key.empty()) {
    return temporary_access_key(std::move(access_key), std::move(secret_key),
                                read("HUAWEICLOUD_SDK_SECURITY_TOKEN"),
                                read("HUAWEICLOUD_SDK_DOMAIN_ID"));
  }
  std::string user_name = read("HUAWEICLOUD_USERNAME");
  std::string user_password = read("HUAWEICLOUD_PASSWORD");
  if (user_name.empty() != user_password.empty()) {
    return missing(
        "Of HUAWEICLOUD_USERNAME and HUAWEICLOUD_PASSWORD only one is set; a login needs both.");
  }
  if (!user_name.empty()) {
    return password(std::move(user_name), std::move(user_password),
                    read("HUAWEICLOUD_DOMAIN_NAME"));
  }
  return missing(
      "No credentials: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or HUAWEICLOUD_USERNAME and "
      "HUAWEICLOUD_PASSWORD.");
}

}  // namespace bss
