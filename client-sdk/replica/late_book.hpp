// Late work on a device: what others wrote and somebody here may decide on, decisions on their way,
// and what became of this device's own (docs/protocol.md §5.14).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/wire/message.hpp"

#include "sanderling/late_policy.hpp"
#include "sanderling/late_work.hpp"

namespace sanderling::replica {

/// A session begins: what was asked or sent in the one before has no answer any more.
void begin_late_session(Writer& writer);

/// The scope's log tells of quarantined work, so whoever may decide on it asks for it.
void mark_late_due(Writer& writer, ScopeId scope);
/// A person who may decide, and the scopes to ask about. Inside a SQL transaction, as all here.
std::vector<wire::QuarantineGet> late_to_ask(Writer& writer, Instant now);
/// Keeps what came. What to ask next, if there is more.
std::optional<wire::QuarantineGet> keep_late(Writer& writer, const wire::Quarantine& page,
                                             Instant now);

LatePolicy late_policy_of(Writer& writer);
void put_late_policy(Writer& writer, LatePolicy policy);
/// Decides on what waits here as far as the policy says.
void accept_entries(Writer& writer, Instant now);

/// Signs decisions that wait, one a scope, to follow the head of its log.
std::vector<wire::LogPut> decisions_to_put(Writer& writer, Instant now);
/// What the server said to one of them.
void note_result(Writer& writer, const wire::ResultOf& result);

/// Own commits that were held when this device last heard of them, and whose log it does not
/// follow.
wire::DecisionsGet held_to_ask(Writer& writer);
/// What was decided on them, as far as the signed entry says so.
void keep_decision(Writer& writer, const wire::DecidedCommit& decided);

/// The log came to a decision: own work is held no more, and others' waits no more.
void settle_decision(Writer& writer, Scope& scope, Seq seq, const scope_log::Decide& decide);

}  // namespace sanderling::replica
