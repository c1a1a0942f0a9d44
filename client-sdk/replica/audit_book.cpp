#include "client-sdk/replica/audit_book.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/commit/canonical.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

// Of the types of docs/protocol.md §3.1.
constexpr auto audit_entry_type = static_cast<crypto::HashType>(24);
constexpr std::uint8_t format_1 = 1;
constexpr std::size_t purpose_bytes_max = 1000;

struct Last {
    std::uint64_t position = 0;
    crypto::Hash hash{};
};

Last last_of(Writer& writer) {
    Last out;
    auto rows = writer.database.prepare(
        "SELECT position, hash FROM sanderling_audit ORDER BY position DESC LIMIT 1");
    if (rows.step() == Statement::Step::done) return out;
    out.position = static_cast<std::uint64_t>(rows.column_int(0));
    out.hash = column_fixed<crypto::Hash>(rows, 1);
    return out;
}

}  // namespace

crypto::Hash audit_hash(const crypto::Hash& before, const AuditFacts& facts) {
    commit::CanonicalWriter out;
    out.u8(format_1).hash(before).id(facts.device).u64(facts.position);
    out.u64(static_cast<std::uint64_t>(facts.claimed.ms));
    out.u64(static_cast<std::uint64_t>(facts.not_before.ms));
    out.sized(as_bytes(to_text(facts.note.deed)));
    out.id(facts.note.scope.value_or(ScopeId{})).id(facts.note.record.value_or(RecordId{}));
    out.sized(as_bytes(facts.note.purpose));
    return crypto::hash(audit_entry_type, out.bytes());
}

Result<void> note(Writer& writer, const AuditNote& what, Instant now) {
    if (!writer.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    if (what.purpose.size() > purpose_bytes_max)
        return fail(Errc::invalid_argument, "a purpose of more than 1000 bytes");
    const Last last = last_of(writer);
    AuditFacts facts{.device = writer.identity.me().device,
                     .position = last.position + 1,
                     .claimed = now,
                     .not_before = {},
                     .note = what};
    for (const Scope* scope : writer.scopes.all())
        facts.not_before = std::max(facts.not_before, instant_of(scope->head.time_max));
    const crypto::Hash hash = audit_hash(last.hash, facts);
    auto insert =
        writer.database.prepare("INSERT INTO sanderling_audit VALUES(?1,?2,?3,?4,?5,?6,?7,?8,0)");
    insert.bind_int(1, static_cast<std::int64_t>(facts.position)).bind_int(2, now.ms);
    insert.bind_int(3, facts.not_before.ms).bind_int(4, as_int(what.deed));
    const ScopeId scope = what.scope.value_or(ScopeId{});
    const RecordId record = what.record.value_or(RecordId{});
    insert.bind_blob(5, scope.view()).bind_blob(6, record.view()).bind_text(7, what.purpose);
    insert.bind_blob(8, hash.view()).run();
    return {};
}

bool is_audited(Writer& writer, ScopeId id) {
    Scope* scope = writer.scopes.find(id);
    const auto kind = scope != nullptr ? writer.scopes.log(*scope).kind() : std::nullopt;
    if (!kind) return false;
    const auto* known = writer.schema.scope_kind(schema::ScopeKindNumber{number(*kind)});
    return known != nullptr && known->audited;
}

Result<void> note_if_audited(Writer& writer, AuditDeed deed, ScopeId scope, RecordId record,
                             Instant now) {
    if (!is_audited(writer, scope)) return {};
    return note(writer, {.deed = deed, .scope = scope, .record = record}, now);
}

}  // namespace sanderling::replica
