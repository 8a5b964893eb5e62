#include "bss/call_options.h"

#include "bss/client.h"

namespace bss {

CallOptions& CallOptions::on_behalf_of(const Identity& other) {
  identity = other.invoker_;
  return *this;
}

}  // namespace bss
