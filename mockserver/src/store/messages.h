// Rows of verification codes, of the log of sends, and of the mailbox. Used by domain/verification
// and the control API. Times are milliseconds UTC.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

struct CodeRow {
  std::int64_t id = 0;
  std::string receiver;
  std::int64_t scene = 29;  ///< 29 registration, 18 authentication by bank card
  std::optional<std::string> customer_id;
  std::string code;
  std::string lang;
  std::int64_t created_at = 0;
  std::int64_t expires_at = 0;
  std::int64_t failures = 0;
  std::string state;  ///< active, consumed, replaced
};
/// The newest code of that receiver and scene that was neither consumed nor replaced.
std::optional<CodeRow> find_active_code(Database& db, const std::string& receiver,
                                        std::int64_t scene);
/// Takes the place of the active one.
void insert_code(Database& db, CodeRow& code);
void update_code(Database& db, const CodeRow& code);

void insert_send(Database& db, const std::string& receiver, std::int64_t scene,
                 std::int64_t sent_at);
/// Sends after that moment.
std::int64_t count_sends(Database& db, const std::string& receiver, std::int64_t scene,
                         std::int64_t after);

struct MessageRow {
  std::int64_t id = 0;
  std::string channel;  ///< sms, email
  std::string receiver;
  std::string kind;  ///< verification_code
  std::string lang;
  std::optional<std::string> code;
  std::string text;
  std::int64_t sent_at = 0;
};
void insert_message(Database& db, MessageRow& message);
/// Newest first; of one receiver when `to` is given.
std::vector<MessageRow> list_messages(Database& db, const std::optional<std::string>& to);

}  // namespace bss::mock::store
