// Verification codes (customers.md, SendVerificationMessageCode; CreateSubCustomer 8): made,
// delivered to the mailbox, counted, tried, consumed.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/partners.h"
#include "domain/refusal.h"
#include "domain/world.h"
#include "store/messages.h"

namespace bss::mock::domain {

inline constexpr int kSceneRegistration = 29;
inline constexpr int kSceneBankCard = 18;

enum class Channel : std::uint8_t { kSms = 1, kEmail = 2 };

struct CodeOrder {
  Channel channel = Channel::kSms;
  std::string mobile_phone;  ///< China
  std::string email;         ///< international
  int timeout_minutes = 10;  ///< as asked for; above 60 it becomes 5
  int scene = kSceneRegistration;
  std::optional<std::string> customer_id;  ///< with scene 18
  std::string lang;                        ///< empty: the site's
};
/// Sends a code. A refused send does not count; one that cannot be delivered does.
Outcome<Done> send_code(World& world, const Actor& actor, const CodeOrder& order);

/// Tries a code and counts a wrong try; the code itself, still unconsumed. A refusal keeps what was
/// counted.
Outcome<store::CodeRow> try_code(World& world, const std::string& receiver, int scene,
                                 std::string_view code);
void consume_code(World& world, store::CodeRow code);

}  // namespace bss::mock::domain
