// The files of the bulk programs: a list of payments as CSV, its intents beside it, and a result
// with one line for each.
#pragma once

#include <bss/bulk.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "common/arguments.h"

#include <unistd.h>

namespace examples {

// As sysexits.h: a script can tell a wrong file from payments that failed.
constexpr int kBulkAll = 0;
constexpr int kBulkSome = 1;
constexpr int kBulkNone = 2;
constexpr int kBulkUsage = 64;

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells{""};
  for (const char c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

/// Nothing, and a sentence, for a file that is none. `amount` is the name of the second column.
inline std::optional<std::vector<bss::BulkLine>> read_bulk_file(const std::string& file,
                                                                const std::string& amount) {
  std::ifstream in(file);
  std::string text;
  if (!in || !std::getline(in, text) ||
      cells_of(text) != std::vector<std::string>{"customer_id", amount}) {
    std::cerr << file << ": the first line must be customer_id," << amount << "\n";
    return std::nullopt;
  }
  std::vector<bss::BulkLine> lines;
  for (int number = 2; std::getline(in, text); ++number) {
    if (text.empty() || text == "\r") continue;
    const auto cells = cells_of(text);
    const auto value = cells.size() == 2 ? bss::Decimal::parse(cells[1]) : std::nullopt;
    if (!value || value->is_negative() || value->is_zero() || cells[0].empty()) {
      std::cerr << file << ":" << number << ": must be a customer's id and a positive amount\n";
      return std::nullopt;
    }
    lines.push_back({"line " + std::to_string(number), cells[0], *value});
  }
  return lines;
}

/// A bar on a terminal, a line every tenth of the way elsewhere.
class Progress {
 public:
  void operator()(const bss::BulkProgress& now) {
    const std::size_t ended = now.done + now.failed;
    if (terminal_) {
      constexpr std::size_t kWidth = 40;
      const std::size_t filled = ended * kWidth / now.total;
      std::cerr << "\r[" << std::string(filled, '#') << std::string(kWidth - filled, ' ') << "] "
                << ended << "/" << now.total << ", " << now.failed << " failed"
                << (ended == now.total ? "\n" : "") << std::flush;
    } else if (ended == now.total || ended * 10 / now.total != told_) {
      told_ = ended * 10 / now.total;
      std::cerr << ended << " of " << now.total << ", " << now.failed << " failed\n";
    }
  }

 private:
  bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  std::size_t told_ = 0;
};

inline std::string status_of(const bss::BulkOutcome& outcome) {
  if (outcome.done) return "done";
  if (!outcome.error) return "not_tried";
  return outcome.error->kind == bss::ErrorKind::kOutcomeUnknown ? "unknown" : "failed";
}

/// A comma or quote in a message must not make a column.
inline std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c == '\n' ? ' ' : c);
  return quoted + "\"";
}

/// Whole or not at all, so that nobody reads half a result.
inline bool write_result(const std::string& file, const std::string& amount,
                         const std::vector<bss::BulkLine>& lines,
                         const std::vector<bss::BulkOutcome>& outcomes) {
  const std::string fresh = file + ".new";
  {
    std::ofstream out(fresh);
    out << "line,customer_id," << amount << ",status,transfer_id,error\n";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bss::BulkOutcome& outcome = outcomes[i];
      std::string error;
      if (outcome.error)
        error = outcome.error->code.empty() ? outcome.error->message : outcome.error->code;
      out << lines[i].key.substr(5) << "," << lines[i].customer_id << ","
          << lines[i].amount.to_string(2) << "," << status_of(outcome) << "," << outcome.transfer_id
          << "," << cell(error) << "\n";
    }
    if (!out.flush()) return false;
  }
  return std::rename(fresh.c_str(), file.c_str()) == 0;
}

/// Asks the records three times within so many seconds before a payment is held for not done.
inline void ask_for(const std::string& seconds, bss::ReconcileOptions& options) {
  const auto whole = std::chrono::milliseconds(std::lround(std::stod(seconds) * 1000));
  options.not_done_after = whole;
  options.waits = {whole / 6, whole / 3, whole - whole / 6 - whole / 3, whole};
}

/// The exit code.
inline int tell(const std::string& file, const std::vector<bss::BulkOutcome>& outcomes) {
  const auto done = static_cast<std::size_t>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [](const bss::BulkOutcome& outcome) { return outcome.done; }));
  std::cout << done << " of " << outcomes.size() << " done, see " << file << std::endl;
  if (done == outcomes.size()) return kBulkAll;
  return done > 0 ? kBulkSome : kBulkNone;
}

/// What both programs do; `pay` makes the payments of the list.
template <class Pay>
int run_bulk(const Arguments& arguments, const std::string& file, const std::string& amount,
             Pay pay) {
  const auto lines = read_bulk_file(file, amount);
  if (!lines) return kBulkUsage;
  const bss::Result<bss::Client> client = bss::Client::from_environment();
  if (!client) {
    std::cerr << client.error().to_string() << "\n";
    return kBulkUsage;
  }
  if (!may_move_money(client->config(), arguments)) return kBulkUsage;
  const auto store = bss::file_intent_store(file + ".intents");
  if (!store) {
    std::cerr << store.error().message << "\n";
    return kBulkUsage;
  }
  bss::OnceOptions once_options;
  if (arguments.has("--records-wait")) {
    const auto seconds = bss::Decimal::parse(arguments.value("--records-wait", ""));
    if (!seconds || seconds->is_negative() || seconds->is_zero()) {
      std::cerr << "--records-wait must be a positive number of seconds\n";
      return kBulkUsage;
    }
    ask_for(seconds->to_string(), once_options.reconcile);
  }
  bss::MoneyOnce once(*client, *store, once_options);
  bss::BulkOptions options;
  options.reseller_id = arguments.value("--reseller", "");
  options.on_progress = Progress();
  const auto outcomes = pay(once, *lines, options);
  if (!write_result(file + ".result", amount, *lines, outcomes)) {
    std::cerr << file << ".result could not be written\n";
    return kBulkUsage;
  }
  return tell(file + ".result", outcomes);
}

}  // namespace examples
