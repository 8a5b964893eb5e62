#include "gateway/gateway.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <variant>

#include <spdlog/spdlog.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "domain/world.h"
#include "gateway/call.h"
#include "gateway/http_date.h"
#include "gateway/router.h"

namespace bss::mock::gateway {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// How often a waiting call is asked again: what it waits for may come early (the clock was
/// advanced).
constexpr milliseconds kAskAgainAfter{20};

/// What is going to be answered, and what the journal says of it.
struct Outcome {
  http::Response response;
  std::optional<Refused> refused;
  bool committed = false;
};

bool answered(const http::Response& response) noexcept {
  return (response.after == http::After::kKeep || response.after == http::After::kClose) &&
         !response.cut_body_after;
}

Outcome refuse_with(Refused refused) {
  Outcome outcome;
  outcome.response.status = refused.status;
  outcome.response.body = refused.body;
  outcome.refused = std::move(refused);
  return outcome;
}

Outcome succeed(EncodedResponse encoded) {
  Outcome outcome;
  outcome.response.status = encoded.status;
  outcome.response.headers = std::move(encoded.headers);
  outcome.response.body = std::move(encoded.body);
  return outcome;
}

asio::awaitable<void> sleep_for(milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

/// Runs the command once, in one transaction. A refusal is rolled back (unless its rule keeps
/// changes); a wish to wait keeps what was done so far.
void execute_once(Call& call, api::Handlers& handlers, const std::string& resume_token,
                  bool waited_out) {
  const std::string* language = call.request.header("x-language");
  call.workspace.world().run([&] {
    const api::CallContext context{call.workspace.world(), call.caller(),
                                   language == nullptr ? std::string() : *language, resume_token,
                                   waited_out};
    call.bound->execute(handlers, context);
    return call.bound->failure() ? domain::Ending::kRefused : domain::Ending::kCommit;
  });
}

/// Runs the command, and again while it wishes to wait; the waiting happens off the workspace's
/// executor.
asio::awaitable<Outcome> execute(Call& call, api::Handlers& handlers) {
  execute_once(call, handlers, {}, false);
  bool committed = !call.bound->failure();
  if (call.bound->wait()) {
    const std::string resume_token = call.bound->wait()->resume_token;
    const auto clock = call.workspace.clocks().steady;
    const auto until = clock() + call.bound->wait()->at_most;
    bool waited_out = false;
    while (call.bound->wait() && !waited_out) {
      const auto left = std::chrono::ceil<milliseconds>(until - clock());
      if (left.count() > 0) co_await sleep_for(std::min(left, kAskAgainAfter));
      waited_out = clock() >= until;
      execute_once(call, handlers, resume_token, waited_out);
    }
  }
  Outcome outcome;
  if (call.bound->wait()) {
    outcome = refuse_with(call.errors.internal("the operation waits on although its time is over"));
  } else if (call.bound->failure()) {
    outcome = refuse_with(call.errors.described(*call.operation, *call.bound->failure()));
  } else {
    outcome = succeed(call.bound->serialize());
  }
  outcome.committed = committed && call.operation->operation_class != OperationClass::kRead;
  co_return outcome;
}

void look_for_fault(Call& call) {
  if (call.workspace.faults().empty()) return;
  FaultSubject subject;
  subject.call.operation = call.operation->name;
  subject.call.method = call.operation->method;
  subject.call.path = call.path;
  if (const iam::Caller* caller = call.caller()) {
    subject.call.account_id = caller->account_id;
    subject.call.account_name = caller->account_name;
  }
  subject.call.headers = &call.request.headers;
  subject.body = call.request.body;
  subject.workspace_ms = call.at_ms;
  call.fault = call.workspace.faults().apply(subject);
}

/// What a rule does to an answer that is ready.
void spoil(const FaultEffect& effect, http::Response& response) {
  const auto broken = effect.fin ? http::After::kFinBeforeAnswer : http::After::kResetBeforeAnswer;
  if (effect.lose_answer || effect.reset == ResetPlace::kBeforeHeaders) response.after = broken;
  if (effect.reset == ResetPlace::kAfterHeaders)
    response.after = effect.fin ? http::After::kFinAfterHeaders : http::After::kResetAfterHeaders;
  if (effect.hang) response.after = http::After::kHang;
  if (effect.malformed_json && !response.body.empty()) response.body.pop_back();
  response.cut_body_after = effect.truncate_body;
  response.body_bytes_per_second = effect.slow_body_bytes_per_s;
  for (const auto& header : effect.headers) response.headers.push_back(header);
}

asio::awaitable<Outcome> run(Call& call, api::Handlers& handlers) {
  if (auto refused = check(call)) co_return refuse_with(std::move(*refused));
  look_for_fault(call);
  if (!call.fault) co_return co_await execute(call, handlers);

  if (call.fault->delay_ms > 0) co_await sleep_for(milliseconds{call.fault->delay_ms});
  const FaultEffect& effect = call.fault->effect;
  Outcome outcome;
  if (effect.drop_before_commit) {
    outcome.response.after =
        effect.fin ? http::After::kFinBeforeAnswer : http::After::kResetBeforeAnswer;
    outcome.response.status = 0;
    co_return outcome;
  }
  if (auto refused = fault_answer(call)) {
    outcome = refuse_with(std::move(*refused));
  } else {
    outcome = co_await execute(call, handlers);
  }
  spoil(effect, outcome.response);
  co_return outcome;
}

std::int64_t microseconds_since(const Call& call) {
  return std::chrono::duration_cast<std::chrono::microseconds>(call.workspace.clocks().steady() -
                                                               call.started)
      .count();
}

/// `rule; field=...; reason` in characters that a header may have.
std::string explanation(const Why& why) {
  std::string text = why.rule;
  if (!why.field.empty()) text += "; field=" + why.field;
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

/// The headers of X-Apig-Mode: debug that tell something true here (auth-gateway 6.4): this server
/// counts per user only.
void add_debug_headers(const Call& call, http::Response& response) {
  const std::string* mode = call.request.header("x-apig-mode");
  if (mode == nullptr || *mode != "debug") return;
  if (call.quota && call.quota->limit.limit > 0) {
    response.headers.emplace_back("X-Apig-RateLimit-user", call.quota->debug_value());
  }
  const std::string took = std::to_string(microseconds_since(call) / 1000);
  response.headers.emplace_back("X-Apig-Latency", took);
  if (call.bound != nullptr) response.headers.emplace_back("X-Apig-Upstream-Latency", took);
}

void add_common_headers(const Call& call, Outcome& outcome) {
  auto& headers = outcome.response.headers;
  headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
  headers.emplace_back("X-Request-Id", call.errors.request_id());
  headers.emplace_back("Date", http_date(call.workspace.world().clock().now().ms));
  if (call.operation != nullptr && call.operation->area == "iam") {
    headers.emplace_back("X-IAM-Trace-Id", call.errors.request_id());
  }
  if (outcome.refused && outcome.response.status >= 400) {
    headers.emplace_back("X-Mock-Explain", explanation(outcome.refused->why));
  }
  add_debug_headers(call, outcome.response);
}

void journalize(const Call& call, const Outcome& outcome) {
  JournalEntry entry;
  entry.at_ms = call.at_ms;
  entry.request_id = call.errors.request_id();
  if (call.operation != nullptr) entry.operation = std::string(call.operation->name);
  if (const iam::Caller* caller = call.caller()) entry.account = caller->account_id;
  entry.status = outcome.response.status;
  entry.answered = answered(outcome.response);
  entry.committed = outcome.committed;
  if (call.fault) {
    entry.fault = call.fault->name();
    entry.fault_rule = call.fault->rule_id;
  }
  if (outcome.refused) {
    entry.error_code = outcome.refused->code;
    entry.explain = explanation(outcome.refused->why);
    entry.explanation = outcome.refused->why.reason;
  }
  entry.took_us = microseconds_since(call);
  entry.method = call.request.method;
  entry.target = call.request.target;
  entry.request_headers = call.request.headers;
  entry.request_body = call.request.body;
  entry.response_headers = outcome.response.headers;
  entry.response_body = outcome.response.body;
  call.workspace.journal().record(std::move(entry), call.operation);
}

http::Response finish(const Call& call, Outcome outcome) {
  add_common_headers(call, outcome);
  journalize(call, outcome);
  return std::move(outcome.response);
}

}  // namespace

Gateway::Gateway(Workspaces& workspaces, api::Handlers handlers, GatewayOptions options)
    : workspaces_(workspaces), handlers_(handlers), options_(options) {}

asio::awaitable<http::Response> Gateway::handle(http::Request request) {
  Routed routed = route(workspaces_, request);
  if (routed.refused) {
    const Call call(request, *routed.workspace, options_);
    co_return finish(call, refuse_with(*std::move(routed.refused)));
  }
  co_return co_await handle_in(std::move(routed.workspace), std::move(request));
}

asio::awaitable<http::Response> Gateway::handle_in(std::shared_ptr<Workspace> workspace,
                                                   http::Request request) {
  Call call(request, *workspace, options_);
  Outcome outcome;
  try {
    outcome = co_await run(call, handlers_);
  } catch (const std::exception& error) {
    spdlog::error(
        "request {} of {}: {}", call.errors.request_id(),
        call.operation == nullptr ? std::string_view("no operation") : call.operation->name,
        error.what());
    outcome =
        refuse_with(call.errors.internal("an unexpected error; the server's log has its text"));
  }
  co_return finish(call, std::move(outcome));
}

http::Response Gateway::refuse(const http::Refusal& refusal) {
  return refuse_in(*workspaces_.default_workspace(), refusal);
}

http::Response Gateway::refuse_in(Workspace& workspace, const http::Refusal& refusal) {
  const http::Request unread;
  const Call call(unread, workspace, options_);
  const auto text = [&]() -> std::string_view {
    switch (refusal.status) {
      case 413:
        return "Request entity too large.";
      case 414:
        return "Request URI too large.";
      case 494:
        return "Request headers too large.";
      default:
        return "API request error.";
    }
  };
  http::Response response =
      finish(call, refuse_with(call.errors.gateway(refusal.status, "0201", text(),
                                                   {"auth-gateway 6.2", "", refusal.reason})));
  response.after = http::After::kClose;
  return response;
}

}  // namespace bss::mock::gateway
