#include "tests/sim/one_thread.hpp"

#include <malloc.h>
#include <sqlite3.h>

namespace sanderling::sim {

namespace {

constexpr int memory_kept_bytes = 64 << 20;
constexpr int largest_from_heap_bytes = 32 << 20;  // what glibc takes at most

// A tenth of a run went into pages that were given back to the system and fetched again.
bool settle() {
    mallopt(M_MMAP_THRESHOLD, largest_from_heap_bytes);
    mallopt(M_TRIM_THRESHOLD, 16 * memory_kept_bytes);
    mallopt(M_TOP_PAD, memory_kept_bytes);
    // Refused where SQLite has begun already, as in a test that used it before; that is as right.
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
}

}  // namespace

void settle_process() {
    static const bool is_settled = settle();
    static_cast<void>(is_settled);
}

}  // namespace sanderling::sim
