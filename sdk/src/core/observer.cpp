#include "bss/observer.h"

#include <utility>

namespace bss {

namespace {

void add(std::vector<Attribute>& list, const char* name, std::string_view text) {
  if (!text.empty()) list.push_back({name, std::string(text)});
}
void add(std::vector<Attribute>& list, const char* name, std::int64_t number) {
  list.push_back({name, number});
}

/// Of an attempt and of a whole call.
void add_answer(std::vector<Attribute>& list, int status, std::string_view code,
                std::string_view request_id) {
  if (status != 0) add(list, "http.response.status_code", std::int64_t{status});
  // Without a status it is the name of what broke.
  add(list, status == 0 ? "error.type" : "bss.error_code", code);
  if (status >= 400) add(list, "error.type", std::to_string(status));
  add(list, "bss.request_id", request_id);
}

}  // namespace

void Observer::call_started(const CallStart&) {}
void Observer::attempt_ended(const AttemptResult&) {}
void Observer::waiting(const Wait&) {}
void Observer::unknown_part(const CallStart&, const UnknownPart&) {}
void Observer::call_ended(const CallEnd&) {}

std::vector<Attribute> attributes(const CallStart& call) {
  std::vector<Attribute> list;
  add(list, "http.request.method", call.method);
  add(list, "url.template", call.path_template);
  add(list, "bss.operation", call.operation);
  return list;
}

std::vector<Attribute> attributes(const AttemptResult& attempt) {
  auto list = attributes(attempt.call);
  add_answer(list, attempt.status, attempt.code, attempt.request_id);
  if (attempt.attempt > 1)
    add(list, "http.request.resend_count", std::int64_t{attempt.attempt - 1});
  return list;
}

std::vector<Attribute> attributes(const Wait& wait) {
  auto list = attributes(wait.call);
  add(list, "bss.wait.reason", wait.reason == WaitReason::kQuota ? "quota" : "back_off");
  return list;
}

std::vector<Attribute> attributes(const CallStart& call, const UnknownPart& part) {
  auto list = attributes(call);
  add(list, "bss.unknown.field", part.field);
  add(list, "bss.unknown.kind", part.kind == UnknownPart::Kind::kField ? "field" : "value");
  return list;
}

std::vector<Attribute> attributes(const CallEnd& call) {
  auto list = attributes(call.call);
  add_answer(list, call.status, call.code, call.request_id);
  if (call.error != nullptr) add(list, "bss.error_kind", to_string(call.error->kind));
  if (call.attempts > 1) add(list, "http.request.resend_count", std::int64_t{call.attempts - 1});
  return list;
}

}  // namespace bss
