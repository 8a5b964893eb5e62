// Requests in the manner of the vendor's clients (auth-gateway 5.2, "What the official clients
// sign"), made here with the demo partner's key: they bring the awkward cases that a recording need
// not have.
#pragma once

#include <string_view>
#include <vector>

#include "recording.h"

namespace bss::test {

/// `date` is the X-Sdk-Date of all of them.
std::vector<RecordedRequest> signed_samples(std::string_view date);

}  // namespace bss::test
