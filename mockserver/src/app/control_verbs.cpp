#include "app/control_verbs.h"

#include <array>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "app/start_options.h"
#include "bss/wire/json.h"
#include "iam/signature.h"

namespace bss::mock::app {

namespace {

using wire::Json;

struct Refused {
  std::string sentence;
};

/// JSON itself, `@FILE` or `-` for the standard input.
std::string json_argument(const std::string& text) {
  std::string json = text;
  if (text == "-") {
    json.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else if (text.starts_with('@')) {
    std::ifstream file(text.substr(1));
    if (!file) throw Refused{text.substr(1) + " cannot be read"};
    json.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto read = wire::read_json(json);
  if (!read.value) throw Refused{"not JSON: " + read.error.message};
  return json;
}

Json whole_argument(const std::string& text, const char* what) {
  if (!parse_whole(text, 0, INT64_MAX))
    throw Refused{std::string(what) + " must be a whole number"};
  return Json::number_text(text);
}

/// `true`, `60` and texts as what they look like: the server knows what a setting takes.
Json value_of(const std::string& text) {
  if (text == "true" || text == "false") return Json::boolean(text == "true");
  if (parse_whole(text, 0, INT64_MAX)) return Json::number_text(text);
  return Json::string(text);
}

HttpCall call(std::string method, std::string target, const Json& body) {
  return {std::move(method), "/_mock/v1/" + std::move(target), wire::write_json(body)};
}
HttpCall call(std::string method, std::string target) {
  return {std::move(method), "/_mock/v1/" + std::move(target), {}};
}

std::string option(const ControlWords& words, std::string_view name) {
  const auto found = words.options.find(name);
  return found == words.options.end() ? std::string() : found->second;
}
bool has(const ControlWords& words, std::string_view name) {
  return words.options.count(name) != 0;
}
const std::string& first(const ControlWords& words) {
  return words.arguments.front();
}

HttpCall clock_call(const ControlWords& words, Json body) {
  if (has(words, "dry-run")) body.add("dry_run", Json::boolean(true));
  return call("POST", "clock", body);
}
HttpCall clock_freeze(const ControlWords& words) {
  return call("POST", "clock",
              Json::object({{"freeze", words.arguments.empty() ? Json::boolean(true)
                                                               : Json::string(first(words))}}));
}
HttpCall clock_advance(const ControlWords& words) {
  return clock_call(words, Json::object({{"advance", Json::string(first(words))}}));
}
HttpCall clock_advance_to(const ControlWords& words) {
  return clock_call(words, Json::object({{"advance_to", Json::string(first(words))}}));
}
HttpCall clock_next(const ControlWords& words) {
  return clock_call(words, Json::object({{"advance_to_next_event", Json::boolean(true)}}));
}
HttpCall clock_scale(const ControlWords& words) {
  return call("POST", "clock", Json::object({{"scale", whole_argument(first(words), "FACTOR")}}));
}

HttpCall faults_clear(const ControlWords& words) {
  return call("DELETE",
              words.arguments.empty() ? "faults" : "faults/" + iam::percent_encode(first(words)));
}

HttpCall journal_list(const ControlWords& words) {
  std::string query;
  for (const char* name : {"operation", "account", "status", "since", "limit"}) {
    if (!has(words, name)) continue;
    query += (query.empty() ? "?" : "&") + std::string(name) + "=" +
             iam::percent_encode(option(words, name));
  }
  return call("GET", "journal" + query);
}

Json mode(const char* name) {
  return Json::object({{"mode", Json::string(name)}});
}
HttpCall throttle_limit(const ControlWords& words) {
  auto limit = Json::object({{"limit", whole_argument(words.arguments[1], "LIMIT")}});
  if (has(words, "per")) limit.add("per_seconds", whole_argument(option(words, "per"), "--per"));
  return call("PUT", "throttle",
              Json::object({{"mode", Json::string("custom")},
                            {"limits", Json::object({{first(words), std::move(limit)}})}}));
}
HttpCall throttle_force(const ControlWords& words) {
  auto body = Json::object({{"operation", Json::string(first(words))}});
  if (words.arguments.size() > 1) body.add("next", whole_argument(words.arguments[1], "COUNT"));
  return call("POST", "throttle/force", body);
}

HttpCall settings_set(const ControlWords& words) {
  auto body = Json::object();
  for (const std::string& pair : words.arguments) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos) throw Refused{"'" + pair + "' must be KEY=VALUE"};
    body.add(pair.substr(0, equals), value_of(pair.substr(equals + 1)));
  }
  return call("PATCH", "settings", body);
}

HttpCall snapshot_fork(const ControlWords& words) {
  auto body = Json::object();
  if (has(words, "id")) body.add("id", Json::string(option(words, "id")));
  return call("POST", "snapshots/" + iam::percent_encode(first(words)) + "/fork", body);
}
HttpCall snapshot_diff(const ControlWords& words) {
  const std::string to = words.arguments.size() > 1 ? words.arguments[1] : "current";
  return call(
      "GET", "snapshots/" + iam::percent_encode(first(words)) + "/diff/" + iam::percent_encode(to));
}

HttpCall snapshot_import(const ControlWords& words) {
  return {"POST", "/_mock/v1/snapshots/" + iam::percent_encode(first(words)) + "/import",
          json_argument(words.arguments[1])};
}

HttpCall workspace_create(const ControlWords& words) {
  if (words.arguments.empty()) return call("POST", "workspaces", Json::object());
  return {"POST", "/_mock/v1/workspaces", json_argument(first(words))};
}

HttpCall explain(const ControlWords& words) {
  if (has(words, "signature"))
    return {"POST", "/_mock/v1/auth/explain", json_argument(option(words, "signature"))};
  if (words.arguments.empty()) throw Refused{"a request id is needed, or --signature"};
  return call("GET", "explain/" + iam::percent_encode(first(words)));
}

/// A verb and how its call is made.
struct Entry {
  ControlVerb verb;
  std::function<HttpCall(const ControlWords&)> make;
};

std::function<HttpCall(const ControlWords&)> plain(const char* method, const char* target) {
  return [method, target](const ControlWords&) { return call(method, target); };
}
/// The argument stands in the path.
std::function<HttpCall(const ControlWords&)> named(const char* method, const char* before,
                                                   const char* after = "") {
  return [method, before, after](const ControlWords& words) {
    return call(method, before + iam::percent_encode(first(words)) + after);
  };
}
std::function<HttpCall(const ControlWords&)> sent(const char* target) {
  return [target](const ControlWords& words) {
    return HttpCall{"POST", std::string("/_mock/v1/") + target, json_argument(first(words))};
  };
}
std::function<HttpCall(const ControlWords&)> of_mode(const char* name) {
  return [name](const ControlWords&) { return call("PUT", "throttle", mode(name)); };
}

const std::vector<Entry>& entries() {
  static const std::vector<Entry> table{
      {{"reset", "", {}, "Back to the seed"}, plain("POST", "reset")},
      {{"snapshot list", "", {}, "Names, times and sizes"}, plain("GET", "snapshots")},
      {{"snapshot put", "NAME", {}, "Keep the state of now"}, named("PUT", "snapshots/")},
      {{"snapshot restore", "NAME", {}, "Bring a state back"},
       named("POST", "snapshots/", "/restore")},
      {{"snapshot fork", "NAME", {"--id ID"}, "A new workspace with that state"}, snapshot_fork},
      {{"snapshot diff", "FROM [TO]", {}, "What changed, up to now without TO"}, snapshot_diff},
      {{"snapshot export", "NAME", {}, "As JSON that another server imports"},
       named("GET", "snapshots/", "/export")},
      {{"snapshot import", "NAME JSON", {}, "What was exported; @FILE or - reads it"},
       snapshot_import},
      {{"snapshot delete", "NAME", {}, "Forget one"}, named("DELETE", "snapshots/")},
      {{"seed list", "", {}, "Seeds that a workspace may begin with"}, plain("GET", "seeds")},
      {{"seed export", "", {}, "A seed of what there is now, for --seed and for workspaces"},
       plain("GET", "seeds/export")},
      {{"clock show", "", {}, "The workspace's time"}, plain("GET", "clock")},
      {{"clock freeze", "[TIME]", {}, "Stand still, now or at that later time"}, clock_freeze},
      {{"clock advance", "DURATION", {"--dry-run"}, "Forward by P1M3DT2H; what falls due happens"},
       clock_advance},
      {{"clock advance-to", "TIME", {"--dry-run"}, "Forward to that time"}, clock_advance_to},
      {{"clock next", "", {"--dry-run"}, "Forward to what falls due next"}, clock_next},
      {{"clock scale", "FACTOR", {}, "So many times as fast as the wall"}, clock_scale},
      {{"clock real", "", {}, "With the wall again"},
       [](const ControlWords&) {
         return call("POST", "clock", Json::object({{"real", Json::boolean(true)}}));
       }},
      {{"faults list", "", {}, "Rules with their hits"}, plain("GET", "faults")},
      {{"faults add", "JSON", {}, "One rule or an array; @FILE or - reads it"}, sent("faults")},
      {{"faults clear", "[ID]", {}, "Remove one rule, or all"}, faults_clear},
      {{"journal list",
        "",
        {"--operation NAME", "--account ID", "--status N", "--since ID", "--limit N"},
        "What was asked and answered"},
       journal_list},
      {{"journal counts", "", {}, "Calls by operation"}, plain("GET", "journal/counts")},
      {{"journal money", "", {}, "Every exchange that moved money"}, plain("GET", "journal/money")},
      {{"journal verify", "JSON", {}, "Were these calls made? Exit 1 when not"},
       sent("journal/verify")},
      {{"journal clear", "", {}, "Forget all of it"}, plain("DELETE", "journal")},
      {{"throttle show", "", {}, "Quotas and counters"}, plain("GET", "throttle")},
      {{"throttle off", "", {}, "No quotas"}, of_mode("off")},
      {{"throttle documented", "", {}, "The documented quotas"}, of_mode("documented")},
      {{"throttle limit", "OPERATION LIMIT", {"--per SECONDS"}, "A quota of your own"},
       throttle_limit},
      {{"throttle force", "OPERATION [COUNT]", {}, "The next calls get 429"}, throttle_force},
      {{"settings list", "", {}, "Values, defaults and rules"}, plain("GET", "settings")},
      {{"settings set", "KEY=VALUE...", {}, "All of them or none"}, settings_set},
      {{"workspace list", "", {}, "All of them with their credentials"},
       plain("GET", "workspaces")},
      {{"workspace create", "[JSON]", {}, "A world of its own; @FILE or - reads it"},
       workspace_create},
      {{"workspace show", "ID", {}, "Its credentials"}, named("GET", "workspaces/")},
      {{"workspace reset", "ID", {}, "Back to how it began"},
       named("POST", "workspaces/", "/reset")},
      {{"workspace delete", "ID", {}, "Remove it"}, named("DELETE", "workspaces/")},
      {{"explain", "[REQUEST_ID]", {"--signature JSON"}, "Why a call or a signature was refused"},
       explain},
  };
  return table;
}

}  // namespace

const std::vector<ControlVerb>& control_verbs() {
  static const std::vector<ControlVerb> verbs = [] {
    std::vector<ControlVerb> all;
    for (const Entry& entry : entries()) all.push_back(entry.verb);
    return all;
  }();
  return verbs;
}

std::variant<HttpCall, std::string> call_of(const ControlWords& words, const Remote& remote) {
  for (const Entry& entry : entries()) {
    if (entry.verb.words != words.verb) continue;
    try {
      HttpCall made = entry.make(words);
      if (!remote.workspace.empty()) {
        made.target += (made.target.find('?') == std::string::npos ? "?" : "&");
        made.target += "workspace=" + iam::percent_encode(remote.workspace);
      }
      return made;
    } catch (const Refused& refused) {
      return refused.sentence;
    }
  }
  return "there is no verb '" + words.verb + "'";
}

}  // namespace bss::mock::app
