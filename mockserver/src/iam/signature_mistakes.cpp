#include "iam/signature_mistakes.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "iam/header_names.h"

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
               std::string_view payload) {
  const std::string canonical = canonical_request(request, parts.signed_headers, payload);
  Lines lines;
  std::string_view rest = canonical;
  for (std::string* line : {&lines.method, &lines.uri, &lines.query}) {
    *line = std::string(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(line->size() + 1);
  }
  const std::size_t tail = 2 + parts.signed_headers.size() + payload.size();
  lines.headers = std::string(rest.substr(0, rest.size() - tail));
  lines.signed_headers = parts.signed_headers;
  lines.payload = std::string(payload);
  return lines;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

class Collector {
 public:
  Collector(const SignedRequestView& request, const AuthorizationHeader& parts,
            std::string_view payload, std::string_view date)
      : request_(request), parts_(parts), good_(lines_of(request, parts, payload)), date_(date) {}

  std::vector<SignatureMistake> collect() {
    of_path();
    of_query();
    of_headers();
    of_body();
    of_lines();
    of_date();
    return std::move(all_);
  }

 private:
  template <class Change>
  void add(std::string sentence, Change change) {
    Lines bad = good_;
    change(bad);
    std::string canonical = bad.text();
    if (canonical != good_.text())
      all_.push_back({std::move(sentence), std::move(canonical), date_});
  }

  void of_path() {
    const std::string raw(split_target(request_.target).path);
    add("the canonical URI was signed without its final slash",
        [](Lines& bad) { bad.uri.pop_back(); });
    add("the path was signed as it is on the wire, not decoded and encoded again",
        [&](Lines& bad) { bad.uri = raw + "/"; });
    add("the path was signed decoded", [&](Lines& bad) {
      bad.uri = percent_decode(raw);
      if (bad.uri.empty() || bad.uri.back() != '/') bad.uri.push_back('/');
    });
    add("the path was encoded twice", [](Lines& bad) { bad.uri = replaced(bad.uri, "%", "%25"); });
    add("the path was signed with the scheme and the host before it", [&](Lines& bad) {
      const std::string* host = request_.header("host");
      if (host != nullptr) bad.uri = "https://" + *host + bad.uri;
    });
    add("the path was signed in lower case", [](Lines& bad) { bad.uri = lower(bad.uri); });
    add("the path was signed without its first segment (the version)", [](Lines& bad) {
      const auto second = bad.uri.find('/', 1);
      if (second != std::string::npos && second + 1 < bad.uri.size())
        bad.uri = bad.uri.substr(second);
    });
    add("the path was signed without the last segment", [](Lines& bad) {
      const auto last = bad.uri.rfind('/', bad.uri.size() - 2);
      if (last != std::string::npos && last > 0) bad.uri = bad.uri.substr(0, last + 1);
    });
    add("'/' alone was signed in place of the path", [](Lines& bad) { bad.uri = "/"; });
  }

  void of_query() {
    const std::string raw(split_target(request_.target).query);
    add("the query was signed as it is on the wire, not sorted and encoded again",
        [&](Lines& bad) { bad.query = raw; });
    add("the query was not sorted", [&](Lines& bad) { bad.query = in_order_of_the_wire(raw); });
    add("the query was left out", [](Lines& bad) { bad.query.clear(); });
    add("blanks of the query were signed as '+' instead of %20",
        [](Lines& bad) { bad.query = replaced(bad.query, "%20", "+"); });
    add("a '+' of the query was signed as a blank",
        [](Lines& bad) { bad.query = replaced(bad.query, "%2B", "%20"); });
    add("the query was encoded twice",
        [](Lines& bad) { bad.query = replaced(bad.query, "%", "%25"); });
    add("the query was signed decoded", [](Lines& bad) { bad.query = percent_decode(bad.query); });
    add("'~' was signed as %7E", [](Lines& bad) {
      bad.query = replaced(bad.query, "~", "%7E");
      bad.uri = replaced(bad.uri, "~", "%7E");
    });
    add("the escapes of the query were written in lower case", [](Lines& bad) {
      for (std::size_t at = bad.query.find('%');
           at != std::string::npos && at + 2 < bad.query.size(); at = bad.query.find('%', at + 1)) {
        bad.query.replace(at, 3, lower(bad.query.substr(at, 3)));
      }
    });
    add("a parameter without value was signed without '='", [](Lines& bad) {
      bad.query = replaced(bad.query, "=&", "&");
      if (!bad.query.empty() && bad.query.back() == '=') bad.query.pop_back();
    });
    add("the query was signed as part of the path", [&](Lines& bad) {
      if (raw.empty()) return;
      bad.uri.pop_back();
      bad.uri += "?" + raw + "/";
      bad.query.clear();
    });
  }

  /// Encoded as it has to be, but in the order in which it was sent.
  static std::string in_order_of_the_wire(std::string_view raw) {
    std::string out;
    while (!raw.empty()) {
      const auto piece = raw.substr(0, raw.find('&'));
      raw.remove_prefix(std::min(raw.size(), piece.size() + 1));
      if (!out.empty()) out.push_back('&');
      out += canonical_query(piece);
    }
    return out;
  }

  void of_headers() {
    add("the header lines were signed without the empty line after them",
        [](Lines& bad) { bad.headers.pop_back(); });
    add("the names in the header lines were not in lower case",
        [&](Lines& bad) { bad.headers = with_names_as_sent(); });
    add("the list of signed headers was signed in lower case and sent in another",
        [](Lines& bad) { bad.signed_headers = lower(bad.signed_headers); });
    add("the names in the list of signed headers were signed as they were sent, not in lower case",
        [&](Lines& bad) { bad.signed_headers = list_as_sent(); });
    add("the signed headers were signed in the order of the alphabet and listed in another",
        [&](Lines& bad) { bad = lines_with_list(sorted_list()); });
    for (const std::string& name : names_of_list()) {
      add("the header " + name + " was left out of what was signed although it is listed",
          [&](Lines& bad) { bad.headers = without_line(name); });
    }
    add("a blank stands behind the colon of the header lines", [](Lines& bad) {
      std::string out;
      std::string_view rest = bad.headers;
      while (!rest.empty()) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        const auto colon = line.find(':');
        out += std::string(line.substr(0, colon + 1)) + " " + std::string(line.substr(colon + 1)) +
               "\n";
      }
      bad.headers = out;
    });
    changed_value(
        "host", [](std::string value) { return value.substr(0, value.find(':')); },
        "Host was signed without its port");
    for (const char* port : {":443", ":80"}) {
      changed_value(
          "host",
          [&](std::string value) {
            return value.find(':') == std::string::npos ? value + port : value;
          },
          "Host was signed with a port that was not sent");
    }
    changed_value(
        "content-type", [](std::string value) { return value.substr(0, value.find(';')); },
        "Content-Type was signed without its parameter");
    for (const char* parameter :
         {";charset=utf-8", ";charset=UTF-8", "; charset=utf-8", ";charset=utf8"}) {
      changed_value(
          "content-type",
          [&](std::string value) { return value.substr(0, value.find(';')) + parameter; },
          "Content-Type was signed with another parameter than was sent");
    }
  }

  std::vector<std::string> names_of_list() const {
    std::vector<std::string> names;
    std::string_view rest = parts_.signed_headers;
    while (!rest.empty()) {
      const auto name = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(rest.size(), name.size() + 1));
      names.emplace_back(name);
    }
    return names;
  }
  static std::string joined(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ";") + name;
    return list;
  }
  std::string sorted_list() const {
    auto names = names_of_list();
    std::sort(names.begin(), names.end());
    return joined(names);
  }
  std::string name_as_sent(const std::string& name) const {
    for (const auto& [sent, value] : *request_.headers) {
      if (equal_names(sent, name)) return sent;
    }
    return name;
  }
  std::string list_as_sent() const {
    auto names = names_of_list();
    for (std::string& name : names) name = name_as_sent(name);
    return joined(names);
  }
  Lines lines_with_list(const std::string& list) const {
    AuthorizationHeader parts = parts_;
    parts.signed_headers = list;
    return lines_of(request_, parts, good_.payload);
  }
  std::string with_names_as_sent() const {
    std::string headers = "\n" + good_.headers;
    for (const std::string& name : names_of_list())
      headers = replaced(headers, "\n" + lower(name) + ":", "\n" + name_as_sent(name) + ":");
    return headers.substr(1);
  }
  std::string without_line(const std::string& name) const {
    std::string headers = "\n" + good_.headers;
    const auto at = headers.find("\n" + lower(name) + ":");
    if (at != std::string::npos) headers.erase(at, headers.find('\n', at + 1) - at);
    return headers.substr(1);
  }
  template <class Change>
  void changed_value(const std::string& name, Change change, const char* sentence) {
    const std::string* value = request_.header(name);
    if (value == nullptr) return;
    add(sentence, [&](Lines& bad) {
      bad.headers = replaced("\n" + bad.headers, "\n" + name + ":" + *value + "\n",
                             "\n" + name + ":" + change(*value) + "\n")
                        .substr(1);
    });
  }

  void of_body() {
    add("the body was hashed as if it were empty",
        [](Lines& bad) { bad.payload = sha256_hex({}); });
    add("the body was hashed as {}", [](Lines& bad) { bad.payload = sha256_hex("{}"); });
    add("the body was hashed with a line feed that was not sent",
        [&](Lines& bad) { bad.payload = sha256_hex(std::string(request_.body) + "\n"); });
    add("the body was hashed without its final line feed", [&](Lines& bad) {
      if (request_.body.ends_with('\n'))
        bad.payload = sha256_hex(request_.body.substr(0, request_.body.size() - 1));
    });
    add("the body was hashed without the blanks between its parts, and sent with them",
        [&](Lines& bad) {
          bad.payload =
              sha256_hex(replaced(replaced(std::string(request_.body), ": ", ":"), ", ", ","));
        });
    add("the body was hashed with blanks between its parts, and sent without them",
        [&](Lines& bad) {
          bad.payload =
              sha256_hex(replaced(replaced(std::string(request_.body), ":", ": "), ",", ", "));
        });
    add("the hash of the body was left out", [](Lines& bad) { bad.payload.clear(); });
    add("UNSIGNED-PAYLOAD was signed but X-Sdk-Content-Sha256 does not say so",
        [](Lines& bad) { bad.payload = "UNSIGNED-PAYLOAD"; });
    add("the hash of the body was written in upper case", [](Lines& bad) {
      for (char& c : bad.payload) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
    });
  }

  void of_lines() {
    for (const char* method : {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
      add(std::string("the method ") + method + " was signed",
          [&](Lines& bad) { bad.method = method; });
    }
    add("the method was signed in lower case", [](Lines& bad) { bad.method = lower(bad.method); });
    add("a line feed was signed after the last line", [](Lines& bad) { bad.payload += "\n"; });
    all_.push_back({"lines were separated by CR LF", replaced(good_.text(), "\n", "\r\n"), date_});
  }

  /// The clock was read once for the header and once for the string to sign.
  void of_date() {
    constexpr int kSeconds = 5;
    const auto at = parse_sdk_date(date_);
    if (!at) return;
    for (int shift = -kSeconds; shift <= kSeconds; ++shift) {
      if (shift == 0) continue;
      const auto other = *at + std::chrono::seconds{shift};
      const auto day = std::chrono::floor<std::chrono::days>(other);
      const std::chrono::year_month_day date{day};
      const std::chrono::hh_mm_ss time{other - day};
      char text[32];
      std::snprintf(text, sizeof(text), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(time.hours().count()),
                    static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()));
      all_.push_back({"the string to sign has another time than X-Sdk-Date", good_.text(), text});
    }
    all_.push_back({"the string to sign has the day alone in place of X-Sdk-Date", good_.text(),
                    date_.substr(0, 8)});
  }

  const SignedRequestView& request_;
  const AuthorizationHeader& parts_;
  const Lines good_;
  const std::string date_;
  std::vector<SignatureMistake> all_;
};

}  // namespace

std::vector<SignatureMistake> usual_mistakes(const SignedRequestView& request,
                                             const AuthorizationHeader& parts,
                                             std::string_view payload, std::string_view date) {
  return Collector(request, parts, payload, date).collect();
}

std::string_view part_of_canonical(std::string_view canonical, std::size_t offset) noexcept {
  const auto line = static_cast<std::size_t>(std::count(
      canonical.begin(),
      canonical.begin() + static_cast<std::ptrdiff_t>(std::min(offset, canonical.size())), '\n'));
  const auto last = static_cast<std::size_t>(std::count(canonical.begin(), canonical.end(), '\n'));
  if (line == 0) return "method";
  if (line == 1) return "path";
  if (line == 2) return "query";
  if (line >= last) return "hash of the body";
  return line + 1 == last ? "signed headers" : "headers";
}

}  // namespace bss::mock::iam
