// Everything that generated code of both halves needs to read, check and write messages.
//
// Internal, not installed.
#pragma once

#include "bss/wire/json.h"     // IWYU pragma: export
#include "bss/wire/message.h"  // IWYU pragma: export
#include "bss/wire/money.h"    // IWYU pragma: export
#include "bss/wire/reader.h"   // IWYU pragma: export
#include "bss/wire/rules.h"    // IWYU pragma: export
#include "bss/wire/writer.h"   // IWYU pragma: export
