#include "money/intent_text.h"

#include <array>
#include <chrono>
#include <utility>

#include "bss/wire/json.h"

namespace bss::detail {

namespace {

using std::chrono::milliseconds;
using wire::Json;

constexpr std::array<const char*, 3> kStates{"open", "done", "not_done"};

/// What the clock's nanoseconds can hold.
constexpr std::int64_t kFurthestMs = 9'000'000'000'000;

std::int64_t to_ms(std::chrono::system_clock::time_point at) {
  return std::chrono::duration_cast<milliseconds>(at.time_since_epoch()).count();
}

/// The texts of a record with their names, once for both ways.
template <class Record, class Visit>
void each_text(Record& record, Visit visit) {
  visit("key", record.key);
  visit("owner", record.owner);
  visit("operation", record.intent.operation);
  visit("counterparty", record.intent.counterparty);
  visit("reseller_id", record.intent.reseller_id);
  visit("memo", record.intent.memo);
  visit("quota_id", record.intent.quota_id);
  visit("transfer_id", record.transfer_id);
  visit("error_code", record.error_code);
  visit("error_message", record.error_message);
}

Json write_coupons(const std::vector<IssuedCoupon>& coupons) {
  Json list = Json::array();
  for (const IssuedCoupon& coupon : coupons) {
    list.items().push_back(
        Json::array({Json::string(coupon.customer_id), Json::string(coupon.coupon_id)}));
  }
  return list;
}

bool read_coupons(const Json& list, std::vector<IssuedCoupon>& coupons) {
  for (const Json& coupon : list.items()) {
    if (coupon.items().size() != 2) return false;
    coupons.push_back({coupon.items()[0].text(), coupon.items()[1].text()});
  }
  return true;
}

bool read_state(const Json* state, IntentRecord& record) {
  if (state == nullptr) return false;
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (state->text() != kStates[i]) continue;
    record.state = static_cast<IntentState>(i);
    return true;
  }
  return false;
}

}  // namespace

std::string write_intent(const IntentRecord& record) {
  Json line = Json::object();
  line.add("state", Json::string(kStates[static_cast<std::size_t>(record.state)]));
  each_text(record, [&](const char* name, const std::string& text) {
    if (!text.empty()) line.add(name, Json::string(text));
  });
  const Intent& intent = record.intent;
  if (intent.amount) line.add("amount", Json::string(intent.amount->to_string()));
  line.add("sent_at_ms", Json::number(to_ms(intent.sent_at)));
  if (intent.marks) {
    line.add("newest_id", Json::string(intent.marks->newest_id));
    line.add("total", Json::number(intent.marks->total));
  }
  if (!record.coupons.empty()) line.add("coupons", write_coupons(record.coupons));
  return wire::write_json(line);
}

std::optional<IntentRecord> read_intent(std::string_view line) {
  const auto read = wire::read_json(line);
  if (!read.value || read.value->kind() != Json::Kind::kObject) return std::nullopt;
  const Json& object = *read.value;
  IntentRecord record;
  if (!read_state(object.find("state"), record)) return std::nullopt;
  each_text(record, [&](const char* name, std::string& text) {
    if (const Json* found = object.find(name)) text = found->text();
  });
  if (record.key.empty() || record.intent.operation.empty()) return std::nullopt;
  if (const Json* amount = object.find("amount")) {
    record.intent.amount = Decimal::parse(amount->text());
    if (!record.intent.amount) return std::nullopt;
  }
  const Json* sent_at = object.find("sent_at_ms");
  const auto ms = sent_at == nullptr ? std::nullopt : sent_at->as_integer();
  if (!ms || *ms < -kFurthestMs || *ms > kFurthestMs) return std::nullopt;
  record.intent.sent_at = std::chrono::system_clock::time_point(milliseconds(*ms));
  if (const Json* total = object.find("total")) {
    const Json* newest = object.find("newest_id");
    if (newest == nullptr || !total->as_integer()) return std::nullopt;
    record.intent.marks = IntentMarks{newest->text(), *total->as_integer()};
  }
  const Json* coupons = object.find("coupons");
  if (coupons != nullptr && !read_coupons(*coupons, record.coupons)) return std::nullopt;
  return record;
}

}  // namespace bss::detail
