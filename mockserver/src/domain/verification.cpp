#include "domain/verification.h"

#include <utility>

#include "domain/customer_rules.h"

namespace bss::mock::domain {

namespace {

constexpr std::int64_t kSendsPerHour = 15;
constexpr std::int64_t kSendsPerDay = 60;
constexpr std::int64_t kFailuresAllowed = 3;
constexpr std::size_t kCodeDigits = 6;
constexpr int kLongestTimeout = 60;
constexpr int kTimeoutInsteadOfLonger = 5;

std::optional<Refused> problem_of(World& world, const Actor& actor, const CodeOrder& order,
                                  bool china) {
  const Channel expected = china ? Channel::kSms : Channel::kEmail;
  if (order.channel != expected) return Refused{Refusal::kInvalidField, "receiver_type"};
  if (china && !is_mainland_mobile(order.mobile_phone)) {
    return Refused{Refusal::kMobileMalformed, "mobile_phone"};
  }
  if (!china && !is_email(order.email)) return Refused{Refusal::kInvalidField, "email"};
  if (order.scene == kSceneBankCard) {
    if (!order.customer_id || order.customer_id->empty()) {
      return Refused{Refusal::kInvalidField, "customer_id"};
    }
    if (!own_customer(world, actor.account_id, *order.customer_id))
      return Refused{Refusal::kNotSubCustomer, ""};
  }
  return std::nullopt;
}

std::string message_text(std::string_view lang, const std::string& code, int minutes) {
  const std::string life = std::to_string(minutes);
  if (lang == "en-us")
    return "Your verification code is " + code + ". It is valid for " + life + " minutes.";
  return "您的验证码为" + code + "，" + life + "分钟内有效。";
}

bool too_many_sends(World& world, const std::string& receiver, int scene) {
  const Instant now = world.now();
  return store::count_sends(world.db(), receiver, scene, now.plus_hours(-1).ms) >= kSendsPerHour ||
         store::count_sends(world.db(), receiver, scene, now.plus_days(-1).ms) >= kSendsPerDay;
}

}  // namespace

Outcome<Done> send_code(World& world, const Actor& actor, const CodeOrder& order) {
  const auto caller = store::find_account(world.db(), actor.account_id);
  if (!caller) return Refusal::kUnknownAccount;
  const bool china = caller->site == 1;
  if (auto refused = problem_of(world, actor, order, china)) return std::move(*refused);
  const std::string& receiver = china ? order.mobile_phone : order.email;
  if (too_many_sends(world, receiver, order.scene)) return Refusal::kCodeLimit;

  const int minutes =
      order.timeout_minutes > kLongestTimeout ? kTimeoutInsteadOfLonger : order.timeout_minutes;
  store::CodeRow code;
  code.receiver = receiver;
  code.scene = order.scene;
  if (order.scene == kSceneBankCard) code.customer_id = order.customer_id;
  code.code = world.ids().digits(kCodeDigits);
  code.lang = !order.lang.empty() ? order.lang : (china ? "zh-cn" : "en-us");
  code.created_at = world.now().ms;
  code.expires_at = world.now().plus_minutes(minutes).ms;
  code.state = "active";
  store::insert_code(world.db(), code);
  store::insert_send(world.db(), receiver, order.scene, world.now().ms);
  if (world.settings().listed(Setting::kFailCodeDeliveryTo, receiver, true)) {
    world.keep_changes();  // the code exists and the send counts
    return Refusal::kCodeNotDelivered;
  }
  store::MessageRow message;
  message.channel = china ? "sms" : "email";
  message.receiver = receiver;
  message.kind = "verification_code";
  message.lang = code.lang;
  message.code = code.code;
  message.text = message_text(code.lang, code.code, minutes);
  message.sent_at = world.now().ms;
  store::insert_message(world.db(), message);
  return Done{};
}

Outcome<store::CodeRow> try_code(World& world, const std::string& receiver, int scene,
                                 std::string_view code) {
  auto sent = store::find_active_code(world.db(), receiver, scene);
  if (!sent) return Refusal::kCodeWrong;
  if (world.now().ms >= sent->expires_at) return Refusal::kCodeExpired;
  if (sent->failures > kFailuresAllowed) return Refusal::kCodeLocked;  // even with the right code
  if (sent->code != code) {
    ++sent->failures;
    store::update_code(world.db(), *sent);
    world.keep_changes();
    return Refusal::kCodeWrong;
  }
  return std::move(*sent);
}

void consume_code(World& world, store::CodeRow code) {
  code.state = "consumed";
  store::update_code(world.db(), code);
}

}  // namespace bss::mock::domain
