// A state as JSON for people and for other servers (control-api "Snapshots": export, import):
// readable, versioned and sorted, the same text for the same state.
//
// Pure functions over images.
#pragma once

#include "bss/wire/json.h"
#include "domain/world.h"

namespace bss::mock::control {

wire::Json export_state(const domain::World::Image& image);
/// Throws ControlError, which names the place, for what is no export of this version.
domain::World::Image import_state(const wire::Json& document);

}  // namespace bss::mock::control
