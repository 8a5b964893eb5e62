#include "api/login.h"

#include <utility>

#include "api/iam.h"

namespace bss::mock::api {

namespace {

iam::NameOrId account_of(const std::optional<IamDomainRef>& domain) {
  return domain ? iam::NameOrId{domain->name, domain->id} : iam::NameOrId{};
}

/// Keeps what is asked for instead of doing it.
class LoginReader final : public IamHandlers {
 public:
  Reply<CreateTokenResponse> create_token(const CallContext&,
                                          const CreateTokenRequest& request) override {
    const IamTokenIdentity& identity = request.auth.identity;
    login_.emplace();
    if (identity.password) login_->password = password_login(identity.password->user);
    if (identity.token) login_->token = identity.token->id;
    return Failure{};
  }
  std::optional<Login> take() { return std::move(login_); }

 private:
  std::optional<Login> login_;
};

}  // namespace

iam::PasswordLogin password_login(const IamPasswordUser& user) {
  iam::PasswordLogin login;
  login.user = {user.name, user.id};
  if (user.domain) login.account = account_of(user.domain);
  login.password = user.password;
  return login;
}

std::optional<Login> login_of(BoundCall& call, domain::World& world) {
  LoginReader reader;
  Handlers handlers;
  handlers.iam = &reader;
  call.execute(handlers, CallContext{world, nullptr, {}, {}, false});
  return reader.take();
}

}  // namespace bss::mock::api
