// A resolved conflict opened again.
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/replica.hpp"

#include <algorithm>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

// Without knowing anything, so that the resolution stays beside what is written.
EditToken unknowing(const EditToken& now) {
    EditToken out = now;
    out.base = {.generation = now.base.generation};
    out.own = Counter{0};
    return out;
}

}  // namespace

Result<std::vector<Receipt>> Store::reopen(const HistoryEntry& resolution) {
    if (auto open = replica_->check_open(); !open) return open.error();
    if (resolution.deed != Deed::resolved || resolution.element || resolution.field.empty())
        return fail(Errc::invalid_argument, "not the resolution of a field");
    const auto past = history(resolution.collection, resolution.record);
    if (!past) return past.error();
    std::vector<Row> set_aside;
    bool is_live = false;
    for (const HistoryEntry& entry : *past) {
        if (entry.field != resolution.field) continue;
        is_live = is_live || (entry.dot == resolution.dot && entry.is_live);
        const bool is_known =
            std::find(set_aside.begin(), set_aside.end(), entry.row) != set_aside.end();
        if (entry.replaced_by == resolution.dot && entry.row != resolution.row && !is_known)
            set_aside.push_back(entry.row);
    }
    if (!is_live) return fail(Errc::conflict_closed, "another value has replaced the resolution");
    if (set_aside.empty()) return fail(Errc::not_found, "no value that it set aside is kept here");
    std::vector<Receipt> out;
    // A transaction each: one replica's later write would replace its earlier one.
    for (const Row& row : set_aside) {
        auto receipt = write_beside(resolution, row);
        if (!receipt) return receipt.error();
        out.push_back(std::move(*receipt));
    }
    return out;
}

Result<Receipt> Store::write_beside(const HistoryEntry& resolution, const Row& row) {
    const auto* collection = schema().collection(resolution.collection);
    const auto run = [&](replica::Writer& writer) -> Result<Receipt> {
        const auto stored = writer.records.table(collection->number)->load(resolution.record);
        if (!stored) return fail(Errc::not_found, "the record");
        const replica::Scope* scope = writer.scopes.find(stored->scope);
        if (scope == nullptr) return fail(Errc::not_found, "its scope");
        const EditToken now{.scope = stored->scope,
                            .base = {.generation = scope->generation},
                            .replica = writer.replica()};
        replica::Draft draft(writer, replica_->now());
        auto written = draft.update(resolution.collection, resolution.record, row, unknowing(now));
        if (!written) return written.error();
        return draft.commit();
    };
    auto receipt = replica_->write(vault::Durability::full, run);
    if (!receipt) return receipt;
    Change change{.origin = Change::Origin::local};
    for (const auto& part : receipt->parts) change.scopes.push_back(part.scope);
    replica_->notify(change);
    return receipt;
}

}  // namespace sanderling
