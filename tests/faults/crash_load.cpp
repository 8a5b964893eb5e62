#include "crash_load.h"

#include <nlohmann/json.hpp>

#include "demo.h"

namespace bss::test {
namespace {

std::string money(std::int64_t cents) {
  std::string text = std::to_string(cents);
  while (text.size() < 3) text.insert(text.begin(), '0');
  return text.insert(text.size() - 2, 1, '.');
}

/// Reads the id that the answer of such a call carries; empty when it is no success.
std::string id_of(CrashCall kind, const Answer& answer) {
  if (answer.status != 200) return {};
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const auto text = [&](const char* name) {
    return body.contains(name) ? body[name].get<std::string>() : std::string();
  };
  switch (kind) {
    case CrashCall::kAllocate:
    case CrashCall::kTransfer:
      return text("transfer_id");
    case CrashCall::kCreate:
      return text("domain_id");
    case CrashCall::kIssue:
      break;
  }
  const auto coupons = body.find("coupon_infos");
  if (coupons == body.end() || coupons->size() != 1) return {};
  return coupons->front()["coupon_id"].get<std::string>();
}

}  // namespace

std::string crash_customer(std::int64_t number) {
  return "crash-" + std::to_string(number);
}

SentCall CrashLoad::next(std::mt19937_64& random) {
  SentCall call;
  call.kind = static_cast<CrashCall>(random() % 4);
  call.number = ++numbers_;
  return call;
}

std::string CrashLoad::bytes_of(const SentCall& call) const {
  const std::string amount = money(call.number);
  const auto by_partner = [&](const char* target, const std::string& body) {
    return request_bytes("POST", target, json_headers(scene_.partner_token), body);
  };
  const std::string customer(kCustomer);
  switch (call.kind) {
    case CrashCall::kAllocate:
      return by_partner("/v2/accounts/partner-accounts/adjust-amount",
                        R"({"customer_id":")" + customer + R"(","amount":)" + amount + "}");
    case CrashCall::kTransfer:
      return request_bytes(
          "POST", "/v2/accounts/partner-accounts/indirect-partner-adjust",
          json_headers(scene_.distributor_token),
          R"({"indirect_partner_id":")" + std::string(kReseller) + R"(","amount":)" + amount + "}");
    case CrashCall::kIssue:
      return by_partner("/v2/promotions/benefits/partner-coupons",
                        R"({"quota_id":")" + scene_.quota + R"(","customer_ids":[")" + customer +
                            R"("],"face_value":)" + amount + "}");
    case CrashCall::kCreate:
      break;
  }
  return by_partner(
      "/v2/partners/sub-customers",
      R"({"xaccount_type":"DEMO_PLATFORM","xaccount_id":")" + crash_customer(call.number) + "\"}");
}

void CrashLoad::run(std::uint16_t port, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Connection connection(port);
  for (bool alive = true; alive;) {
    SentCall call = next(random);
    const auto answer = connection.exchange(bytes_of(call));
    alive = answer.has_value();
    if (answer) {
      call.id = id_of(call.kind, *answer);
      call.answered = !call.id.empty();
      if (!call.answered) call.surprise = std::to_string(answer->status) + " " + answer->body;
      if (call.answered) ++answers_;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    calls_.push_back(std::move(call));
  }
}

}  // namespace bss::test
