// The text of data/seeds.yaml, embedded by the build.
#pragma once

#include <string_view>

namespace bss::mock::app {

extern const std::string_view kSeedsText;

}  // namespace bss::mock::app
