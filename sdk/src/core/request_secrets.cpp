#include "core/request_secrets.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "bss/wire/json.h"
#include "core/error_decoder.h"

namespace bss::detail {

using wire::Json;

namespace {

constexpr const char* kMask = "***";
constexpr std::array<std::string_view, 3> kSecretHeaders{"X-Auth-Token", "X-Subject-Token",
                                                         "X-Security-Token"};
constexpr std::string_view kAuthorization = "Authorization";

bool is_secret_field(std::string_view name) {
  static constexpr std::array<std::string_view, 6> kNames{
      "password", "verification_code", "secret", "securitytoken", "security_token", "passcode"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

void collect_secrets(const Json& value, std::vector<std::string>* secrets) {
  for (const auto& [name, member] : value.members()) {
    if (member.kind() == Json::Kind::kString && is_secret_field(name))
      secrets->push_back(member.text());
    collect_secrets(member, secrets);
  }
  for (const Json& item : value.items()) collect_secrets(item, secrets);
}

Json masked(const Json& value) {
  if (value.kind() == Json::Kind::kArray) {
    std::vector<Json> items;
    for (const Json& item : value.items()) items.push_back(masked(item));
    return Json::array(std::move(items));
  }
  if (value.kind() != Json::Kind::kObject) return value;
  Json::Members members;
  for (const auto& [name, member] : value.members()) {
    const bool secret = member.kind() == Json::Kind::kString && is_secret_field(name);
    members.emplace_back(name, secret ? Json::string(kMask) : masked(member));
  }
  return Json::object(std::move(members));
}

std::string masked_header(const std::pair<std::string, std::string>& header) {
  const NameValues alone{header};
  const auto named = [&alone](std::string_view name) {
    return find_header(alone, name) != nullptr;
  };
  if (std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(), named)) return kMask;
  if (!named(kAuthorization)) return header.second;
  // Which key and which headers is worth reading; the signature is the proof.
  constexpr std::string_view kSignature = "Signature=";
  const std::size_t at = header.second.find(kSignature);
  return at == std::string::npos ? kMask : header.second.substr(0, at + kSignature.size()) + kMask;
}

void replace_all(std::string* text, const std::string& what) {
  // Texts of less than four characters would tear unrelated words apart and protect nothing.
  if (what.size() < 4) return;
  for (std::size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + 3)) {
    text->replace(at, what.size(), kMask);
  }
}

}  // namespace

void remove_secrets(Error& error, const TransportRequest& request) {
  if (error.message.empty() && error.details.empty()) return;
  std::vector<std::string> secrets;
  for (const auto& [name, value] : request.headers) {
    const NameValues alone{{name, value}};
    if (masked_header(alone.front()) != value) secrets.push_back(value);
  }
  if (request.has_body) {
    const wire::JsonResult body = wire::read_json(request.body);
    if (body.value) collect_secrets(*body.value, &secrets);
  }
  for (const std::string& secret : secrets) {
    replace_all(&error.message, secret);
    for (auto& [name, value] : error.details) replace_all(&value, secret);
  }
}

DryRun without_secrets(const TransportRequest& request) {
  DryRun shown;
  shown.method = request.method;
  shown.url = request.url + request.target;
  for (const auto& header : request.headers)
    shown.headers.emplace_back(header.first, masked_header(header));
  shown.has_body = request.has_body;
  if (request.has_body) {
    const wire::JsonResult body = wire::read_json(request.body);
    // What is no JSON cannot be looked through.
    shown.body = body.value             ? write_json(masked(*body.value))
                 : request.body.empty() ? std::string()
                                        : std::string(kMask);
  }
  return shown;
}

}  // namespace bss::detail

namespace bss {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

std::string DryRun::curl() const {
  std::string command = "curl --request " + method + " " + quoted(url);
  for (const auto& [name, value] : headers)
    command += " \\\n  --header " + quoted(name + ": " + value);
  if (has_body) command += " \\\n  --data-raw " + quoted(body);
  return command;
}

}  // namespace bss
