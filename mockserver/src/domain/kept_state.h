// What a state file keeps of a workspace beside the rows of the business, so that a server which is
// started again goes on where it was: the clock, the settings and the place in the series of ids.
// Used by World for databases on a file.
//
// Inside a transaction of the database.
#pragma once

#include <optional>

#include "domain/clock.h"
#include "domain/ids.h"
#include "domain/settings.h"
#include "store/database.h"

namespace bss::mock::domain {

void keep_clock(store::Database& db, const Clock::State& state);
void keep_ids(store::Database& db, const Ids::State& state);
/// Those that differ from their defaults.
void keep_settings(store::Database& db, const Settings& settings);

/// Nothing when none was ever kept, or when it cannot be read.
std::optional<Clock::State> kept_clock(store::Database& db);
std::optional<Ids::State> kept_ids(store::Database& db);
/// Settings that this version does not know or allow any more stay at their defaults.
void recall_settings(store::Database& db, Settings& settings);

}  // namespace bss::mock::domain
