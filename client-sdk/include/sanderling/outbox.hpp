// What was written here and has not been settled with the server, with its content.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

enum class Delivery : std::uint8_t {
    waiting = 0,      // never left this device
    sent = 1,         // left, no verdict yet
    accepted = 2,     // in the server's log; kept until it is safe off-site
    rejected = 3,     // refused: undone here, content kept to be shown
    quarantined = 4,  // held for an authorised person to decide: undone here, content kept
};
std::string_view to_text(Delivery delivery);

struct OutboxRecord {
    std::string collection{};  // empty if nothing of it can be read
    RecordId record;
    Row row{};  // what the commit wrote; set elements that it removed are not listed
};

/// What `Store::outbox` lists.
enum class OutboxListing : std::uint8_t {
    open,            // without what was put away
    with_dismissed,  // refused commits put away less than 90 days ago too
};

/// What was decided on work that had been held.
struct OutboxDecision {
    bool is_accepted = false;
    std::string
        reason{};        // a word: none_given, written_elsewhere, mistaken, not_the_authors, other
    std::string note{};  // where it could be read here
    Instant claimed{};   // when, by the clock of who decided
};

struct OutboxItem {
    TransactionId transaction;
    ScopeId scope;
    ReplicaId replica;  // under which it was written; see Incarnation
    Counter counter{};
    Delivery delivery = Delivery::waiting;
    Error verdict{.code = Errc::ok};  // why it was rejected or quarantined
    Instant written{};
    std::vector<OutboxRecord> records{};
    PersonId person{};  // who wrote it, and on which device: this one's
    DeviceId device{};
    std::optional<Instant> dismissed{};        // when it was put away
    std::optional<Dot> became{};               // the commit that carries its content since `retry`
    std::optional<OutboxDecision> decision{};  // of work that was quarantined

    Dot dot() const { return {replica, counter}; }
};

}  // namespace sanderling
