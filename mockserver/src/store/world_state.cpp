#include "store/world_state.h"

#include "store/sql.h"

namespace bss::mock::store {

namespace {

struct Entry {
  std::string key;
  std::string value;
};

}  // namespace

void put_state(Database& db, const std::string& key, const std::string& value) {
  execute(db,
          "INSERT INTO world_state (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE "
          "SET value = excluded.value",
          key, value);
}

std::optional<std::string> find_state(Database& db, const std::string& key) {
  return select_value<std::string>(db, "SELECT value FROM world_state WHERE key = :key", key);
}

std::vector<std::pair<std::string, std::string>> list_state(Database& db,
                                                            const std::string& prefix) {
  std::vector<std::pair<std::string, std::string>> found;
  for (auto& entry : select_all<Entry>(db, std::make_tuple(&Entry::key, &Entry::value),
                                       "SELECT key, value FROM world_state ORDER BY key")) {
    if (entry.key.starts_with(prefix))
      found.emplace_back(std::move(entry.key), std::move(entry.value));
  }
  return found;
}

void remove_state(Database& db, const std::string& key) {
  execute(db, "DELETE FROM world_state WHERE key = :key", key);
}

}  // namespace bss::mock::store
