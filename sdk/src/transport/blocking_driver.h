// Drives an exchange on the thread of its caller, which waits in poll(2): no other thread takes
// part.
#pragma once

#include "bss/cancellation.h"
#include "bss/transport.h"
#include "transport/route.h"

namespace bss::detail {

/// Waits for a place among the connections of `route`, sends, and waits for the end.
TransportResult send_and_wait(Route& route, const TransportRequest& request,
                              const CancellationToken& cancellation);

}  // namespace bss::detail
