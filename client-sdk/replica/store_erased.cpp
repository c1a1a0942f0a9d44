// What the logs of a replica's scopes say was erased. They were verified when they were kept.
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"

#include <algorithm>

#include "sanderling/erased.hpp"
#include "sanderling/store.hpp"

namespace sanderling {

namespace {

Erasure erasure_of(const replica::IdentityBook& identity, ScopeId scope,
                   const scope_log::PurgeRecord& purge) {
    Erasure out{.scope = scope,
                .records = purge.body.records,
                .reason = ErasureReason{number(purge.body.reason)},
                .at = instant_of(purge.claimed)};
    if (purge.issuer.kind == scope_log::IssuerKind::device)
        if (const auto* device = identity.directory().device(DeviceId{purge.issuer.id}))
            out.by = device->person;
    return out;
}

}  // namespace

std::string_view to_text(ErasureReason reason) {
    switch (reason) {
        case ErasureReason::retention:
            return "retention";
        case ErasureReason::request:
            return "request";
        case ErasureReason::mistaken:
            return "mistaken";
        case ErasureReason::reclassified:
            return "reclassified";
    }
    return "other";
}

Result<std::vector<Erasure>> erasures(Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](replica::Writer& writer) -> Result<std::vector<Erasure>> {
            std::vector<Erasure> out;
            if (!writer.identity.is_enrolled()) return out;
            std::vector<replica::Scope*> scopes = writer.scopes.all();
            std::sort(scopes.begin(), scopes.end(),
                      [](const auto* a, const auto* b) { return a->id < b->id; });
            for (replica::Scope* scope : scopes)
                for (const auto& purge : writer.scopes.log(*scope).purges())
                    out.push_back(erasure_of(writer.identity, scope->id, purge));
            return out;
        });
}

}  // namespace sanderling
