// What a server can check about envelopes without being able to open one (docs/protocol.md §6).
#pragma once

#include "core/scope_log/entry.hpp"
#include "core/wire/message.hpp"

#include <span>

namespace sanderling::server {

/// Whether the envelopes of a put belong to its scope and recipients and, where the put makes a new
/// epoch, are the ones that its entry was signed for. Errors: scope_log_invalid, too_large.
Result<void> check_envelopes(const wire::LogPut& put,
                             std::span<const scope_log::SignedEntry> entries);

}  // namespace sanderling::server
