// What proves who calls. Programs make one value with a factory and put it into the client's
// configuration.
//
// A cheap value: copies share nothing that changes and may be used from several threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bss/function.h"
#include "bss/result.h"
#include "bss/secret.h"

namespace bss {

class Credentials {
 public:
  /// Login of an account or of one of its IAM users; the SDK fetches tokens with it and renews
  /// them.
  struct Password {
    std::string user_name;
    Secret password;
    std::string domain_name;  ///< account name; for the account itself equal to the user name
  };
  /// A token that somebody else fetched. It cannot be renewed.
  struct Token {
    Secret token;
  };
  /// A key pair: every request is signed. With `security_token` it is a temporary pair.
  struct AccessKey {
    std::string access_key;
    Secret secret_key;
    Secret security_token;  ///< empty for permanent keys
    std::string domain_id;  ///< account id, sent and signed as X-Domain-Id; empty: not sent
  };
  using Supplied = std::variant<Token, AccessKey>;
  /// Asked before every attempt, so it should answer from memory; must be safe to call from several
  /// threads.
  using Callback = Function<Result<Supplied>()>;
  struct Supplier {
    std::shared_ptr<const Callback> callback;
  };
  using Source = std::variant<std::monostate, Password, Token, AccessKey, Supplier>;
  /// Reads one environment variable; nothing when it is not set.
  using Environment = Function<std::optional<std::string>(const char* name)>;

  /// No credentials: every call that needs some fails with `auth` before it is sent.
  Credentials() = default;

  /// `domain_name` empty: the user name.
  static Credentials password(std::string user_name, Secret password, std::string domain_name = {});
  static Credentials token(Secret token);
  static Credentials access_key(std::string access_key, Secret secret_key,
                                std::string domain_id = {});
  static Credentials temporary_access_key(std::string access_key, Secret secret_key,
                                          Secret security_token, std::string domain_id = {});
  static Credentials callback(Callback callback);
  /// HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK (with HUAWEICLOUD_SDK_SECURITY_TOKEN,
  /// HUAWEICLOUD_SDK_DOMAIN_ID), else HUAWEICLOUD_USERNAME and HUAWEICLOUD_PASSWORD (with
  /// HUAWEICLOUD_DOMAIN_NAME, default the user name), else an `auth` error that names both. Half a
  /// pair is an error too, never a silent fall-back. An empty variable counts as not set.
  static Result<Credentials> from_environment();
  static Result<Credentials> from_environment(const Environment& environment);

  bool empty() const noexcept { return std::holds_alternative<std::monostate>(source_); }
  /// For the SDK and for programs that bring their own transport.
  const Source& source() const noexcept { return source_; }

 private:
  explicit Credentials(Source source) : source_(std::move(source)) {}
  Source source_;
};

}  // namespace bss
