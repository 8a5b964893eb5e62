#include "gateway/journal.h"

#include <algorithm>
#include <array>
#include <utility>

#include "bss/wire/json.h"
#include "iam/header_names.h"

namespace bss::mock::gateway {
namespace {

constexpr std::string_view kHidden = "***";
/// Members whose value is a secret wherever they stand (IAM requests and answers, verification
/// codes).
constexpr std::array<std::string_view, 8> kSecretMembers = {
    "password", "secret", "securitytoken", "verification_code", "access_secret",
    "passcode", "sk",     "security_token"};
constexpr std::array<std::string_view, 6> kSecretHeaders = {
    "x-auth-token", "x-subject-token", "x-security-token",
    "cookie",       "set-cookie",      "proxy-authorization"};

std::size_t weight(const JournalEntry& entry) noexcept {
  std::size_t bytes = sizeof(JournalEntry) + entry.target.size() + entry.request_body.size() +
                      entry.response_body.size() + entry.explanation.size();
  for (const auto* headers : {&entry.request_headers, &entry.response_headers}) {
    for (const auto& [name, value] : *headers) bytes += name.size() + value.size() + 64;
  }
  return bytes;
}

/// `Signature=` and what follows it is the secret part; the rest helps to understand a refusal.
std::string without_signature(const std::string& authorization) {
  const auto start = authorization.find("Signature=");
  const bool signature = authorization.compare(0, 4, "SDK-") == 0 && start != std::string::npos;
  return signature ? authorization.substr(0, start) + "Signature=" + std::string(kHidden)
                   : std::string(kHidden);
}

void redact_headers(std::vector<std::pair<std::string, std::string>>& headers) {
  for (auto& header : headers) {
    const auto is_named = [&](std::string_view name) {
      return iam::equal_names(header.first, name);
    };
    if (is_named("authorization")) {
      header.second = without_signature(header.second);
    } else if (std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(), is_named)) {
      header.second = kHidden;
    }
  }
}

bool is_secret_member(std::string_view name) noexcept {
  return std::find(kSecretMembers.begin(), kSecretMembers.end(), name) != kSecretMembers.end();
}

/// A copy in which secrets are hidden; `hidden` tells whether there was one. auth.identity.token.id
/// is the one secret that only its place tells.
wire::Json without_secrets(const wire::Json& value, std::string_view name, bool& hidden) {
  if (value.kind() == wire::Json::Kind::kArray) {
    std::vector<wire::Json> items;
    items.reserve(value.items().size());
    for (const auto& item : value.items()) items.push_back(without_secrets(item, name, hidden));
    return wire::Json::array(std::move(items));
  }
  if (value.kind() != wire::Json::Kind::kObject) return value;
  wire::Json::Members members;
  members.reserve(value.members().size());
  for (const auto& [member_name, member] : value.members()) {
    const bool plain =
        member.kind() != wire::Json::Kind::kObject && member.kind() != wire::Json::Kind::kArray;
    if (plain && (is_secret_member(member_name) || (name == "token" && member_name == "id"))) {
      hidden = true;
      members.emplace_back(member_name, wire::Json::string(std::string(kHidden)));
    } else {
      members.emplace_back(member_name, without_secrets(member, member_name, hidden));
    }
  }
  return wire::Json::object(std::move(members));
}

void redact_body(std::string& body) {
  if (body.empty()) return;
  wire::JsonLimits limits;
  limits.refuse_duplicate_names = false;
  const auto document = wire::read_json(body, limits);
  if (!document.value) {
    // Broken JSON may still hold a password; only its size is told.
    body = std::string(kHidden) + " (not JSON, " + std::to_string(body.size()) + " bytes)";
    return;
  }
  bool hidden = false;
  wire::Json shown = without_secrets(*document.value, {}, hidden);
  if (hidden) body = wire::write_json(shown);
}

bool moves_value(const OperationInfo* operation) noexcept {
  return operation != nullptr && (operation->operation_class == OperationClass::kMoney ||
                                  operation->operation_class == OperationClass::kKeyed);
}

std::string member_text(std::string_view body, std::string_view name) {
  const auto document = wire::read_json(body);
  const wire::Json* member = document.value ? document.value->find(name) : nullptr;
  return member == nullptr ? std::string() : member->text();
}

/// The answers of transfers name it in two ways.
std::string transaction_of(std::string_view body) {
  std::string id = member_text(body, "trans_id");
  return id.empty() ? member_text(body, "transfer_id") : id;
}

bool passes(const JournalEntry& entry, const JournalFilter& filter) {
  if (entry.id <= filter.since_id) return false;
  if (!filter.operation.empty() && entry.operation != filter.operation) return false;
  if (!filter.account.empty() && entry.account != filter.account) return false;
  if (filter.status && entry.status != *filter.status) return false;
  return !filter.since_ms || entry.at_ms >= *filter.since_ms;
}

void add(OperationCounts& counts, const JournalEntry& entry) noexcept {
  ++counts.received;
  if (entry.status >= 400) ++counts.refused;
  if (entry.status >= 100 && entry.status < 400) ++counts.succeeded;
  if (entry.status == 429) ++counts.throttled;
  if (!entry.answered) ++counts.unanswered;
  if (entry.committed) ++counts.committed;
}

}  // namespace

Journal::Journal(JournalLimits limits) : limits_(limits) {}

void Journal::record(JournalEntry entry, const OperationInfo* operation) {
  std::optional<MoneyLine> money;
  if (entry.committed && moves_value(operation)) {
    money = MoneyLine{0,
                      entry.at_ms,
                      entry.operation,
                      entry.account,
                      member_text(entry.request_body, "trans_id"),
                      transaction_of(entry.response_body),
                      entry.answered};
  }
  const std::size_t bytes = weight(entry);
  const std::lock_guard<std::mutex> lock(mutex_);
  entry.id = next_id_++;
  if (money) {
    money->id = entry.id;
    money_.push_back(std::move(*money));
    if (money_.size() > limits_.money_lines) money_.pop_front();
  }
  auto counts = counts_.find(entry.operation);
  if (counts == counts_.end()) counts = counts_.emplace(entry.operation, OperationCounts{}).first;
  add(counts->second, entry);
  bytes_ += bytes;
  ring_.push_back(std::move(entry));
  trim();
}

void Journal::trim() {
  while (!ring_.empty() && (ring_.size() > limits_.entries || bytes_ > limits_.bytes)) {
    bytes_ -= weight(ring_.front());
    ring_.pop_front();
  }
}

std::vector<JournalEntry> Journal::entries(const JournalFilter& filter) const {
  std::vector<JournalEntry> found;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto entry = ring_.rbegin(); entry != ring_.rend() && found.size() < filter.limit;
         ++entry) {
      if (passes(*entry, filter)) found.push_back(*entry);
    }
  }
  std::reverse(found.begin(), found.end());
  for (auto& entry : found) entry = redacted(std::move(entry));
  return found;
}

std::optional<JournalEntry> Journal::find_request(std::string_view request_id) const {
  std::optional<JournalEntry> found;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto entry = std::find_if(ring_.rbegin(), ring_.rend(), [&](const JournalEntry& one) {
      return one.request_id == request_id;
    });
    if (entry != ring_.rend()) found = *entry;
  }
  if (found) found = redacted(std::move(*found));
  return found;
}

std::vector<MoneyLine> Journal::money_lines() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {money_.begin(), money_.end()};
}

std::map<std::string, OperationCounts> Journal::counts() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return {counts_.begin(), counts_.end()};
}

OperationCounts Journal::count(std::string_view operation) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto counts = counts_.find(operation);
  return counts == counts_.end() ? OperationCounts{} : counts->second;
}

std::size_t Journal::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ring_.size();
}

std::size_t Journal::bytes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return bytes_;
}

void Journal::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ring_.clear();
  money_.clear();
  counts_.clear();
  bytes_ = 0;
}

JournalEntry redacted(JournalEntry entry) {
  redact_headers(entry.request_headers);
  redact_headers(entry.response_headers);
  redact_body(entry.request_body);
  redact_body(entry.response_body);
  return entry;
}

}  // namespace bss::mock::gateway
