// Everything that any device ever committed, with what its author truly had before it at that
// moment: noted by the simulator when it happened, and not taken from what the commit claims.
#pragma once

#include "core/commit/chain.hpp"
#include "core/commit/commit.hpp"
#include "core/sealing/content.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace sanderling::sim {

/// What a device had of a scope: the log up to `seq`, and its own commits up to `own`, which are
/// those of this replica id.
struct Knowledge {
    std::uint64_t seq = 0;
    std::uint64_t own = 0;
    ReplicaId replica{};
    friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

struct WrittenPath {
    RecordId record;
    commit::PathWrite write{};
    std::uint16_t collection = 0;
    std::uint16_t field = 0;
    Bytes value{};
};

/// One commit: what a transaction wrote in a scope. A replica that goes on under another id gives
/// what it has not delivered new numbers, so the transaction is what names it.
struct Written {
    std::size_t device = 0;
    PersonId person;
    commit::Header header{};
    Knowledge seen{};
    bool is_form = false;        // saved from a form that had been opened with `seen`
    bool is_renumbered = false;  // it came to the server under other numbers
    std::vector<WrittenPath> paths{};
    // From the server's log, once it is there; `seq` is 0 before.
    std::uint64_t seq = 0;
    Dot place{};  // the number that it has there
    commit::Verdict verdict = commit::Verdict::accepted;
    HlcTime t_eff{};
    /// Its device's files were put back to a state before it, so that only the server may have it.
    bool is_forgotten = false;
    /// The server was put back to a backup that is not the newest: it was in a newer one, so its
    /// device need not have it any more, unless it still did when it met that server.
    bool is_at_risk = false;
    bool was_lost = false;   // by the server that was put back: it came in again, if at all, alone
    bool was_taken = false;  // accepted by a server that was put back since
    bool was_held = false;   // quarantined, at some time
    /// As it was known under other numbers, or sealed under another key, by the hash of that.
    struct Form {
        commit::Header header{};
        std::vector<WrittenPath> paths{};
    };
    std::map<crypto::Hash, Form> other_forms{};

    /// Whether it goes, or went at some time, by that number.
    bool was_once(const Dot& dot) const {
        const auto is_it = [&dot](const auto& other) { return other.second.header.dot() == dot; };
        return header.dot() == dot || std::any_of(other_forms.begin(), other_forms.end(), is_it);
    }
};

struct WrittenKey {
    ScopeId scope;
    TransactionId transaction;
    friend bool operator==(const WrittenKey&, const WrittenKey&) = default;
};
struct WrittenKeyHash {
    std::size_t operator()(const WrittenKey& key) const noexcept {
        return std::hash<ScopeId>{}(key.scope) ^ std::hash<TransactionId>{}(key.transaction);
    }
};

/// The values in a patch, in the order of its paths; empty if it does not open.
using Opener =
    std::function<std::vector<Bytes>(const commit::Header&, const commit::Patch&, std::uint32_t)>;

class Ledger {
  public:
    explicit Ledger(Opener open) : open_(std::move(open)) {}
    std::vector<Bytes> open(const commit::Header& header, const commit::Patch& patch,
                            std::uint32_t index) const {
        return open_(header, patch, index);
    }
    Written* find(ScopeId scope, TransactionId transaction) {
        const auto found = by_key_.find({scope, transaction});
        return found == by_key_.end() ? nullptr : found->second;
    }
    Written& add(Written written) {
        const WrittenKey key{written.header.scope, written.header.transaction};
        path_writes_ += written.paths.size();
        all_.push_back(std::move(written));
        by_key_[key] = &all_.back();
        return all_.back();
    }
    std::deque<Written>& all() { return all_; }
    std::uint64_t path_writes() const { return path_writes_; }

  private:
    Opener open_;
    std::deque<Written> all_{};
    std::unordered_map<WrittenKey, Written*, WrittenKeyHash> by_key_{};
    std::uint64_t path_writes_ = 0;
};

}  // namespace sanderling::sim
