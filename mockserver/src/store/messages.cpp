#include "store/messages.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

constexpr auto kCode =
    std::make_tuple(&CodeRow::id, &CodeRow::receiver, &CodeRow::scene, &CodeRow::customer_id,
                    &CodeRow::code, &CodeRow::lang, &CodeRow::created_at, &CodeRow::expires_at,
                    &CodeRow::failures, &CodeRow::state);
constexpr auto kMessage =
    std::make_tuple(&MessageRow::id, &MessageRow::channel, &MessageRow::receiver, &MessageRow::kind,
                    &MessageRow::lang, &MessageRow::code, &MessageRow::text, &MessageRow::sent_at);

}  // namespace

std::optional<CodeRow> find_active_code(Database& db, const std::string& receiver,
                                        std::int64_t scene) {
  return select_one<CodeRow>(
      db, kCode,
      "SELECT id, receiver, scene, customer_id, code, lang, created_at, expires_at, failures, "
      "state "
      "FROM verification_codes WHERE receiver = :receiver AND scene = :scene AND state = 'active'",
      receiver, scene);
}

void insert_code(Database& db, CodeRow& code) {
  execute(db,
          "UPDATE verification_codes SET state = 'replaced' WHERE receiver = :receiver AND scene = "
          ":scene AND "
          "state = 'active'",
          code.receiver, code.scene);
  code.id = db.next_number("verification_code");
  insert_row(
      db, code, kCode,
      "INSERT INTO verification_codes (id, receiver, scene, customer_id, code, lang, created_at, "
      "expires_at, failures, state) VALUES (:id, :receiver, :scene, :customer, :code, :lang, "
      ":created, "
      ":expires, :failures, :state)");
}

void update_code(Database& db, const CodeRow& code) {
  execute(db, "UPDATE verification_codes SET failures = :failures, state = :state WHERE id = :id",
          code.failures, code.state, code.id);
}

void insert_send(Database& db, const std::string& receiver, std::int64_t scene,
                 std::int64_t sent_at) {
  execute(
      db,
      "INSERT INTO verification_sends (receiver, scene, sent_at) VALUES (:receiver, :scene, :at)",
      receiver, scene, sent_at);
}

std::int64_t count_sends(Database& db, const std::string& receiver, std::int64_t scene,
                         std::int64_t after) {
  return select_value<std::int64_t>(db,
                                    "SELECT COUNT(*) FROM verification_sends WHERE receiver = "
                                    ":receiver AND scene = :scene AND "
                                    "sent_at > :after",
                                    receiver, scene, after)
      .value_or(0);
}

void insert_message(Database& db, MessageRow& message) {
  message.id = db.next_number("message");
  insert_row(db, message, kMessage,
             "INSERT INTO messages (id, channel, receiver, kind, lang, code, text, sent_at) "
             "VALUES (:id, :channel, :receiver, :kind, :lang, :code, :text, :at)");
}

std::vector<MessageRow> list_messages(Database& db, const std::optional<std::string>& to) {
  Filter where;
  if (to) where.where("receiver = ?", *to);
  return where.all<MessageRow>(
      db, kMessage, "SELECT id, channel, receiver, kind, lang, code, text, sent_at FROM messages",
      "id DESC");
}

}  // namespace bss::mock::store
