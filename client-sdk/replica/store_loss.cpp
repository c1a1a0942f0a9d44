// What becomes of a device that the organisation has given up (docs/protocol.md §6.7).
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "client-sdk/vault/destroy.hpp"
#include "core/scope_log/device_order.hpp"

namespace sanderling {

DeviceStanding Store::standing() const {
    return replica_->standing().now();
}

void Store::on_standing(StandingObserver observer) {
    replica_->on_standing(std::move(observer));
}

namespace replica {

namespace {

namespace client = sync::client;
using vault::Durability;
using vault::Statement;

std::vector<scope_log::UnsentIn> unsent(Writer& writer) {
    std::vector<scope_log::UnsentIn> out;
    auto rows = writer.database.prepare(
        "SELECT scope, count(*) FROM sanderling_outbox WHERE verdict IS NULL GROUP BY scope"
        " ORDER BY scope");
    while (rows.step() == Statement::Step::row && out.size() < scope_log::limits::unsent_scopes)
        out.push_back(
            {column_fixed<ScopeId>(rows, 0), static_cast<std::uint32_t>(rows.column_int(1))});
    return out;
}

struct Understood {
    scope_log::DeviceOrder order{};
    Bytes receipt{};  // of a wipe, made while there is still a key to sign with
};

Result<Understood> understand(Writer& writer, ByteView bytes, Instant now) {
    if (!writer.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    const Me& me = writer.identity.me();
    const auto order = scope_log::verify_order(bytes, writer.identity.directory());
    if (!order) return order.error();
    if (order->device != me.device)
        return fail(Errc::unauthenticated, "an order to another device");
    Understood out{.order = *order};
    if (order->kind != scope_log::OrderKind::wipe) return out;
    out.receipt = encode(scope_log::sign_receipt({.org = me.org,
                                                  .device = me.device,
                                                  .order = scope_log::order_hash(*order),
                                                  .at = now,
                                                  .unsent = unsent(writer)},
                                                 writer.identity.device_keys().sign));
    return out;
}

}  // namespace

Result<void> SyncStore::note_contact(Instant server_now, Instant now) {
    auto noted = replica_.write(Durability::normal, [&](Writer& writer) -> Result<void> {
        replica_.standing().note_contact(writer.meta, server_now, now);
        return {};
    });
    if (noted) replica_.tell_standing();
    return noted;
}

// A server that shows something else than an order is a problem of the session, not of the store.
Result<client::OrderObeyed> SyncStore::obey_order(ByteView bytes, Instant now) {
    Error problem{.code = Errc::ok};
    auto understood = replica_.write(Durability::full, [&](Writer& writer) -> Result<Understood> {
        auto known = understand(writer, bytes, now);
        if (!known) {
            problem = known.error();
            return Understood{};
        }
        if (known->order.kind == scope_log::OrderKind::revoke)
            replica_.standing().note_revoked(writer.meta, bytes);
        return known;
    });
    if (!understood) return understood.error();
    if (problem.code != Errc::ok) return client::OrderObeyed{.problem = problem};
    client::OrderObeyed out{.problem = fail(Errc::device_revoked)};
    if (understood->order.kind == scope_log::OrderKind::wipe) {
        if (auto gone = replica_.obliterate(); !gone) return gone.error();
        out = {.receipt = std::move(understood->receipt), .problem = fail(Errc::device_wiped)};
    }
    replica_.tell_standing();
    return out;
}

Result<void> Replica::obliterate() {
    const std::lock_guard lock(writing_);
    standing_.note_wiped();
    readers_.drop_idle();
    return vault::destroy(vault_.directory());
}

Result<void> Replica::check_open() {
    tell_standing();
    if (auto ended = end_covers_if_due(); !ended) return ended;
    return standing_.check();
}

void Replica::on_standing(StandingObserver observer) {
    {
        const std::lock_guard lock(telling_);
        standing_observer_ = std::move(observer);
        standing_told_.reset();
    }
    tell_standing();
}

void Replica::tell_standing() {
    const DeviceStanding is = standing_.now();
    StandingObserver observer;
    {
        const std::lock_guard lock(telling_);
        const bool is_same = standing_told_ && standing_told_->standing == is.standing &&
                             standing_told_->days_left == is.days_left;
        if (is_same || !standing_observer_) return;
        standing_told_ = is;
        observer = standing_observer_;
    }
    observer(is);
}

}  // namespace replica
}  // namespace sanderling
