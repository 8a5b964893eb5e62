#include "control.h"

#include <array>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace bss::contract {

using wire::Json;

namespace {

/// Codes, tokens and failure counters are left out on purpose: a refused call may raise a counter.
constexpr std::array<std::string_view, 8> kValueEntities{"accounts", "associations", "balances",
                                                         "arrears",  "ledger",       "adjustments",
                                                         "quotas",   "coupons"};

}  // namespace

Json text(std::string_view value) {
  return Json::string(std::string(value));
}
Json number(std::string_view literal) {
  return Json::number_text(std::string(literal));
}
Json yes() {
  return Json::boolean(true);
}
Json no() {
  return Json::boolean(false);
}
Json list(const std::vector<std::string>& values) {
  std::vector<Json> items;
  for (const std::string& value : values) items.push_back(text(value));
  return Json::array(std::move(items));
}

std::string Control::exchange(std::string_view method, std::string_view target,
                              const std::string& body) {
  RawRequest request{std::string(method), std::string(target), {}, body};
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  const HttpExchange answer = http_.send(request);
  if (answer.status >= 400) {
    throw std::runtime_error(request.method + " " + request.target + " " + body + " -> " +
                             std::to_string(answer.status) + " " + answer.body);
  }
  return answer.body;
}

Json Control::call(std::string_view method, std::string_view target, const std::string& body) {
  const std::string answer = exchange(method, target, body);
  if (answer.empty()) return Json::object();
  wire::JsonResult document = wire::read_json(answer);
  if (!document.value) {
    throw std::runtime_error(std::string(target) + ": " + document.error.message);
  }
  return std::move(*document.value);
}

Json Control::get(std::string_view target) {
  return call("GET", target, {});
}
Json Control::post(std::string_view target, const std::string& body) {
  return call("POST", target, body);
}

void Control::reset() {
  call("POST", "/_mock/v1/reset", "{}");
  call("PUT", "/_mock/v1/throttle", R"({"mode":"off"})");
  portal_calls_ = 0;
  settings_changed_ = 0;
}

Json Control::portal(std::string_view verb, Fields fields) {
  ++portal_calls_;
  return post("/_portal/v1/" + std::string(verb),
              wire::write_json(Json::object(std::move(fields))));
}

void Control::set(std::string_view key, Json value) {
  ++settings_changed_;
  call("PATCH", "/_mock/v1/settings",
       wire::write_json(Json::object({{std::string(key), std::move(value)}})));
}

void Control::freeze_clock() {
  call("POST", "/_mock/v1/clock", R"({"freeze":true})");
}

void Control::run_clock() {
  call("POST", "/_mock/v1/clock", R"({"real":true})");
}

void Control::advance_clock(std::string_view duration) {
  call("POST", "/_mock/v1/clock", wire::write_json(Json::object({{"advance", text(duration)}})));
}

std::string Control::now() {
  const Json clock = get("/_mock/v1/clock");
  const Json* moment = clock.find("now");
  if (moment == nullptr) throw std::runtime_error("the clock has no 'now'");
  // Whole seconds are enough, and what the API itself speaks.
  return moment->text().substr(0, 19) + "Z";
}

std::string Control::later(std::int64_t seconds) {
  std::tm parts{};
  std::istringstream(now()) >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S");
  const std::time_t moment = timegm(&parts) + seconds;
  gmtime_r(&moment, &parts);
  std::ostringstream shown;
  shown << std::put_time(&parts, "%Y-%m-%dT%H:%M:%SZ");
  return shown.str();
}

void Control::inject(std::string_view rule_json) {
  post("/_mock/v1/faults", std::string(rule_json));
}

std::int64_t Control::fault_hits() {
  const Json answer = get("/_mock/v1/faults");
  std::int64_t sum = 0;
  if (const Json* rules = answer.find("rules")) {
    for (const Json& rule : rules->items()) sum += rule.find("hits")->as_integer().value_or(0);
  }
  return sum;
}

void Control::throttle(std::string_view plan_json) {
  call("PUT", "/_mock/v1/throttle", std::string(plan_json));
}

void Control::refuse_next(std::string_view operation, int calls) {
  post("/_mock/v1/throttle/force", wire::write_json(Json::object({{"operation", text(operation)},
                                                                  {"next", Json::number(calls)}})));
}

std::string Control::newest_code(std::string_view receiver) {
  const Json answer = get("/_mock/v1/messages?to=" + encoded(receiver));
  const Json* items = answer.find("items");
  std::string code;
  std::int64_t newest = -1;
  for (const Json& message : items == nullptr ? std::vector<Json>{} : items->items()) {
    const std::int64_t id = message.find("id")->as_integer().value_or(0);
    if (id <= newest || message.find("code") == nullptr) continue;
    newest = id;
    code = message.find("code")->text();
  }
  return code;
}

std::size_t Control::messages_to(std::string_view receiver) {
  const Json answer = get("/_mock/v1/messages?to=" + encoded(receiver));
  const Json* items = answer.find("items");
  return items == nullptr ? 0 : items->items().size();
}

Json Control::state(std::string_view entity) {
  return get("/_mock/v1/state/" + std::string(entity));
}

std::string Control::value_state() {
  std::string all;
  for (const std::string_view entity : kValueEntities) {
    all += std::string(entity) + ": " +
           exchange("GET", "/_mock/v1/state/" + std::string(entity), {}) + "\n";
  }
  return all;
}

Json Control::ledger_check() {
  return get("/_mock/v1/ledger/check");
}

}  // namespace bss::contract
