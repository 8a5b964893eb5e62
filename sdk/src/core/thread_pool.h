// What the client needs to know of executors beyond their public face.
#pragma once

#include "bss/executor.h"

namespace bss::detail {

/// A pool of the SDK's own does not touch itself any more once what was posted may run: whoever
/// posts need not keep it, and need not become the last owner who has to join its threads.
bool may_end_during_post(const Executor& executor) noexcept;

}  // namespace bss::detail
