// What the program's exit code means to a script. The table is in docs/cli.md.
#pragma once

#include "core/types/error.hpp"

namespace sanderling::cli {

/// Numbers that scripts rely on: never changed.
enum class Exit : int {
    ok = 0,
    failed = 1,
    usage = 2,
    wrong_key = 3,
    not_found = 4,
    offline = 5,
    refused = 6,
    conflict = 7,
    damaged = 8,
    disk_full = 9,
    some_rejected = 10,
    in_use = 11,
};

Exit exit_of(Errc code);

}  // namespace sanderling::cli
