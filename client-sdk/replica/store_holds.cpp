// Legal holds as the logs of a replica's scopes have them, and the purges that were carried out.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "core/sealing/note.hpp"

#include <algorithm>

#include "sanderling/erased.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using vault::Statement;

std::optional<PersonId> person_of(const replica::IdentityBook& identity,
                                  const scope_log::Issuer& issuer) {
    if (issuer.kind != scope_log::IssuerKind::device) return std::nullopt;
    const auto* device = identity.directory().device(DeviceId{issuer.id});
    return device != nullptr ? std::optional(device->person) : std::nullopt;
}

// In words, where the key is here.
std::string words(replica::Writer& writer, replica::Scope& scope, std::uint32_t index,
                  ByteView note) {
    const auto epoch = sealing::note_epoch(note);
    if (!epoch) return {};
    const sealing::EpochKey* key = writer.scopes.key(scope, *epoch);
    if (key == nullptr) return {};
    const auto place = scope_log::note_place(writer.identity.me().org, scope.id, index);
    const auto text = sealing::open_note(note, {scope.id, *epoch, place}, *key);
    return text ? *text : std::string();
}

LegalHold hold_of(replica::Writer& writer, replica::Scope& scope,
                  const scope_log::HoldRecord& hold) {
    LegalHold out{.scope = scope.id,
                  .number = hold.index,
                  .records = hold.body.records,
                  .reason = HoldReason{number(hold.body.reason)},
                  .note = words(writer, scope, hold.index, hold.body.note),
                  .at = instant_of(hold.claimed),
                  .by = person_of(writer.identity, hold.issuer),
                  .released = {},
                  .text = hold.text()};
    if (const auto& released = hold.released)
        out.released =
            LegalHold::Released{.at = instant_of(released->claimed),
                                .by = person_of(writer.identity, released->issuer),
                                .note = words(writer, scope, released->index, released->body.note)};
    return out;
}

}  // namespace

Result<std::vector<LegalHold>> holds(const Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](replica::Writer& writer) -> Result<std::vector<LegalHold>> {
            std::vector<LegalHold> out;
            if (!writer.identity.is_enrolled()) return out;
            std::vector<replica::Scope*> scopes = writer.scopes.all();
            std::sort(scopes.begin(), scopes.end(),
                      [](const auto* a, const auto* b) { return a->id < b->id; });
            for (replica::Scope* scope : scopes)
                for (const auto& hold : writer.scopes.log(*scope).holds())
                    out.push_back(hold_of(writer, *scope, hold));
            return out;
        });
}

Result<std::vector<PurgeDone>> purges_done(const Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](replica::Writer& writer) -> Result<std::vector<PurgeDone>> {
            std::vector<PurgeDone> out;
            auto rows = writer.database.prepare(
                "SELECT scope, entry, at, taken_by FROM sanderling_purge_done"
                " ORDER BY scope, entry");
            while (rows.step() == Statement::Step::row) {
                PurgeDone done{.scope = replica::column_fixed<ScopeId>(rows, 0),
                               .entry = static_cast<std::uint32_t>(rows.column_int(1))};
                if (!rows.is_null(2)) done.at = Instant{rows.column_int(2)};
                done.is_known = !rows.is_null(3);
                out.push_back(done);
            }
            return out;
        });
}

}  // namespace sanderling
