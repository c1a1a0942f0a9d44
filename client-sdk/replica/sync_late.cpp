// Late work and decisions between the session and the replica's tables (docs/protocol.md §5.14).
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using vault::Durability;

void hear(Writer&, std::monostate, client::LateStored&) {}

void hear(Writer& writer, const wire::Quarantine& page, client::LateStored& out) {
    if (const auto next = keep_late(writer, page)) out.say.emplace_back(*next);
}

void hear(Writer& writer, const wire::Decisions& decisions, client::LateStored&) {
    writer.is_held_asked = false;
    for (const wire::DecidedCommit& decided : decisions.commits) keep_decision(writer, decided);
}

void hear(Writer& writer, const wire::ResultOf& result, client::LateStored&) {
    note_result(writer, result);
}

void say_what_is_due(Writer& writer, Instant now, client::LateStored& out) {
    for (wire::QuarantineGet& get : late_to_ask(writer, now)) out.say.emplace_back(get);
    for (wire::LogPut& put : decisions_to_put(writer, now)) out.say.emplace_back(std::move(put));
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
    auto done =
        replica_.write(Durability::normal, [&](Writer& writer) -> Result<client::LateStored> {
            client::LateStored out;
            std::visit([&](const auto& heard) { hear(writer, heard, out); }, late.heard);
            if (is_due || writer.is_late_due.exchange(false))
                say_what_is_due(writer, replica_.now(), out);
            writer.late_unanswered = writer.late_asked.size() + (writer.is_held_asked ? 1 : 0);
            return out;
        });
    if (!done || std::holds_alternative<std::monostate>(late.heard)) return done;
    Change change{.origin = Change::Origin::server};
    if (const auto* page = std::get_if<wire::Quarantine>(&late.heard))
        change.scopes.push_back(page->scope);
    replica_.notify(change);
    return done;
}

std::size_t SyncStore::late_unanswered() const {
    return replica_.late_unanswered();
}

}  // namespace sanderling::replica
