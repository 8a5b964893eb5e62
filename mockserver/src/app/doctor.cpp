#include "app/doctor.h"

#include <optional>

#include "bss/wire/json.h"

namespace bss::mock::app {

using wire::Json;

namespace {

class Doctor {
 public:
  explicit Doctor(const std::function<HttpReply(const HttpCall&)>& ask) : ask_(ask) {}

  Diagnosis examine() {
    const HttpReply health = ask_({"GET", "/_mock/health", {}});
    if (!health.problem.empty()) {
      look("nobody answers: " + health.problem);
      return result_;
    }
    if (health.status != 200) {
      look("something answers that is no bss-mock: status " + std::to_string(health.status));
      return result_;
    }
    ok("the server answers");
    if (control_is_open()) {
      clock();
      throttle();
      faults();
      ledger();
      workspaces();
    }
    return result_;
  }

 private:
  void ok(const std::string& sentence) { result_.text += "ok    " + sentence + "\n"; }
  void look(const std::string& sentence) {
    result_.text += "look  " + sentence + "\n";
    result_.healthy = false;
  }
  /// Not wrong, but a reason for surprises.
  void note(const std::string& sentence) { result_.text += "note  " + sentence + "\n"; }

  std::optional<Json> get(const char* target) {
    const HttpReply reply = ask_({"GET", std::string("/_mock/v1/") + target, {}});
    auto read = wire::read_json(reply.body);
    if (reply.status != 200 || !read.value) {
      look(std::string(target) + " answers " + std::to_string(reply.status));
      return std::nullopt;
    }
    return std::move(read.value);
  }
  static std::string text(const Json& object, std::string_view name) {
    const Json* found = object.find(name);
    return found == nullptr ? std::string() : found->text();
  }

  bool control_is_open() {
    if (ask_({"GET", "/_mock/v1/clock", {}}).status != 403) return true;
    look("the control API wants its token: --control-token or BSS_MOCK_CONTROL_TOKEN");
    return false;
  }
  void clock() {
    const auto clock = get("clock");
    if (!clock) return;
    const std::string mode = text(*clock, "mode");
    if (mode == "real") return ok("the clock runs with the wall");
    note("the clock is " + mode + " and stands at " + text(*clock, "now"));
  }
  void throttle() {
    const auto throttle = get("throttle");
    if (!throttle) return;
    const std::string mode = text(*throttle, "mode");
    if (mode == "documented") return ok("the documented quotas hold");
    note("quotas are " + mode + ", so tests see fewer or other 429 than the real service gives");
  }
  void faults() {
    const auto faults = get("faults");
    if (!faults) return;
    const std::size_t rules = faults->find("rules")->items().size();
    if (rules == 0) return ok("no fault rule acts");
    note(std::to_string(rules) + " fault rules are there: bss-mock faults list");
  }
  void ledger() {
    const auto ledger = get("ledger/check");
    if (!ledger) return;
    const Json* good = ledger->find("ok");
    if (good != nullptr && good->as_boolean()) return ok("every balance agrees with its postings");
    look("the ledger does not balance: " + wire::write_json(*ledger));
  }
  void workspaces() {
    const auto workspaces = get("workspaces");
    if (!workspaces) return;
    const std::string total = text(*workspaces, "total");
    if (total == "1") return ok("there is one workspace");
    note("there are " + total + " workspaces; ones that nobody removes keep their memory");
  }

  const std::function<HttpReply(const HttpCall&)>& ask_;
  Diagnosis result_;
};

}  // namespace

Diagnosis diagnose(const std::function<HttpReply(const HttpCall&)>& ask) {
  return Doctor(ask).examine();
}

}  // namespace bss::mock::app
