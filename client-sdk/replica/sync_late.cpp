// Late work and decisions between the session and the replica's tables (docs/protocol.md §5.14).
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/leaving.hpp"
#include "client-sdk/replica/purge_book.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using vault::Durability;

void hear(Writer&, std::monostate, client::LateStored&, Instant) {}

void hear(Writer& writer, const wire::Quarantine& page, client::LateStored& out, Instant now) {
    if (const auto next = keep_late(writer, page, now)) out.say.emplace_back(*next);
    writer.is_late_due = true;  // there may be a policy for it
}

void hear(Writer& writer, const wire::Decisions& decisions, client::LateStored&, Instant) {
    writer.is_held_asked = false;
    for (const wire::DecidedCommit& decided : decisions.commits) keep_decision(writer, decided);
}

void hear(Writer& writer, const wire::ResultOf& result, client::LateStored&, Instant) {
    note_result(writer, result);
}

void hear(Writer& writer, const wire::Receipt& receipt, client::LateStored&, Instant) {
    take_receipt(writer, receipt);
}

void hear(Writer& writer, const wire::PurgedTaken& taken, client::LateStored&, Instant) {
    take_purged(writer, taken);
}

void say_what_is_due(Writer& writer, Instant now, client::LateStored& out) {
    accept_entries(writer, now);
    for (wire::QuarantineGet& get : late_to_ask(writer, now)) out.say.emplace_back(get);
    for (wire::LogPut& put : decisions_to_put(writer, now)) out.say.emplace_back(std::move(put));
    for (wire::ReceiptGet& get : receipts_to_ask(writer)) out.say.emplace_back(std::move(get));
    for (wire::Purged& purged : purges_to_tell(writer, now))
        out.say.emplace_back(std::move(purged));
    if (!std::exchange(writer.is_held_due, false)) return;
    wire::DecisionsGet held = held_to_ask(writer);
    if (held.commits.empty()) return;
    writer.is_held_asked = true;
    out.say.emplace_back(std::move(held));
}

}  // namespace

Result<client::LateStored> SyncStore::store_late(const client::StoreLate& late) {
    const bool is_due = replica_.take_late_due();
    if (!is_due && std::holds_alternative<std::monostate>(late.heard)) return client::LateStored{};
    const auto* receipt = std::get_if<wire::Receipt>(&late.heard);
    // A receipt leads to what cannot be fetched again.
    auto done = replica_.write(
        receipt != nullptr ? Durability::full : Durability::normal,
        [&](Writer& writer) -> Result<client::LateStored> {
            client::LateStored out;
            std::visit([&](const auto& heard) { hear(writer, heard, out, replica_.now()); },
                       late.heard);
            if (is_due || writer.is_late_due.exchange(false))
                say_what_is_due(writer, replica_.now(), out);
            writer.late_unanswered = writer.late_asked.size() + (writer.is_held_asked ? 1 : 0) +
                                     writer.receipts_asked.size() + writer.purges_unanswered.size();
            return out;
        });
    if (!done || std::holds_alternative<std::monostate>(late.heard)) return done;
    Change change{.origin = Change::Origin::server};
    if (const auto* page = std::get_if<wire::Quarantine>(&late.heard))
        change.scopes.push_back(page->scope);
    if (receipt != nullptr) {
        static_cast<void>(replica_.sweep());
        change.scopes.push_back(receipt->scope);
        replica_.ring();  // what the server turns out not to have is pushed again
    }
    replica_.notify(change);
    return done;
}

std::size_t SyncStore::late_unanswered() const {
    return replica_.late_unanswered();
}

}  // namespace sanderling::replica
