#include "mutation.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <ostream>

#include "canonical_form.h"

namespace bss::test {
namespace {

using Allowed = bool (*)(unsigned char);

bool is_letter(unsigned char c) {
  return c < 0x80 && std::isalpha(c) != 0;
}
bool in_name(unsigned char c) {
  return c < 0x80 && (std::isalnum(c) != 0 || c == '-');
}
bool in_value(unsigned char c) {
  return c >= 0x20 && c < 0x7f;
}
bool in_host(unsigned char c) {
  return in_name(c) || c == '.' || c == ':';
}
bool in_body(unsigned char) {
  return true;
}
/// RFC 3986: what may stand in path and query.
bool in_target(unsigned char c) {
  return c < 0x80 && (std::isalnum(c) != 0 ||
                      std::string_view("-._~!$&'()*+,;=:@/?%").find(static_cast<char>(c)) !=
                          std::string_view::npos);
}

/// The least change, the change of case, and where neither is allowed the first that is.
std::vector<char> substitutes(char original, Allowed allowed) {
  const auto byte = static_cast<unsigned char>(original);
  std::vector<char> found;
  for (const unsigned bit : {0x01U, 0x20U}) {
    const auto changed = static_cast<unsigned char>(byte ^ bit);
    if (allowed(changed)) found.push_back(static_cast<char>(changed));
  }
  for (unsigned other = 0; found.empty() && other < 0x80; ++other) {
    if (other != byte && allowed(static_cast<unsigned char>(other)))
      found.push_back(static_cast<char>(other));
  }
  return found;
}

class Changes {
 public:
  explicit Changes(const RecordedRequest& original) : original_(original) {}

  /// Changes every byte of one part of the request.
  void each_byte(const std::string& part, Allowed allowed,
                 const std::function<std::string&(RecordedRequest&)>& at) {
    RecordedRequest changed = original_;
    std::string& text = at(changed);
    const std::string whole = text;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const char substitute : substitutes(whole[i], allowed)) {
        text[i] = substitute;
        add(part + " byte " + std::to_string(i) + " '" + whole[i] + "' -> '" + substitute + "'",
            changed);
      }
      text = whole;
    }
  }

  /// Writes each plain byte of the target as %XX: another text, the same request.
  void each_escaped() {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    bool inside_escape = false;
    for (std::size_t i = 0; i < original_.target.size(); ++i) {
      const auto byte = static_cast<unsigned char>(original_.target[i]);
      if (byte == '%') inside_escape = true;
      const bool plain =
          std::isalnum(byte) != 0 || byte == '-' || byte == '.' || byte == '_' || byte == '~';
      if (inside_escape) {
        if (i >= 2 && original_.target[i - 2] == '%') inside_escape = false;
        continue;
      }
      if (!plain) continue;
      RecordedRequest changed = original_;
      changed.target.replace(i, 1, {'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
      add("target byte " + std::to_string(i) + " escaped", changed);
    }
  }

  std::vector<Mutation> take() { return std::move(mutations_); }

 private:
  void add(std::string what, const RecordedRequest& changed) {
    mutations_.push_back({std::move(what), changed, expected_of(original_, changed)});
  }

  const RecordedRequest& original_;
  std::vector<Mutation> mutations_;
};

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [name](const std::string& candidate) {
    return same_header_name(candidate, name);
  });
}

/// SignedHeaders holds lower-case names (auth-gateway 5.2, step 5); any other spelling is another
/// name.
bool lists(const Proof& proof, std::string_view name) {
  const std::vector<std::string> names = names_in(proof.signed_headers);
  return std::any_of(names.begin(), names.end(), [name](const std::string& listed) {
    return listed.size() == name.size() && same_header_name(listed, name) &&
           std::none_of(listed.begin(), listed.end(),
                        [](unsigned char c) { return std::isupper(c) != 0; });
  });
}

bool same_header(const RecordedRequest& one, const RecordedRequest& other, std::string_view name) {
  const std::string* left = one.header(name);
  const std::string* right = other.header(name);
  return left == nullptr || right == nullptr ? left == right : *left == *right;
}

/// Changing these would change where the message ends, not what it says.
bool frames_the_message(std::string_view name) {
  return same_header_name(name, "Content-Length") || same_header_name(name, "Transfer-Encoding") ||
         same_header_name(name, "Connection") || same_header_name(name, "Expect");
}

}  // namespace

std::ostream& operator<<(std::ostream& out, Expected expected) {
  switch (expected) {
    case Expected::kAccepted:
      return out << "accepted";
    case Expected::kNotServed:
      return out << "not served";
    case Expected::kForeignScheme:
      return out << "foreign scheme";
    case Expected::kUnknownKey:
      return out << "unknown key";
    case Expected::kWrongSignature:
      return out << "wrong signature";
    case Expected::kSomeSignature:
      return out << "some signature failure";
  }
  return out;
}

bool is_signed(const RecordedRequest& request) {
  const std::string* authorization = request.header("Authorization");
  return authorization != nullptr && proof_of(*authorization).has_value();
}

std::vector<Mutation> mutations_of(const RecordedRequest& request) {
  Changes changes(request);
  changes.each_byte("method", is_letter,
                    [](RecordedRequest& r) -> std::string& { return r.method; });
  changes.each_byte("target", in_target,
                    [](RecordedRequest& r) -> std::string& { return r.target; });
  changes.each_escaped();
  const Proof proof = *proof_of(*request.header("Authorization"));
  const std::vector<std::string> names = names_in(proof.signed_headers);
  for (std::size_t i = 0; i < request.headers.size(); ++i) {
    const std::string& name = request.headers[i].first;
    if (same_header_name(name, "Authorization")) {
      changes.each_byte("Authorization", in_value,
                        [i](RecordedRequest& r) -> std::string& { return r.headers[i].second; });
      continue;
    }
    if (!has(names, name) || frames_the_message(name)) continue;
    changes.each_byte("name of " + name, in_name,
                      [i](RecordedRequest& r) -> std::string& { return r.headers[i].first; });
    changes.each_byte(name, same_header_name(name, "Host") ? in_host : in_value,
                      [i](RecordedRequest& r) -> std::string& { return r.headers[i].second; });
  }
  changes.each_byte("body", in_body, [](RecordedRequest& r) -> std::string& { return r.body; });
  return changes.take();
}

Expected expected_of(const RecordedRequest& original, const RecordedRequest& changed) {
  // contract.md "Order of refusals": sizes, route, caller.
  if (changed.method != original.method ||
      decoded_path(changed.target) != decoded_path(original.target)) {
    return Expected::kNotServed;
  }
  if (changed.header("Host") == nullptr && original.header("Host") != nullptr)
    return Expected::kNotServed;
  const std::string& authorization = *changed.header("Authorization");
  if (authorization.rfind("SDK-HMAC-SHA256 ", 0) != 0) return Expected::kForeignScheme;
  const Proof before = *proof_of(*original.header("Authorization"));
  const std::optional<Proof> proof = proof_of(authorization);
  if (!proof) return Expected::kSomeSignature;
  if (proof->access_key != before.access_key) return Expected::kUnknownKey;
  for (const char* judged_apart : {"X-Sdk-Date", "X-Security-Token"}) {
    const bool listed = lists(before, judged_apart);
    if (!same_header(original, changed, judged_apart) || lists(*proof, judged_apart) != listed) {
      return Expected::kSomeSignature;
    }
  }
  const std::string* declared = changed.header("X-Sdk-Content-Sha256");
  const bool body_is_what_was_declared =
      declared == nullptr || *declared == "UNSIGNED-PAYLOAD" || *declared == sha256(changed.body);
  const bool the_same = proof->signature == before.signature && body_is_what_was_declared &&
                        canonical_form(changed, proof->signed_headers) ==
                            canonical_form(original, before.signed_headers);
  return the_same ? Expected::kAccepted : Expected::kWrongSignature;
}

}  // namespace bss::test
