// Named texts of a workspace that are no rows of the business: what a state file keeps of clock,
// settings and ids. Used by domain/kept_state.
//
// Inside World::run only.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/database.h"

namespace bss::mock::store {

void put_state(Database& db, const std::string& key, const std::string& value);
std::optional<std::string> find_state(Database& db, const std::string& key);
/// Keys and values of the keys that begin with `prefix`.
std::vector<std::pair<std::string, std::string>> list_state(Database& db,
                                                            const std::string& prefix);
void remove_state(Database& db, const std::string& key);

}  // namespace bss::mock::store
