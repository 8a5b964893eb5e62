#include "control/metrics.h"

#include <functional>
#include <utility>
#include <vector>

#include "gateway/journal.h"

namespace bss::mock::control {

namespace {

using gateway::OperationCounts;

/// Operations have plain names, but an id or an empty operation must not break a line.
std::string labels(const std::string& workspace, const std::string& operation) {
  return "{workspace=\"" + workspace + "\",operation=\"" +
         (operation.empty() ? std::string("none") : operation) + "\"}";
}

struct Counter {
  const char* name;
  const char* help;
  std::uint64_t OperationCounts::*value;
};

constexpr Counter kCounters[] = {
    {"bss_mock_requests_total", "Requests that reached the emulated API.",
     &OperationCounts::received},
    {"bss_mock_requests_refused_total", "Of these, answered with 400 or more.",
     &OperationCounts::refused},
    {"bss_mock_requests_throttled_total", "Of these, answered with 429.",
     &OperationCounts::throttled},
    {"bss_mock_requests_unanswered_total", "Requests whose connection a fault rule broke.",
     &OperationCounts::unanswered},
    {"bss_mock_commands_committed_total", "Requests that changed something.",
     &OperationCounts::committed}};

void head(std::string& text, const char* name, const char* help, const char* type) {
  text += std::string("# HELP ") + name + " " + help + "\n# TYPE " + name + " " + type + "\n";
}

void gauge(std::string& text, const char* name, const char* help, std::int64_t value) {
  head(text, name, help, "gauge");
  text += std::string(name) + " " + std::to_string(value) + "\n";
}

}  // namespace

std::string metrics_text(WorkspaceHost& host, const ServerGauges& gauges) {
  std::vector<std::pair<std::string, std::map<std::string, OperationCounts>>> counted;
  std::int64_t entries = 0;
  std::int64_t bytes = 0;
  for (const auto& info : host.list()) {
    const auto commands = host.find(info.id);
    if (commands == nullptr) continue;  // removed meanwhile
    counted.emplace_back(info.id, commands->journal().counts());
    entries += static_cast<std::int64_t>(commands->journal().size());
    bytes += static_cast<std::int64_t>(commands->journal().bytes());
  }
  std::string text;
  gauge(text, "bss_mock_workspaces", "Workspaces that exist.",
        static_cast<std::int64_t>(counted.size()));
  gauge(text, "bss_mock_connections", "Open connections.", gauges.connections);
  gauge(text, "bss_mock_requests_in_flight", "Requests that are not answered yet.",
        gauges.requests_in_flight);
  gauge(text, "bss_mock_journal_entries", "Exchanges that the journals hold.", entries);
  gauge(text, "bss_mock_journal_bytes", "What they weigh.", bytes);
  for (const Counter& counter : kCounters) {
    head(text, counter.name, counter.help, "counter");
    for (const auto& [workspace, operations] : counted) {
      for (const auto& [operation, counts] : operations) {
        text += counter.name + labels(workspace, operation) + " " +
                std::to_string(counts.*counter.value) + "\n";
      }
    }
  }
  return text;
}

}  // namespace bss::mock::control
