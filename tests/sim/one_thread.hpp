// What a process that simulates is set to: it has one thread and much memory, so the allocator
// keeps what it was given and SQLite needs no locks. The product's own settings are for others.
#pragma once

namespace sanderling::sim {

/// Once, before anything of SQLite is used; later calls do nothing.
void settle_process();

}  // namespace sanderling::sim
