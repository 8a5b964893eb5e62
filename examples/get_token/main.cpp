// Logs in with the account's password and says what the token is good for. Programs need none of
// this: the client fetches and renews its tokens itself.
#include <bss/bss.h>

#include "common/arguments.h"

namespace {

constexpr const char* kHelp =
    "get_token [--project NAME] [--show]\n"
    "\n"
    "Fetches a token for the account in the environment and prints account, scope and life.\n"
    "  --project NAME   for this project (region) instead of the whole account\n"
    "  --show           print the token itself as well: whoever has it is you for a day\n"
    "\n"
    "Environment: HUAWEICLOUD_IAM_ENDPOINT, HUAWEICLOUD_USERNAME, HUAWEICLOUD_PASSWORD, "
    "HUAWEICLOUD_DOMAIN_NAME.\n"
    "Exit codes: 0 done, 1 refused or failed, 2 usage.\n";

bss::CreateTokenRequest login(const bss::Credentials::Password& owner, const std::string& project) {
  bss::IamPasswordUser user;
  user.name = owner.user_name;
  user.password = owner.password;
  user.domain = bss::IamDomainRef{owner.domain_name, std::nullopt};

  bss::CreateTokenRequest request;
  request.nocatalog = "true";
  request.auth.identity.methods = {"password"};
  request.auth.identity.password = bss::IamPasswordMethod{user};
  request.auth.scope.emplace();
  if (project.empty()) {
    request.auth.scope->domain = bss::IamDomainRef{owner.domain_name, std::nullopt};
  } else {
    // A project's name is unique within its account only; an IAM may insist on both.
    request.auth.scope->project = bss::IamProjectRef{
        project, std::nullopt, bss::IamDomainRef{owner.domain_name, std::nullopt}};
  }
  return request;
}

}  // namespace

int main(int count, char** texts) {
  const auto arguments =
      examples::read_arguments(count, texts, {"--project"}, {"--help", "--show"});
  if (!arguments || !arguments->others.empty()) return examples::kUsage;
  if (arguments->has("--help")) {
    std::cout << kHelp;
    return examples::kDone;
  }
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) return examples::report(client.error());

  const bss::ClientConfig& config = client->config();
  const auto* owner = std::get_if<bss::Credentials::Password>(&config.credentials.source());
  // Beside an access key the login stands here.
  if (owner == nullptr) {
    owner = std::get_if<bss::Credentials::Password>(&config.role_credentials.source());
  }
  if (owner == nullptr) {
    std::cerr << "Only a password can be turned into a token: set HUAWEICLOUD_USERNAME and "
                 "HUAWEICLOUD_PASSWORD, and no "
                 "access key.\n";
    return examples::kFailed;
  }
  const auto answer = client->call_iam<bss::operations::CreateToken>(
      login(*owner, arguments->value("--project", "")));
  if (!answer) return examples::report(answer.error());

  const bss::IamTokenInfo& token = answer->token;
  if (!answer->x_subject_token || answer->x_subject_token->empty()) {
    std::cerr << "The answer carries no X-Subject-Token.\n";
    return examples::kFailed;
  }
  std::cout << "user:    " << token.user.name.value_or("?") << "\n";
  if (token.project) {
    std::cout << "project: " << token.project->name.value_or("?") << " ("
              << token.project->id.value_or("?") << ")\n";
  } else if (token.domain) {
    std::cout << "account: " << token.domain->name.value_or("?") << " ("
              << token.domain->id.value_or("?") << ")\n";
  }
  std::cout << "issued:  " << token.issued_at << "\n"
            << "expires: " << token.expires_at << "\n"
            << "length:  " << answer->x_subject_token->reveal().size() << " characters\n";
  if (arguments->has("--show"))
    std::cout << "token:   " << answer->x_subject_token->reveal() << "\n";
  return examples::kDone;
}
