#include "bss/secret.h"

#include <cstddef>

namespace bss {

Secret::~Secret() {
  // A moved-from short string keeps its bytes behind its end, so all of the buffer goes.
  value_.resize(value_.capacity());
  // Through a volatile pointer, because a compiler may drop writes to memory that is about to be
  // freed.
  volatile char* byte = value_.data();
  for (std::size_t i = 0; i < value_.size(); ++i) byte[i] = '\0';
}

}  // namespace bss
