// Carries a state file of an older format over to the schema of now.
//
// Used by Database::file only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bss::mock::store {

class Database;

/// Fills the empty database from the image of the older file: every table that both have, column by
/// column of the same name, then what each format since added. Throws StoreError, which names
/// `path`, when the content does not fit.
void migrate(Database& into, std::string_view image, const std::string& path, std::int64_t format);

}  // namespace bss::mock::store
