#include "iam/signature_explanation.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/world.h"
#include "iam/signature_mistakes.h"
#include "store/identity.h"

namespace bss::mock::iam {
namespace {

/// What the workspace knows of the key that signed, and all other secrets: a signature may have
/// been made with one of these.
struct Keys {
  std::optional<std::string> secret;
  std::string security_token_digest;  ///< of a temporary key
  std::vector<store::AccessKeyRow> others;
};

Keys keys_of(domain::World& world, const std::string& access_key) {
  return world.run([&] {
    Keys keys;
    for (auto& key : store::list_access_keys(world.db())) {
      if (key.access_key == access_key) {
        keys.secret = key.secret_key;
      } else {
        keys.others.push_back(std::move(key));
      }
    }
    if (const auto key = store::find_temporary_key(world.db(), access_key)) {
      keys.secret = key->secret_key;
      keys.security_token_digest = key->security_token_digest;
    }
    return keys;
  });
}

std::string line_at(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const auto begin = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const auto from = begin == std::string_view::npos ? 0 : begin + 1;
  return std::string(text.substr(from, text.find('\n', offset) - from));
}

SignatureDifference difference_of(std::string_view server, std::string_view client) {
  const auto [one, other] =
      std::mismatch(server.begin(), server.end(), client.begin(), client.end());
  SignatureDifference difference;
  difference.offset = static_cast<std::size_t>(one - server.begin());
  difference.part = part_of_canonical(server, difference.offset);
  difference.server = line_at(server, difference.offset);
  difference.client = line_at(client, difference.offset);
  return difference;
}

class Explainer {
 public:
  Explainer(domain::World& world, const SignedRequestView& request, const AuthTimes& times)
      : world_(world), request_(request), times_(times) {}

  SignatureExplanation explain(const std::optional<std::string>& client_canonical) {
    const std::string* authorization = request_.header("authorization");
    const auto parts =
        authorization == nullptr ? std::nullopt : parse_authorization(*authorization);
    const std::string* date = request_.header("x-sdk-date");
    if (!parts || date == nullptr) {
      return said(parts ? "There is no X-Sdk-Date header."
                        : "Authorization is missing or not of the form SDK-HMAC-SHA256 Access=, "
                          "SignedHeaders=, Signature=.");
    }
    parts_ = *parts;
    date_ = *date;
    compute();
    if (!keys_.secret) return said("There is no such access key.");
    out_.matches = made_from(*keys_.secret, out_.canonical_request, date_);
    if (out_.matches) return said(beside_the_signature());
    return said("The signature does not match: " + why_not(client_canonical));
  }

 private:
  SignatureExplanation said(std::string verdict) {
    out_.verdict = std::move(verdict);
    return std::move(out_);
  }

  void compute() {
    out_.well_formed = true;
    out_.access_key = parts_.access_key;
    out_.signed_headers = parts_.signed_headers;
    const std::string* declared = request_.header("x-sdk-content-sha256");
    payload_ = declared == nullptr ? sha256_hex(request_.body) : *declared;
    out_.canonical_request = canonical_request(request_, parts_.signed_headers, payload_);
    out_.string_to_sign = string_to_sign(date_, out_.canonical_request);
    keys_ = keys_of(world_, parts_.access_key);
    out_.known_key = keys_.secret.has_value();
  }

  bool made_from(std::string_view secret, std::string_view canonical, std::string_view date) const {
    return equal_in_constant_time(signature_of(secret, string_to_sign(date, canonical)),
                                  parts_.signature);
  }

  /// The signature is right; what else would be refused?
  std::string beside_the_signature() const {
    const std::string* declared = request_.header("x-sdk-content-sha256");
    if (!parts_.signs("x-sdk-date"))
      return "The signature matches, but x-sdk-date is not among the signed headers.";
    const auto at = parse_sdk_date(date_);
    if (!at) return "The signature matches, but X-Sdk-Date is not of the form YYYYMMDDTHHMMSSZ.";
    const std::int64_t ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(at->time_since_epoch()).count();
    const std::int64_t skew =
        std::min(std::abs(ms - times_.wall.ms), std::abs(ms - times_.workspace.ms));
    if (skew > kAllowedSkewMs) {
      return "The signature matches, but the date X-Sdk-Date is " + std::to_string(skew / 60'000) +
             " minutes away from the wall's time and from the workspace's; 15 are allowed.";
    }
    if (declared != nullptr && *declared != "UNSIGNED-PAYLOAD" &&
        *declared != sha256_hex(request_.body)) {
      return "The signature matches, but X-Sdk-Content-Sha256 is not the hash of the body that was "
             "sent.";
    }
    if (!keys_.security_token_digest.empty()) return about_the_token();
    return "The signature matches.";
  }

  std::string about_the_token() const {
    const std::string* token = request_.header("x-security-token");
    if (token == nullptr)
      return "The signature matches, but a temporary key needs its X-Security-Token.";
    if (!parts_.signs("x-security-token"))
      return "The signature matches, but x-security-token is not among the signed headers.";
    if (sha256_hex(*token) != keys_.security_token_digest)
      return "The signature matches, but X-Security-Token does not belong to the key.";
    return "The signature matches.";
  }

  std::string why_not(const std::optional<std::string>& client_canonical) {
    if (client_canonical && *client_canonical != out_.canonical_request) {
      out_.difference = difference_of(out_.canonical_request, *client_canonical);
      return "the client's canonical request differs from the server's in the " +
             out_.difference->part + ".";
    }
    if (const auto missing = header_that_was_not_sent(); !missing.empty())
      return "the header " + missing + " is among the signed headers but was not sent.";
    for (auto& mistake : usual_mistakes(request_, parts_, payload_, date_)) {
      if (!made_from(*keys_.secret, mistake.canonical, mistake.date)) continue;
      if (mistake.canonical != out_.canonical_request)
        out_.difference = difference_of(out_.canonical_request, mistake.canonical);
      out_.likely_canonical_request = std::move(mistake.canonical);
      return mistake.sentence + ".";
    }
    for (const auto& other : keys_.others) {
      if (made_from(other.secret_key, out_.canonical_request, date_))
        return "it was made with the secret key of " + other.access_key + ".";
    }
    if (client_canonical)
      return "both sides make the same canonical request, so the secret key or the date of the "
             "string to sign is another one.";
    return "no usual mistake explains it. Send the client's canonical_request along, or compare "
           "the "
           "server's with it line by line, and the secret key.";
  }

  std::string header_that_was_not_sent() const {
    std::string_view rest = parts_.signed_headers;
    while (!rest.empty()) {
      const auto name = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      if (request_.header(name) == nullptr) return std::string(name);
    }
    return {};
  }

  domain::World& world_;
  const SignedRequestView& request_;
  const AuthTimes& times_;
  AuthorizationHeader parts_;
  std::string date_;
  std::string payload_;
  Keys keys_;
  SignatureExplanation out_;
};

}  // namespace

SignatureExplanation explain_signature(domain::World& world, const SignedRequestView& request,
                                       const AuthTimes& times,
                                       const std::optional<std::string>& client_canonical) {
  return Explainer(world, request, times).explain(client_canonical);
}

}  // namespace bss::mock::iam
