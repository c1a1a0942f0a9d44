// Refused work of this device: put away, or written again.
#include "client-sdk/replica/purging.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/rewriting.hpp"

#include "sanderling/store.hpp"

namespace sanderling {

Result<void> Store::dismiss(ScopeId scope, const Dot& dot) {
    if (auto open = replica_->check_open(); !open) return open.error();
    const auto run = [&](replica::Writer& writer) -> Result<void> {
        const auto row = writer.outbox.find(scope, dot);
        if (!row) return fail(Errc::not_found, "no such commit in the outbox");
        if (!row->verdict || *row->verdict == commit::Verdict::accepted)
            return fail(Errc::invalid_argument, "the commit was not refused");
        const replica::Scope* known = writer.scopes.find(scope);
        const bool is_gone = known == nullptr || known->state == ScopeState::revoked;
        if (!is_gone && row->seq > known->head.seq)
            return fail(Errc::busy, "its refusal has not been received in the log yet");
        // It says what was to be erased, and nothing can become of it.
        if (row->code == Errc::purged) {
            replica::remove_purged_work(writer, row->position);
            return {};
        }
        if (!writer.dismissed.all().contains(row->position))
            writer.dismissed.put(row->position, {.at = replica_->now()});
        return {};
    };
    return replica_->destroy(run);
}

Result<Receipt> Store::retry(TransactionId transaction) {
    if (auto open = replica_->check_open(); !open) return open.error();
    const auto run = [&](replica::Writer& writer) {
        return replica::write_again(writer, transaction, replica_->now());
    };
    auto receipt = replica_->write(vault::Durability::full, run);
    if (!receipt) return receipt;
    Change change{.origin = Change::Origin::local};
    for (const auto& part : receipt->parts) change.scopes.push_back(part.scope);
    replica_->notify(change);
    return receipt;
}

}  // namespace sanderling
