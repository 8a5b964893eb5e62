#include "iam/signature_explanation.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/world.h"
#include "store/identity.h"

namespace bss::mock::iam {
namespace {

/// The six lines of a canonical request, so that a mistake can be made in one of them.
struct Lines {
  std::string method, uri, query, headers, signed_headers, payload;

  std::string text() const {
    return method + "\n" + uri + "\n" + query + "\n" + headers + "\n" + signed_headers + "\n" +
           payload;
  }
};

Lines lines_of(const SignedRequestView& request, const AuthorizationHeader& parts,
               const std::string& payload) {
  const std::string canonical = canonical_request(request, parts.signed_headers, payload);
  Lines lines;
  std::string_view rest = canonical;
  for (std::string* line : {&lines.method, &lines.uri, &lines.query}) {
    *line = std::string(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(line->size() + 1);
  }
  const std::string tail = "\n" + parts.signed_headers + "\n" + payload;
  lines.headers = std::string(rest.substr(0, rest.size() - tail.size()));
  lines.signed_headers = parts.signed_headers;
  lines.payload = payload;
  return lines;
}

struct Mistake {
  std::string sentence;
  std::string canonical;
};

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

/// Mistakes that clients have been seen to make, one at a time.
std::vector<Mistake> usual_mistakes(const SignedRequestView& request, const Lines& good) {
  const TargetParts target = split_target(request.target);
  std::vector<Mistake> all;
  const auto add = [&](std::string sentence, auto change) {
    Lines bad = good;
    change(bad);
    std::string canonical = bad.text();
    if (canonical != good.text()) all.push_back({std::move(sentence), std::move(canonical)});
  };
  add("the canonical URI was signed without its final slash",
      [](Lines& bad) { bad.uri.pop_back(); });
  add("the path was signed as it is on the wire, not decoded and encoded again",
      [&](Lines& bad) { bad.uri = std::string(target.path) + "/"; });
  add("the query was signed as it is on the wire, not sorted and encoded again",
      [&](Lines& bad) { bad.query = std::string(target.query); });
  add("the query was left out", [](Lines& bad) { bad.query.clear(); });
  add("blanks of the query were signed as '+' instead of %20",
      [](Lines& bad) { bad.query = replaced(bad.query, "%20", "+"); });
  add("a '+' of the query was signed as a blank",
      [](Lines& bad) { bad.query = replaced(bad.query, "%2B", "%20"); });
  add("'~' was signed as %7E", [](Lines& bad) {
    bad.query = replaced(bad.query, "~", "%7E");
    bad.uri = replaced(bad.uri, "~", "%7E");
  });
  add("a parameter without value was signed without '='", [](Lines& bad) {
    bad.query = replaced(bad.query, "=&", "&");
    if (!bad.query.empty() && bad.query.back() == '=') bad.query.pop_back();
  });
  add("the header lines were signed without the empty line after them",
      [](Lines& bad) { bad.headers.pop_back(); });
  add("the body was hashed as if it were empty", [](Lines& bad) { bad.payload = sha256_hex({}); });
  add("the body was hashed as {}", [](Lines& bad) { bad.payload = sha256_hex("{}"); });
  add("the body was hashed with a line feed that was not sent",
      [&](Lines& bad) { bad.payload = sha256_hex(std::string(request.body) + "\n"); });
  add("the body was hashed without its final line feed", [&](Lines& bad) {
    if (!request.body.empty() && request.body.back() == '\n') {
      bad.payload = sha256_hex(request.body.substr(0, request.body.size() - 1));
    }
  });
  add("UNSIGNED-PAYLOAD was signed but X-Sdk-Content-Sha256 does not say so",
      [](Lines& bad) { bad.payload = kUnsignedPayload; });
  add("the hash of the body was written in upper case", [](Lines& bad) {
    for (char& c : bad.payload) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  });
  add("a line feed was signed after the last line", [](Lines& bad) { bad.payload += "\n"; });
  all.push_back({"lines were separated by CR LF", replaced(good.text(), "\n", "\r\n")});
  return all;
}

std::optional<std::string> secret_of(domain::World& world, const std::string& access_key) {
  return world.run([&]() -> std::optional<std::string> {
    if (const auto key = store::find_access_key(world.db(), access_key)) return key->secret_key;
    if (const auto key = store::find_temporary_key(world.db(), access_key)) return key->secret_key;
    return std::nullopt;
  });
}

std::size_t first_difference(std::string_view left, std::string_view right) noexcept {
  const auto [one, other] = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
  return static_cast<std::size_t>(one - left.begin());
}

}  // namespace

SignatureExplanation explain_signature(domain::World& world, const SignedRequestView& request) {
  SignatureExplanation out;
  const std::string* authorization = request.header("authorization");
  const auto parts = authorization == nullptr ? std::nullopt : parse_authorization(*authorization);
  const std::string* date = request.header("x-sdk-date");
  if (!parts || date == nullptr) {
    out.verdict = parts ? "There is no X-Sdk-Date header."
                        : "Authorization is missing or not of the form SDK-HMAC-SHA256 Access=, "
                          "SignedHeaders=, Signature=.";
    return out;
  }
  out.well_formed = true;
  out.access_key = parts->access_key;
  out.signed_headers = parts->signed_headers;
  const std::string* declared = request.header("x-sdk-content-sha256");
  const std::string payload = declared == nullptr ? sha256_hex(request.body) : *declared;
  const Lines good = lines_of(request, *parts, payload);
  out.canonical_request = good.text();
  out.string_to_sign = string_to_sign(*date, out.canonical_request);

  const auto secret = secret_of(world, parts->access_key);
  out.known_key = secret.has_value();
  if (!secret) {
    out.verdict = "There is no such access key.";
    return out;
  }
  const auto made_from = [&](std::string_view canonical) {
    return equal_in_constant_time(signature_of(*secret, string_to_sign(*date, canonical)),
                                  parts->signature);
  };
  out.matches = made_from(out.canonical_request);
  if (out.matches) {
    out.verdict = "The signature matches.";
    return out;
  }
  for (auto& mistake : usual_mistakes(request, good)) {
    if (!made_from(mistake.canonical)) continue;
    out.verdict = "The signature does not match: " + mistake.sentence + ".";
    out.first_difference = first_difference(out.canonical_request, mistake.canonical);
    out.likely_canonical_request = std::move(mistake.canonical);
    return out;
  }
  out.verdict =
      "The signature does not match and no usual mistake explains it: compare the canonical "
      "request line by line with the client's, and the secret key.";
  return out;
}

}  // namespace bss::mock::iam
