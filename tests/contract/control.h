// The control and portal APIs of the server as functions, over the same socket as everything else.
// Used by the contract tests to arrange a state, to move the clock, and to look at what is stored.
//
// One thread. A refusal of these APIs is a mistake of the test: it throws std::runtime_error with
// the answer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bss/wire/json.h"
#include "raw_http.h"

namespace bss::contract {

/// Members of a JSON object, written without noise: {{"account_id", text("d...")}, {"sandbox",
/// yes()}}.
using Fields = wire::Json::Members;
wire::Json text(std::string_view value);
wire::Json number(std::string_view literal);
wire::Json yes();
wire::Json no();
wire::Json list(const std::vector<std::string>& values);

class Control {
 public:
  explicit Control(std::string_view endpoint) : http_(endpoint) {}

  /// Demo seed, default settings, real clock, no faults, throttling off.
  void reset();

  wire::Json portal(std::string_view verb, Fields fields);
  void set(std::string_view key, wire::Json value);
  void freeze_clock();
  void run_clock();
  /// By a calendar duration such as PT10M.
  void advance_clock(std::string_view duration);
  /// The workspace's clock, as a UTC second.
  std::string now();
  /// So many seconds after it.
  std::string later(std::int64_t seconds);
  void inject(std::string_view rule_json);
  /// Sum of the hits of all fault rules.
  std::int64_t fault_hits();
  void throttle(std::string_view plan_json);
  void refuse_next(std::string_view operation, int calls);
  /// Newest verification code that was sent to that receiver; empty when there is none.
  std::string newest_code(std::string_view receiver);
  std::size_t messages_to(std::string_view receiver);

  /// Stored entities of one kind.
  wire::Json state(std::string_view entity);
  /// Everything that holds value or decides who owns whom, as one text: equal texts mean that
  /// nothing changed.
  std::string value_state();
  wire::Json ledger_check();

  std::size_t portal_calls() const noexcept { return portal_calls_; }
  std::size_t settings_changed() const noexcept { return settings_changed_; }

  wire::Json get(std::string_view target);
  wire::Json post(std::string_view target, const std::string& body);

 private:
  std::string exchange(std::string_view method, std::string_view target, const std::string& body);
  wire::Json call(std::string_view method, std::string_view target, const std::string& body);

  RawHttp http_;
  std::size_t portal_calls_ = 0;
  std::size_t settings_changed_ = 0;
};

}  // namespace bss::contract
