#include "control/show.h"

#include <utility>

#include "domain/instant.h"
#include "domain/money.h"

namespace bss::mock::control {

using wire::Json;

namespace {

Json text_of_time(std::int64_t ms) {
  return Json::string(domain::format_utc_second(domain::Instant{ms}));
}

Json show_headers(const std::vector<std::pair<std::string, std::string>>& headers) {
  auto shown = Json::array();
  for (const auto& [name, value] : headers) {
    shown.items().push_back(Json::array({Json::string(name), Json::string(value)}));
  }
  return shown;
}

}  // namespace

Json whole(std::uint64_t value) {
  return Json::number_text(std::to_string(value));
}

Json show(const ClockReading& reading) {
  return Json::object({{"now", Json::string(reading.now)}, {"mode", Json::string(reading.mode)}});
}

Json show(const iam::SignatureExplanation& explanation) {
  auto shown = Json::object();
  shown.add("verdict", Json::string(explanation.verdict));
  shown.add("matches", Json::boolean(explanation.matches));
  shown.add("well_formed", Json::boolean(explanation.well_formed));
  shown.add("known_key", Json::boolean(explanation.known_key));
  shown.add("access_key", Json::string(explanation.access_key));
  shown.add("signed_headers", Json::string(explanation.signed_headers));
  shown.add("canonical_request", Json::string(explanation.canonical_request));
  shown.add("string_to_sign", Json::string(explanation.string_to_sign));
  if (const auto& difference = explanation.difference) {
    shown.add("difference", Json::object({{"part", Json::string(difference->part)},
                                          {"offset", whole(difference->offset)},
                                          {"server", Json::string(difference->server)},
                                          {"client", Json::string(difference->client)}}));
  }
  return shown;
}

Json show(const gateway::Verification& verification) {
  auto shown = Json::object();
  shown.add("ok", Json::boolean(verification.ok));
  shown.add("count", whole(verification.count));
  if (!verification.matched.empty()) {
    auto matched = Json::array();
    for (const auto& entry : verification.matched) matched.items().push_back(show(entry));
    shown.add("matched", std::move(matched));
  }
  if (verification.nearest.empty()) return shown;
  auto nearest = Json::array();
  for (const auto& [entry, differences] : verification.nearest) {
    auto fields = Json::array();
    for (const auto& miss : differences) {
      fields.items().push_back(Json::object({{"field", Json::string(miss.field)},
                                             {"wanted", Json::string(miss.wanted)},
                                             {"found", Json::string(miss.found)}}));
    }
    nearest.items().push_back(
        Json::object({{"entry", show(entry)}, {"differences", std::move(fields)}}));
  }
  shown.add("nearest", std::move(nearest));
  return shown;
}

Json show(const WorkspaceInfo& workspace) {
  auto credentials = Json::object();
  for (const auto& [role, identity] : workspace.credentials) {
    credentials.add(role, Json::object({{"ak", Json::string(identity.access_key)},
                                        {"sk", Json::string(identity.secret_key)},
                                        {"user", Json::string(identity.user_name)},
                                        {"password", Json::string(identity.password)},
                                        {"domain_id", Json::string(identity.domain_id)},
                                        {"domain_name", Json::string(identity.domain_name)},
                                        {"platform", Json::string(identity.platform)}}));
  }
  auto shown = Json::object();
  shown.add("id", Json::string(workspace.id));
  shown.add("endpoint", Json::string(workspace.endpoint));
  shown.add("seed", Json::string(workspace.seed));
  if (workspace.seconds_left) shown.add("seconds_left", Json::number(*workspace.seconds_left));
  shown.add("credentials", std::move(credentials));
  return shown;
}

Json show(const std::vector<Event>& events) {
  auto shown = Json::array();
  for (const auto& event : events) {
    auto postings = Json::array();
    for (const auto& posting : event.postings) {
      postings.items().push_back(Json::object({{"movement", Json::string(posting.movement)},
                                               {"trade_id", Json::string(posting.trade_id)},
                                               {"account", Json::string(posting.account)},
                                               {"amount", Json::string(posting.amount)}}));
    }
    shown.items().push_back(Json::object({{"at", Json::string(event.at)},
                                          {"kind", Json::string(event.kind)},
                                          {"subject", Json::string(event.subject)},
                                          {"postings", std::move(postings)}}));
  }
  return shown;
}

Json show(const Message& message) {
  auto shown = Json::object();
  shown.add("id", Json::number(message.id));
  shown.add("channel", Json::string(message.channel));
  shown.add("to", Json::string(message.to));
  shown.add("kind", Json::string(message.kind));
  if (!message.code.empty()) shown.add("code", Json::string(message.code));
  shown.add("text", Json::string(message.text));
  shown.add("sent_at", Json::string(message.sent_at));
  return shown;
}

Json show(const LedgerReport& report) {
  auto shown = Json::object();
  shown.add("ok", Json::boolean(report.ok));
  shown.add("accounts", Json::number(report.accounts));
  shown.add("entries", Json::number(report.entries));
  auto problems = Json::array();
  for (const auto& problem : report.problems) problems.items().push_back(Json::string(problem));
  shown.add("problems", std::move(problems));
  return shown;
}

Json show(const gateway::JournalEntry& entry) {
  auto shown = Json::object();
  shown.add("id", whole(entry.id));
  shown.add("at", text_of_time(entry.at_ms));
  shown.add("request_id", Json::string(entry.request_id));
  shown.add("operation", Json::string(entry.operation));
  shown.add("account", Json::string(entry.account));
  shown.add("status", Json::number(entry.status));
  shown.add("answered", Json::boolean(entry.answered));
  shown.add("committed", Json::boolean(entry.committed));
  shown.add("fault", Json::string(entry.fault));
  shown.add("error_code", Json::string(entry.error_code));
  shown.add("explain", Json::string(entry.explain));
  shown.add("took_us", Json::number(entry.took_us));
  shown.add("request", Json::object({{"method", Json::string(entry.method)},
                                     {"target", Json::string(entry.target)},
                                     {"headers", show_headers(entry.request_headers)},
                                     {"body", Json::string(entry.request_body)}}));
  shown.add("response", Json::object({{"headers", show_headers(entry.response_headers)},
                                      {"body", Json::string(entry.response_body)}}));
  return shown;
}

Json show(const gateway::OperationCounts& counts) {
  return Json::object({{"received", whole(counts.received)},
                       {"succeeded", whole(counts.succeeded)},
                       {"refused", whole(counts.refused)},
                       {"throttled", whole(counts.throttled)},
                       {"unanswered", whole(counts.unanswered)},
                       {"committed", whole(counts.committed)}});
}

Json show(const gateway::MoneyLine& line) {
  return Json::object({{"id", whole(line.id)},
                       {"at", text_of_time(line.at_ms)},
                       {"operation", Json::string(line.operation)},
                       {"account", Json::string(line.account)},
                       {"key", Json::string(line.key)},
                       {"transaction_id", Json::string(line.transaction_id)},
                       {"answered", Json::boolean(line.answered)}});
}

Json show_list(std::vector<Json> items) {
  auto shown = Json::object();
  const auto total = items.size();
  shown.add("items", Json::array(std::move(items)));
  shown.add("total", whole(total));
  return shown;
}

Json show_cell(const std::optional<std::string>& cell, store::CellKind kind) {
  using store::CellKind;
  if (!cell) return {};
  switch (kind) {
    case CellKind::kText:
      return Json::string(*cell);
    case CellKind::kWhole:
      return Json::number_text(*cell);
    case CellKind::kFlag:
      return Json::boolean(*cell != "0");
    case CellKind::kMoney:
      return Json::string(domain::Money::from_units(std::stoll(*cell)).to_decimal().to_string());
    case CellKind::kInstant:
      return Json::string(domain::format_utc_second(domain::Instant{std::stoll(*cell)}));
  }
  return {};
}

Json show_row(const std::vector<store::InspectedColumn>& columns,
              const std::vector<std::optional<std::string>>& row) {
  auto shown = Json::object();
  for (std::size_t i = 0; i < row.size(); ++i)
    shown.add(std::string(columns[i].name), show_cell(row[i], columns[i].kind));
  return shown;
}

}  // namespace bss::mock::control
