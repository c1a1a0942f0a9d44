// Scopes in which this device's person may write and not read: what is kept of one, which is its
// log and a place to base deposits on, and nothing that anybody wrote (docs/protocol.md §6.11).
#pragma once

#include "client-sdk/replica/writer.hpp"
#include "core/wire/message.hpp"

namespace sanderling::replica {

/// Up to where an id of this replica has numbered, and the hash there.
struct OwnNumber {
    Dot dot{};
    crypto::Hash hash{};
};

/// Write and not read.
bool may_only_deposit(const std::optional<scope_log::Member>& member);

/// The scope's log says that only deposits are made here. Its own numbers stay, since no feed will
/// bring them again. Inside a SQL transaction, when nothing of its content is there any more.
void become_deposit(Writer& writer, Scope& scope, const std::vector<OwnNumber>& numbers);
/// How far each id of this replica has numbered there.
std::vector<OwnNumber> own_numbers(Writer& writer, ScopeId scope);

/// Whether this checkpoint only says where a scope of deposits stands.
bool is_deposit_place(Writer& writer, const wire::ScopeCheckpoint& checkpoint);
void keep_deposit_place(Writer& writer, const wire::ScopeCheckpoint& checkpoint);
/// That place; the beginning if none came yet.
commit::Base deposit_base(Writer& writer, const Scope& scope);

/// What the server has answered is not brought by a feed: its numbers are noted here, and what is
/// safe leaves the outbox.
void settle_deposits(Writer& writer, const Scope& scope);

}  // namespace sanderling::replica
