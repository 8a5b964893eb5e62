// The secrets of a request, and keeping them out of what a human may read. The one list of where
// secrets stand.
//
// Pure functions.
#pragma once

#include "bss/dry_run.h"
#include "bss/result.h"
#include "bss/transport.h"

namespace bss::detail {

/// A service may quote what it was sent: every secret of `request` in the error's texts becomes
/// `***`.
void remove_secrets(Error& error, const TransportRequest& request);

/// What `request` would look like on the wire, with `***` for every secret.
DryRun without_secrets(const TransportRequest& request);

}  // namespace bss::detail
