// Rows of stored-value cards. Used by the card rules of domain/. Amounts are 1e-8 of the unit,
// times milliseconds UTC.
//
// Inside World::run only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"
#include "store/page.h"

namespace bss::mock::store {

struct CardRow {
  std::string card_id;
  std::string holder_id;
  std::string card_name;
  std::string currency;
  std::int64_t face_value = 0;
  std::int64_t balance = 0;
  std::int64_t effective_time = 0;
  std::int64_t expire_time = 0;
  std::int64_t create_time = 0;
};
std::optional<CardRow> find_card(Database& db, const std::string& card_id);
void insert_card(Database& db, const CardRow& card);
/// The balance.
void update_card(Database& db, const CardRow& card);

struct CardFilter {
  std::string holder_id;
  bool used_up = false;
  std::int64_t usable_at = 0;  ///< usable ones that expire at or before this are left out
  std::optional<std::string> card_id;
  std::int64_t offset = 0;
  std::int64_t limit = 10;
};
/// Newest first.
Page<CardRow> list_cards(Database& db, const CardFilter& filter);

}  // namespace bss::mock::store
