// Patches that could not be opened: kept as they came, and opened when their key comes, or fetched
// when their body may have come to the server (docs/protocol.md §5.9).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replayed_scope.hpp"
#include "core/sealing/content.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr std::uint8_t format_1 = 1;

// The leaves are left out: opening needs only the header's identity fields.
Bytes encode(commit::Header header, const commit::Patch& patch, std::uint32_t index) {
    header.leaves.clear();
    commit::CanonicalWriter out;
    out.u8(format_1).u32(index).sized(commit::encode(header));
    commit::write_visible(out, patch);
    out.raw(patch.nonce).sized(patch.ciphertext ? ByteView(*patch.ciphertext) : ByteView());
    return out.take();
}

struct SealedPatch {
    commit::Header header{};
    commit::Patch patch{};
    std::uint32_t index = 0;
};

std::optional<SealedPatch> decode(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    SealedPatch out;
    if (in.u8() != format_1) in.refuse("an unknown format");
    out.index = in.u32();
    auto header = commit::decode_header(in.sized(bytes.size()));
    out.patch.record = in.id<RecordId>();
    commit::read_shape(in, out.patch);
    in.fill(out.patch.nonce);
    out.patch.ciphertext = to_bytes(in.sized(bytes.size()));
    if (!header || !in.finish("a sealed patch")) return std::nullopt;
    out.header = std::move(*header);
    return out;
}

struct Waiting {
    Seq seq{};
    std::int64_t patch = 0;
    SealedPatch sealed{};
};

std::vector<Waiting> waiting_of(Writer& writer, ScopeId scope, Errc code) {
    std::vector<Waiting> out;
    auto rows = writer.database.prepare(
        "SELECT seq, patch, sealed FROM sanderling_unreadable WHERE scope = ?1 AND code = ?2"
        " ORDER BY seq, patch");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(code));
    while (rows.step() == Statement::Step::row)
        if (auto sealed = decode(rows.column_blob(2)))
            out.push_back({column_code<Seq>(rows, 0), rows.column_int(1), std::move(*sealed)});
    return out;
}

void fill_values(RecordBody& body, const SealedPatch& sealed, sealing::Plaintext& opened) {
    for (std::size_t i = 0; i < sealed.patch.paths.size(); ++i)
        for (LiveValue& v : body.values) {
            if (v.token != sealed.patch.paths[i].token || v.dot != sealed.header.dot()) continue;
            v.field = FieldNumber{opened.values[i].field};
            v.value = opened.values[i].value;
            v.is_readable = true;
        }
}

void note_code(Writer& writer, const Scope& scope, const Waiting& waiting, Errc code) {
    auto update = writer.database.prepare(
        "UPDATE sanderling_unreadable SET code = ?4 WHERE scope = ?1 AND seq = ?2 AND patch = ?3");
    update.bind_blob(1, scope.id.view()).bind_int(2, as_int(waiting.seq));
    update.bind_int(3, waiting.patch).bind_int(4, as_int(code)).run();
}

void forget(Writer& writer, ScopeId scope, const Waiting& waiting) {
    auto remove = writer.database.prepare(
        "DELETE FROM sanderling_unreadable WHERE scope = ?1 AND seq = ?2 AND patch = ?3");
    remove.bind_blob(1, scope.view()).bind_int(2, as_int(waiting.seq));
    remove.bind_int(3, waiting.patch).run();
}

Result<sealing::Plaintext> open_now(Writer& writer, Scope& scope, const SealedPatch& sealed,
                                    const sealing::EpochKey& key) {
    auto opened = sealing::open_patch(sealed.patch, sealed.header, sealed.index, key);
    if (!opened) return opened;
    if (auto fit = check_tokens(writer.scopes, scope, sealed.patch, *opened); !fit)
        return fit.error();
    return opened;
}

}  // namespace

void ScopeReplay::keep_unreadable(const commit::Header& header, const commit::Patch& patch,
                                  std::uint32_t index, Seq seq, Errc code) {
    const Bytes sealed = encode(header, patch, index);
    auto insert =
        writer_.database.prepare("INSERT INTO sanderling_unreadable VALUES(?1,?2,?3,?4,?5,?6,?7)");
    insert.bind_blob(1, scope_.id.view()).bind_int(2, as_int(seq)).bind_int(3, index);
    insert.bind_blob(4, patch.record.view());
    insert.bind_int(5, as_int(header.epoch)).bind_int(6, as_int(code));
    insert.bind_blob(7, sealed).run();
}

void ScopeReplay::keep_stub(const commit::Commit& commit, std::uint32_t index, Seq seq) {
    if (stubs_.size() >= open_records_max) write_stubs();
    const commit::Patch& patch = commit.patches[index];
    commit::Header header = commit.header;
    header.leaves.clear();
    stubs_.insert_or_assign({patch.record, header.dot()}, Stub{header, patch, index, seq});
}

void ScopeReplay::drop_superseded_stubs(const OpenRecord& record,
                                        const std::vector<Superseded>& gone) {
    if (stubs_.empty()) return;
    for (const Superseded& one : gone)
        if (!one.value.is_readable && !record.body.confirmed.is_live(one.entry.dot))
            stubs_.erase({record.id, one.entry.dot});
}

void ScopeReplay::write_stubs() {
    for (const auto& [at, stub] : stubs_)
        keep_unreadable(stub.header, stub.patch, stub.index, stub.seq, Errc::not_found);
    stubs_.clear();
}

std::set<RecordId> records_without_body(Writer& writer, ScopeId scope, Instant now) {
    std::set<RecordId> out;
    const std::vector<Waiting> all = waiting_of(writer, scope, Errc::not_found);
    if (all.empty()) return out;
    const Self self = writer.self(*writer.scopes.find(scope), now);
    for (const Waiting& waiting : all) {
        const Dot dot = waiting.sealed.header.dot();
        const auto record = writer.records.find(scope, waiting.sealed.patch.record, self);
        const bool is_awaited =
            record &&
            std::any_of(record->body.values.begin(), record->body.values.end(),
                        [&](const LiveValue& v) { return v.dot == dot && !v.is_readable; });
        if (is_awaited)
            out.insert(waiting.sealed.patch.record);
        else
            forget(writer, scope, waiting);
    }
    return out;
}

void reopen_unreadable(Writer& writer, Scope& scope, Instant now) {
    if (writer.scopes.token_key(scope) == nullptr) return;
    const Self self = writer.self(scope, now);
    for (const Waiting& waiting : waiting_of(writer, scope.id, Errc::no_key)) {
        const auto* key = writer.scopes.key(scope, waiting.sealed.header.epoch);
        if (key == nullptr) continue;
        auto opened = open_now(writer, scope, waiting.sealed, *key);
        if (!opened) {
            note_code(writer, scope, waiting, opened.error().code);
            continue;
        }
        auto record = writer.records.find(scope.id, waiting.sealed.patch.record, self);
        if (record) {
            const CollectionNumber collection{opened->collection};
            if (record->collection != collection) writer.records.move(*record, collection, self);
            fill_values(record->body, waiting.sealed, *opened);
            writer.records.save(*record, self, waiting.seq);
        }
        forget(writer, scope.id, waiting);
    }
}

}  // namespace sanderling::replica
