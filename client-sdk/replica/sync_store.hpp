// What the sync agent does to the store: each effect of core/sync/client_session.hpp that touches
// it, answered by the event that the machine waits for.
#pragma once

#include "core/sync/client_session.hpp"

#include <functional>

#include "sanderling/store.hpp"

namespace sanderling::replica {

class Replica;

/// Used by one thread, the agent's; other threads may use the Store meanwhile. An error returned
/// here is of this device (disk full, corrupt): the session ends and may be tried again. What a
/// server did wrong is an event with a problem, or stops one scope.
class SyncStore {
  public:
    explicit SyncStore(Store& store);

    /// Errors: unauthenticated (not enrolled).
    Result<sync::client::Identity> identity();

    Result<sync::client::ControlStored> store_control(const wire::Control& control);
    /// The `sent` mark is durable when this returns.
    Result<sync::client::OutboxTaken> take_outbox(const sync::client::TakeOutbox& wanted);
    Result<sync::client::VerdictsStored> store_verdicts(const wire::Ack& ack);
    /// Whether it fits is found at the checkpoint.
    Result<sync::client::DataStaged> stage_data(wire::Data data, std::uint64_t wire_bytes);
    Result<sync::client::CheckpointApplied> apply_checkpoint(
        const wire::ScopeCheckpoint& checkpoint);
    /// A scope's live sets compared with the server's, and those that differ received anew; they
    /// show with the checkpoint that waits for them.
    Result<sync::client::LiveSetsStored> store_buckets(const wire::Buckets& buckets);
    Result<sync::client::LiveSetsStored> store_records(const wire::Records& records);
    Result<sync::client::RevokedStored> store_revoked(const wire::Revoked& revoked);
    /// Late work to be decided on here, and decisions, made here or on work of this device
    /// (docs/protocol.md §5.14).
    Result<sync::client::LateStored> store_late(const sync::client::StoreLate& late);
    /// Questions about it that the server has not answered in this session.
    std::size_t late_unanswered() const;

    /// What the session before had under way is void. A CONTROL does not begin one: it comes at any
    /// time. Part of `note_generation`.
    Result<void> begin_session();
    /// A server of another generation was restored from a backup (docs/protocol.md §5.9). Once a
    /// session, before anything else of it.
    Result<sync::client::GenerationNoted> note_generation(Generation generation);
    Result<sync::client::OfferTaken> take_offer(const sync::client::TakeOffer& wanted);
    Result<sync::client::OfferEnded> end_offer(const wire::Offered& answer);

    /// The lease begins anew (docs/protocol.md §6.7).
    Result<void> note_contact(Instant server_now, Instant now);
    /// Carries out what a registrar has ordered about this device, and nothing that somebody else
    /// did. A wipe leaves no replica: every later call answers device_wiped.
    Result<sync::client::OrderObeyed> obey_order(ByteView order, Instant now);

    Result<void> note_scope_error(const wire::ScopeError& error);

    /// For Status: the link came up or went down. Kept over restarts.
    Result<void> note_online(Instant now);
    Result<void> note_offline(Instant now);

    /// Called after each local commit, on the writer's thread and outside all locks; it must only
    /// post. One at a time; empty ends it.
    void on_outbox_grew(std::function<void()> callback);

  private:
    Replica& replica_;
};

}  // namespace sanderling::replica
