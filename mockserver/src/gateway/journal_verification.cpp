#include "gateway/journal_verification.h"

#include <algorithm>
#include <utility>

#include "gateway/rule_reader.h"
#include "iam/signature.h"

namespace bss::mock::gateway {

using wire::Json;

namespace {

/// As many as a person reads.
constexpr std::size_t kShown = 3;
constexpr std::int64_t kMostTimes = 1'000'000'000;

std::vector<Miss> differences(const JournalEntry& entry, const Expectation& expectation) {
  const std::string path = iam::percent_decode(iam::split_target(entry.target).path);
  CallSubject subject;
  subject.operation = entry.operation;
  subject.method = entry.method;
  subject.path = path;
  subject.account_id = entry.account;
  subject.headers = &entry.request_headers;
  LazyBody body(entry.request_body);
  std::vector<Miss> found = misses(expectation.match, subject, body);
  if (expectation.status && *expectation.status != entry.status) {
    found.push_back({"status", std::to_string(*expectation.status), std::to_string(entry.status)});
  }
  const auto flag = [&](const char* field, const std::optional<bool>& wanted, bool actual) {
    if (wanted && *wanted != actual)
      found.push_back({field, *wanted ? "true" : "false", actual ? "true" : "false"});
  };
  flag("answered", expectation.answered, entry.answered);
  flag("committed", expectation.committed, entry.committed);
  return found;
}

}  // namespace

Verification verify(const std::vector<JournalEntry>& entries, const Expectation& expectation) {
  Verification result;
  std::vector<NearMiss> missed;
  // From the newest on: of what is equally near, the newest is what a test has just done.
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    auto found = differences(*entry, expectation);
    if (found.empty()) {
      ++result.count;
      if (result.matched.size() < kShown) result.matched.push_back(*entry);
    } else {
      missed.push_back({*entry, std::move(found)});
    }
  }
  const bool enough = result.count >= expectation.at_least;
  const bool too_many = expectation.at_most && result.count > *expectation.at_most;
  result.ok = enough && !too_many;
  if (!too_many) result.matched.clear();
  if (enough) return result;
  std::stable_sort(missed.begin(), missed.end(), [](const NearMiss& left, const NearMiss& right) {
    return left.differences.size() < right.differences.size();
  });
  missed.resize(std::min(missed.size(), kShown));
  result.nearest = std::move(missed);
  return result;
}

Expectation read_expectation(const Json& document, const DescribedNames& names) {
  expect_object(document, "");
  allow_only<2>(document, "", {"match", "times"});
  Expectation expectation;
  if (const Json* match = document.find("match")) {
    expect_object(*match, "/match");
    Json of_call = Json::object();
    for (const auto& [name, value] : match->members()) {
      const std::string at = "/match/" + name;
      if (name == "status") {
        expectation.status = static_cast<int>(whole_at(value, at, 0, 999));
      } else if (name == "answered") {
        expectation.answered = flag_at(value, at);
      } else if (name == "committed") {
        expectation.committed = flag_at(value, at);
      } else {
        of_call.add(name, value);
      }
    }
    expectation.match = read_call_match(of_call, "/match", names);
  }
  if (const Json* times = document.find("times")) {
    expect_object(*times, "/times");
    allow_only<2>(*times, "/times", {"at_least", "at_most"});
    const Json* least = times->find("at_least");
    const Json* most = times->find("at_most");
    if (most != nullptr)
      expectation.at_most =
          static_cast<std::size_t>(whole_at(*most, "/times/at_most", 0, kMostTimes));
    // Who only says how often at most is content with never.
    if (least != nullptr) {
      expectation.at_least =
          static_cast<std::size_t>(whole_at(*least, "/times/at_least", 0, kMostTimes));
    } else if (most != nullptr) {
      expectation.at_least = 0;
    }
    if (expectation.at_most && *expectation.at_most < expectation.at_least)
      refuse_rule("/times/at_most", "must not be less than at_least");
  }
  return expectation;
}

}  // namespace bss::mock::gateway
