// What the host of a client session wants of a store: each effect that touches it, answered by the
// event that the session waits for (core/sync/client_session.hpp).
#pragma once

#include "core/sync/client_session.hpp"
#include "core/types/time.hpp"

namespace sanderling::agent {

/// Used on the agent's thread. An error is of this device (disk full, damaged); the session ends
/// and is tried again. May throw: the host's seam catches.
class SessionStore {
  public:
    virtual ~SessionStore() = default;

    virtual Result<sync::client::ControlStored> store_control(const wire::Control& control) = 0;
    virtual Result<sync::client::OutboxTaken> take_outbox(
        const sync::client::TakeOutbox& wanted) = 0;
    virtual Result<sync::client::VerdictsStored> store_verdicts(const wire::Ack& ack) = 0;
    virtual Result<sync::client::DataStaged> stage_data(wire::Data data,
                                                        std::uint64_t wire_bytes) = 0;
    virtual Result<sync::client::CheckpointApplied> apply_checkpoint(
        const wire::ScopeCheckpoint& checkpoint) = 0;
    virtual Result<sync::client::LiveSetsStored> store_buckets(const wire::Buckets& buckets) = 0;
    virtual Result<sync::client::LiveSetsStored> store_records(const wire::Records& records) = 0;
    virtual Result<sync::client::RevokedStored> store_revoked(const wire::Revoked& revoked) = 0;
    virtual Result<sync::client::LateStored> store_late(const sync::client::StoreLate& late) = 0;
    virtual Result<sync::client::GenerationNoted> note_generation(Generation generation) = 0;
    virtual Result<void> note_contact(Instant server_now, Instant now) = 0;
    virtual Result<sync::client::OrderObeyed> obey_order(ByteView order, Instant now) = 0;
    virtual Result<sync::client::OfferTaken> take_offer(const sync::client::TakeOffer& wanted) = 0;
    virtual Result<sync::client::OfferEnded> end_offer(const wire::Offered& answer) = 0;
    virtual Result<void> note_scope_error(const wire::ScopeError& error) = 0;
    virtual Result<void> note_online(Instant now) = 0;
    virtual Result<void> note_offline(Instant now) = 0;
    /// Transactions and decisions made here that the server has not taken, and what it was asked
    /// about late work.
    virtual Result<std::uint64_t> unsent() = 0;
};

}  // namespace sanderling::agent
