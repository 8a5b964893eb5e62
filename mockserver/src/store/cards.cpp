#include "store/cards.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

constexpr char kSelectCard[] =
    "SELECT card_id, holder_id, card_name, currency, face_value, balance, effective_time, "
    "expire_time, create_time FROM stored_value_cards";
constexpr auto kCard =
    std::make_tuple(&CardRow::card_id, &CardRow::holder_id, &CardRow::card_name, &CardRow::currency,
                    &CardRow::face_value, &CardRow::balance, &CardRow::effective_time,
                    &CardRow::expire_time, &CardRow::create_time);

}  // namespace

std::optional<CardRow> find_card(Database& db, const std::string& card_id) {
  static const std::string sql = std::string(kSelectCard) + " WHERE card_id = :id";
  return select_one<CardRow>(db, kCard, sql.c_str(), card_id);
}

void insert_card(Database& db, const CardRow& card) {
  insert_row(db, card, kCard,
             "INSERT INTO stored_value_cards (card_id, holder_id, card_name, currency, face_value, "
             "balance, effective_time, expire_time, create_time) VALUES (:card_id, :holder_id, "
             ":card_name, :currency, :face_value, :balance, :effective_time, :expire_time, "
             ":create_time)");
}

void update_card(Database& db, const CardRow& card) {
  execute(db, "UPDATE stored_value_cards SET balance = :balance WHERE card_id = :id", card.balance,
          card.card_id);
}

Page<CardRow> list_cards(Database& db, const CardFilter& filter) {
  Filter where;
  where.where("holder_id = ?", filter.holder_id);
  if (filter.used_up) {
    where.where("balance = 0");
  } else {
    where.where("balance > 0");
    where.total_is_kept("stored_value_cards", filter.holder_id);
    where.where_mostly(db, "FROM stored_value_cards", "expire_time > ?", "expire_time <= ?",
                       filter.usable_at);
  }
  where.where_if("card_id = ?", filter.card_id);
  return where.page<CardRow>(db, kCard, kSelectCard, "create_time DESC, card_id DESC",
                             filter.offset, filter.limit);
}

}  // namespace bss::mock::store
