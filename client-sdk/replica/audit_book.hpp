// The device's own chain of what was read and done, in a table (docs/storage.md §24).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/crypto/hash.hpp"

#include "sanderling/audit.hpp"

namespace sanderling::replica {

/// What an entry's hash is over, beside the hash before it.
struct AuditFacts {
    DeviceId device{};
    std::uint64_t position = 0;
    Instant claimed{};
    Instant not_before{};
    AuditNote note{};
};
crypto::Hash audit_hash(const crypto::Hash& before, const AuditFacts& facts);

/// The next entry. Inside a SQL transaction.
Result<void> note(Writer& writer, const AuditNote& what, Instant now);
/// If the schema marks the scope's kind `audited`.
Result<void> note_if_audited(Writer& writer, AuditDeed deed, ScopeId scope, RecordId record,
                             Instant now);
bool is_audited(Writer& writer, ScopeId scope);

}  // namespace sanderling::replica
