#include "client-sdk/replica/sync_store.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/deposit_book.hpp"
#include "client-sdk/replica/late_book.hpp"
#include "client-sdk/replica/leaving.hpp"
#include "client-sdk/replica/log_tail.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/premature.hpp"
#include "client-sdk/replica/purging.hpp"
#include "client-sdk/replica/renewal.hpp"
#include "client-sdk/replica/replayed_scope.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/reseal.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/types/fault.hpp"

#include <algorithm>
#include <set>

namespace sanderling::replica {

namespace {

namespace client = sync::client;
using commit::Verdict;
using vault::Durability;
using vault::Statement;

Error not_enrolled() {
    return fail(Errc::unauthenticated, "this replica is not enrolled");
}

constexpr std::string_view keys_asked = "keys_asked";  // in sanderling_meta: when, in ms
constexpr std::chrono::milliseconds keys_pause = std::chrono::days(1);

// An envelope that was damaged on its way is behind the cursor, and would never come again.
bool lacks_key(Writer& writer) {
    const auto is_without = [&](Scope* scope) {
        if (scope->head.seq == Seq{0} || scope->state == ScopeState::revoked ||
            scope->state == ScopeState::leaving)
            return false;
        const KeyEpoch newest = writer.scopes.log(*scope).current_epoch();
        return writer.scopes.token_key(*scope) == nullptr ||
               writer.scopes.key(*scope, newest) == nullptr;
    };
    const std::vector<Scope*> all = writer.scopes.all();
    return std::any_of(all.begin(), all.end(), is_without);
}

// All of the directory once a day for as long as a key is missing; most often it is not there yet.
void ask_for_keys_again(Writer& writer, Instant now) {
    const auto last = writer.meta.integer(keys_asked);
    const bool is_early = last && *last <= now.ms && now.ms - *last < keys_pause.count();
    if (is_early || !lacks_key(writer)) return;
    writer.meta.put_integer(keys_asked, now.ms);
    writer.meta.put_integer(meta::directory_cursor, 0);
}

Result<client::Identity> identity_of(Writer& writer, Instant now) {
    if (!writer.identity.is_enrolled()) return not_enrolled();
    ask_for_keys_again(writer, now);
    client::Identity out;
    out.key = writer.identity.device_keys().sign.clone();
    out.certificate = writer.identity.me().certificate;
    out.replica = writer.replica();
    out.directory_cursor =
        static_cast<std::uint64_t>(writer.meta.integer(meta::directory_cursor).value_or(0));
    return out;
}

void note_announced(Writer& writer, const wire::ScopeHead& announced) {
    Scope& scope = writer.scopes.add(announced.scope);
    scope.server_records = announced.records;
    if (scope.state == ScopeState::revoked) {
        // What was purged does not come back, whatever an older copy of a server says.
        if (is_purged(writer, scope)) return;
        // Admitted again, it says: then the log is received anew, from its beginning.
        auto forget = writer.database.prepare("DELETE FROM sanderling_scope_log WHERE scope = ?1");
        forget.bind_blob(1, scope.id.view()).run();
        scope.log.reset();
        scope.state = ScopeState::absent;
    }
    if (scope.state == ScopeState::leaving) come_back(writer, scope);
    if (scope.state == ScopeState::deposit) return writer.scopes.save(scope);
    if (scope.head.seq == Seq{0} && scope.state != ScopeState::stopped)
        scope.state =
            writer.scopes.has_envelope(scope.id) ? ScopeState::bootstrap : ScopeState::keyless;
    else if (scope.state == ScopeState::ready && announced.head > scope.head.seq)
        scope.state = ScopeState::catching_up;
    writer.scopes.save(scope);
}

std::set<ScopeId> scopes_with_unsent(Writer& writer) {
    std::set<ScopeId> out;
    auto rows = writer.database.prepare(
        "SELECT DISTINCT scope FROM sanderling_outbox WHERE verdict IS NULL");
    while (rows.step() == Statement::Step::row) out.insert(column_fixed<ScopeId>(rows, 0));
    return out;
}

Counter applied_until(Writer& writer, ScopeId scope, const ReplicaId& replica) {
    auto rows = writer.database.prepare(
        "SELECT counter FROM sanderling_replica WHERE scope = ?1 AND replica = ?2");
    rows.bind_blob(1, scope.view()).bind_blob(2, replica.view());
    return rows.step() == Statement::Step::row ? column_code<Counter>(rows, 0) : Counter{0};
}

// From which own counter on every commit is in the outbox, those still to come included. What is
// applied may have left it, which matters when a scope is received anew.
Counter held_from(Writer& writer, const Scope& scope) {
    const ReplicaId own = writer.replica();  // bound, not copied
    if (scope.head.seq != Seq{0}) return Counter{number(applied_until(writer, scope.id, own)) + 1};
    auto rows = writer.database.prepare(
        "SELECT counter FROM sanderling_outbox WHERE scope = ?1 AND replica = ?2"
        " ORDER BY counter DESC");
    rows.bind_blob(1, scope.id.view()).bind_blob(2, own.view());
    Counter from{};
    while (rows.step() == Statement::Step::row) {
        const auto counter = column_code<Counter>(rows, 0);
        if (from != Counter{} && number(counter) + 1 != number(from)) break;
        from = counter;
    }
    return from;
}

// First what waits to be sent, then the small ones: a person sees something soon.
std::vector<wire::Subscription> positions_of(Writer& writer) {
    const std::set<ScopeId> unsent = scopes_with_unsent(writer);
    std::vector<Scope*> order;
    for (Scope* scope : writer.scopes.all())
        if (scope->state != ScopeState::revoked) order.push_back(scope);
    std::sort(order.begin(), order.end(), [&](const Scope* a, const Scope* b) {
        const bool a_waits = unsent.contains(a->id);
        const bool b_waits = unsent.contains(b->id);
        if (a_waits != b_waits) return a_waits;
        return std::tie(a->server_records, a->id) < std::tie(b->server_records, b->id);
    });
    std::vector<wire::Subscription> out;
    for (const Scope* scope : order) {
        out.push_back({.scope = scope->id,
                       .generation = scope->generation,
                       .after = scope->head.seq,
                       .chain = commit::chain_prefix(scope->head.chain),
                       .own_from = held_from(writer, *scope)});
    }
    return out;
}

Result<client::ControlStored> keep_control(Writer& writer, const wire::Control& control,
                                           Instant now) {
    if (!writer.identity.is_enrolled()) return not_enrolled();
    writer.is_changed = true;
    writer.identity.add_certificates(control.certificates);
    for (const Bytes& envelope : control.person_key_envelopes)
        writer.identity.add_person_key(envelope);
    for (const wire::ScopeEnvelope& envelope : control.epoch_envelopes)
        writer.scopes.keep_envelope(envelope.scope, envelope.envelope);
    for (const wire::ScopeHead& scope : control.scopes) note_announced(writer, scope);
    for (const wire::ScopeEnvelope& envelope : control.epoch_envelopes) {
        Scope* scope = writer.scopes.find(envelope.scope);
        if (scope == nullptr || scope->head.seq == Seq{0}) continue;
        if (!writer.scopes.open_keys(*scope, writer.scopes.log(*scope))) continue;
        reopen_unreadable(writer, *scope, now);
        reseal_unsent(writer, *scope);
    }
    writer.meta.put_integer(meta::directory_cursor,
                            static_cast<std::int64_t>(control.directory_cursor));
    ask_for_keys_again(writer, now);  // by the next session
    const std::int64_t cursor = writer.meta.integer(meta::directory_cursor).value_or(0);
    return client::ControlStored{positions_of(writer), static_cast<std::uint64_t>(cursor)};
}

// What waits for a restored server: until it has answered this device's offers, it cannot tell what
// the commits of such a scope were based on. Beside it what is written under a later id: that says
// that it continues all of the earlier one's commits. Until the server has answered for these, that
// may prove wrong, and it would have to be written anew.
class Holding {
  public:
    explicit Holding(Writer& writer) {
        if (writer.lineage.all().size() > 1) first_ = writer.outbox.first_unanswered();
        behind_ = stale_scopes(writer);
    }

    bool keeps(const std::vector<OutboxRow>& parts) {
        const bool held = std::any_of(parts.begin(), parts.end(), [&](const OutboxRow& part) {
            const auto first = first_.find(part.scope);
            const bool is_later = first != first_.end() && first->second != part.dot.replica;
            return (is_later && !part.verdict) || behind_.contains(part.scope);
        });
        if (held)  // and in no scope may anything overtake it
            for (const OutboxRow& part : parts) behind_.insert(part.scope);
        return held;
    }
    bool is_empty() const { return behind_.empty(); }

  private:
    std::map<ScopeId, ReplicaId> first_{};
    std::set<ScopeId> behind_{};
};

std::vector<wire::PushedCommit> read_parts(Writer& writer, const std::vector<OutboxRow>& parts) {
    std::vector<wire::PushedCommit> transaction;
    for (const OutboxRow& part : parts) {
        auto& commit = transaction.emplace_back();
        commit.scope = part.scope;
        commit.packed = writer.outbox.packed(part.position);
    }
    return transaction;
}

std::uint64_t bytes_of(const std::vector<wire::PushedCommit>& transaction) {
    std::uint64_t out = 0;
    for (const wire::PushedCommit& commit : transaction) out += commit.packed.size();
    return out;
}

// All parts of each transaction, also those that have an answer: a server judges them together.
Result<client::OutboxTaken> take(Writer& writer, const client::TakeOutbox& wanted) {
    constexpr std::size_t rows_max = 1024;
    if (wanted.from == client::TakeOutbox::From::first_unanswered) {
        writer.last_taken = {};
        writer.taken_beyond.clear();
    }
    client::OutboxTaken out;
    Holding holding(writer);
    std::set<TransactionId> taken = writer.taken_beyond;
    for (const OutboxRow& row : writer.outbox.unanswered_after(writer.last_taken, rows_max)) {
        if (taken.contains(row.transaction)) continue;
        const auto parts =
            row.parts == 1 ? std::vector{row} : writer.outbox.parts_of(row.transaction);
        auto transaction = read_parts(writer, parts);
        const std::uint64_t bytes = bytes_of(transaction);
        // A large one goes alone, or the message would not fit its frame.
        if (out.bytes + bytes > wanted.bytes && !out.transactions.empty()) break;
        taken.insert(row.transaction);
        if (holding.keeps(parts)) continue;
        out.bytes += bytes;
        out.transactions.push_back(std::move(transaction));
        note_handed_out(writer, parts.back().position);
        if (holding.is_empty())
            writer.last_taken = std::max(writer.last_taken, parts.back().position);
        else
            writer.taken_beyond.insert(row.transaction);
    }
    writer.is_holding_back = !holding.is_empty();
    return out;
}

// Whether the server can never take the commit under its number: another one stands there, or the
// one before never came to be.
bool is_stranded(Writer& writer, const OutboxRow& row, Errc code) {
    if (code == Errc::replica_fork) return true;
    if (code != Errc::counter_gap) return false;
    const auto waiting = writer.outbox.unanswered_in(row.scope);
    const auto first = std::find_if(waiting.begin(), waiting.end(), [&](const OutboxRow& other) {
        return other.dot.replica == row.dot.replica;
    });
    return first != waiting.end() && first->dot == row.dot;
}

// Only what can be opened here can be made anew, and deposits, which need not be.
bool is_movable(Writer& writer, ScopeId id) {
    Scope* scope = writer.scopes.find(id);
    if (scope != nullptr && scope->state == ScopeState::deposit) return true;
    return scope != nullptr && scope->head.seq != Seq{0} &&
           writer.scopes.token_key(*scope) != nullptr;
}

// Of a scope that is gone nothing can be opened any more, so its commits cannot move.
bool is_withdrawn(Writer& writer, ScopeId id) {
    const Scope* scope = writer.scopes.find(id);
    return scope != nullptr &&
           (scope->state == ScopeState::revoked || scope->state == ScopeState::leaving);
}

// Other parts of its transaction were accepted, delivered and let go of, or had their answer in a
// scope that was withdrawn since; then the server lost them, and this one is never complete again.
bool is_incomplete_for_ever(Writer& writer, const OutboxRow& row, Errc code) {
    if (code != Errc::incomplete_transaction) return false;
    const auto parts = writer.outbox.parts_of(row.transaction);
    return parts.size() < row.parts ||
           std::any_of(parts.begin(), parts.end(), [&](const OutboxRow& part) {
               return part.verdict && is_withdrawn(writer, part.scope);
           });
}

/// What an acknowledgement leads to.
struct Consequences {
    std::set<ScopeId> refused{};
    std::map<ScopeId, Stranded> stranded{};  // the first of each scope
};

// An answer is only the server's word, and the log has been compared with its chain: where it has
// come here, no answer changes what it says of a commit. A decision on it comes as an entry.
bool is_against_log(Writer& writer, const OutboxRow& row, const wire::CommitVerdict& answer) {
    if (row.seq == Seq{0} || is_leftover(writer, row.scope)) return false;
    // Without a verdict it was rejected, and only the reason is missing.
    if (!row.verdict) return answer.verdict == Verdict::accepted;
    return applied_until(writer, row.scope, row.dot.replica) >= row.dot.counter;
}

bool note_verdict(Writer& writer, const wire::CommitVerdict& answer, Consequences& out,
                  Instant now) {
    auto row = writer.outbox.find(answer.scope, answer.dot);
    if (!row || (row->verdict && answer.seq == Seq{0})) return false;
    if (is_against_log(writer, *row, answer)) return false;
    if (answer.seq == Seq{0} && !has_fault(Fault::replica_id_kept) &&
        is_stranded(writer, *row, answer.code) && is_movable(writer, answer.scope)) {
        const auto reason =
            answer.code == Errc::replica_fork ? RenewalReason::forked : RenewalReason::renumbered;
        out.stranded.try_emplace(answer.scope, Stranded{answer.scope, answer.dot, reason});
        return false;
    }
    // Without a place in the log there is no verdict yet, unless it can never come to one.
    const bool is_hopeless =
        (is_stranded(writer, *row, answer.code) && is_withdrawn(writer, answer.scope)) ||
        is_incomplete_for_ever(writer, *row, answer.code);
    if (answer.seq == Seq{0} && traits(answer.code).retry && !is_hopeless) return false;
    row->verdict = answer.seq == Seq{0} ? Verdict::rejected : answer.verdict;
    row->code = answer.code;
    row->seq = answer.seq;
    const bool is_refused = answer.verdict != Verdict::accepted;
    if (is_refused) writer.undo(*row);
    const Scope* home = writer.scopes.find(answer.scope);
    if (is_refused && home != nullptr && home->state == ScopeState::leaving)
        hide_rows(writer, answer.scope);  // what was taken back is there anew
    if (home != nullptr && home->state == ScopeState::leaving) writer.is_late_due = true;
    // What arrived under another number comes back from there; there is nothing to show. Its bytes
    // stay until the log has passed it.
    writer.outbox.put_verdict(*row);
    if (answer.code == Errc::purged) note_purged_work(writer, *row, now);
    if (Scope* scope = writer.scopes.find(answer.scope))
        scope->watermark = std::max(scope->watermark, answer.watermark);
    return is_refused;
}

Result<client::VerdictsStored> move_all(Replica& replica,
                                        const std::map<ScopeId, Stranded>& stranded) {
    // What is made anew must not come out differently after a loss of power.
    return replica.write(Durability::full, [&](Writer& writer) -> Result<client::VerdictsStored> {
        for (const auto& [scope, first] : stranded) move_stranded(writer, first, replica.now());
        return client::VerdictsStored{.renewed = writer.replica()};
    });
}

void drop_settled(Writer& writer, const wire::Ack& ack) {
    std::set<ScopeId> answered;
    for (const wire::CommitVerdict& answer : ack.verdicts) answered.insert(answer.scope);
    for (const ScopeId id : answered)
        if (const Scope* scope = writer.scopes.find(id)) {
            if (scope->state == ScopeState::deposit) settle_deposits(writer, *scope);
            writer.outbox.drop_settled(id, scope->head.seq, scope->watermark);
        }
}

}  // namespace

SyncStore::SyncStore(Store& store) : replica_(store.replica()) {}

Result<client::Identity> SyncStore::identity() {
    return replica_.write(Durability::full,
                          [&](Writer& writer) { return identity_of(writer, replica_.now()); });
}

Result<client::ControlStored> SyncStore::store_control(const wire::Control& control) {
    // The cursor says that certificates are kept, so what it counts has to be.
    auto stored = replica_.write(Durability::full, [&](Writer& writer) {
        auto kept = keep_control(writer, control, replica_.now());
        if (kept) replica_.standing().load(writer);
        return kept;
    });
    if (stored) replica_.tell_standing();
    if (stored) replica_.notify({.origin = Change::Origin::server});
    return stored;
}

Result<client::OutboxTaken> SyncStore::take_outbox(const client::TakeOutbox& wanted) {
    // Durable before the first byte leaves: only what was never sent may be sealed again.
    auto taken =
        replica_.write(Durability::full, [&](Writer& writer) -> Result<client::OutboxTaken> {
            auto out = take(writer, wanted);
            const std::int64_t sent = writer.meta.integer(meta::sent_position).value_or(0);
            if (out && number(writer.last_taken) > sent)
                writer.meta.put_integer(meta::sent_position, number(writer.last_taken));
            return out;
        });
    // From now on an older file would number anew what somebody else has seen.
    if (taken && !taken->transactions.empty()) replica_.keep_freshness();
    return taken;
}

Result<client::VerdictsStored> SyncStore::store_verdicts(const wire::Ack& ack) {
    // Lost with the power, they are asked for again: the commits are pushed anew, and the server
    // repeats its answers.
    Consequences found;
    bool is_released = false;
    auto stored =
        replica_.write(Durability::normal, [&](Writer& writer) -> Result<client::VerdictsStored> {
            writer.is_changed = true;
            for (const wire::CommitVerdict& answer : ack.verdicts)
                if (note_verdict(writer, answer, found, replica_.now()))
                    found.refused.insert(answer.scope);
            drop_settled(writer, ack);
            is_released = std::exchange(writer.is_holding_back, false);
            return client::VerdictsStored{};
        });
    if (stored && !found.refused.empty())
        replica_.notify({.origin = Change::Origin::server,
                         .scopes = {found.refused.begin(), found.refused.end()}});
    if (stored && !found.stranded.empty()) return move_all(replica_, found.stranded);
    if (stored && is_released) replica_.ring();
    return stored;
}

Result<client::DataStaged> SyncStore::stage_data(wire::Data data, std::uint64_t wire_bytes) {
    const ScopeId scope = data.scope;
    return replica_.write(Durability::normal, [&](Writer& writer) -> Result<client::DataStaged> {
        if constexpr (faults_are_built) note_page(writer, data);
        writer.staging.add(std::move(data));
        if constexpr (faults_are_built)
            if (has_fault(Fault::applied_page_by_page)) apply_page(writer, scope, replica_.now());
        return client::DataStaged{scope, wire_bytes};
    });
}

Result<void> SyncStore::note_scope_error(const wire::ScopeError& error) {
    auto noted = replica_.write(Durability::normal, [&](Writer& writer) -> Result<void> {
        if (!writer.identity.is_enrolled()) return not_enrolled();
        writer.is_changed = true;
        writer.staging.clear(error.scope);
        writer.mending.end(error.scope);
        Scope& scope = writer.scopes.add(error.scope);
        scope.problem = Error{error.code, error.detail};
        writer.scopes.save(scope);
        return {};
    });
    if (noted) replica_.notify({.origin = Change::Origin::server, .scopes = {error.scope}});
    return noted;
}

Result<void> SyncStore::note_online(Instant now) {
    if (replica_.standing().is_wiped()) return {};
    return replica_.write(Durability::normal, [&](Writer& writer) -> Result<void> {
        writer.meta.put_integer(meta::last_contact, now.ms);
        replica_.standing().save(writer.meta);
        writer.meta.put_integer(meta::offline_since, 0);
        return {};
    });
}

Result<void> SyncStore::note_offline(Instant now) {
    if (replica_.standing().is_wiped()) return {};
    replica_.tell_standing();
    return replica_.write(Durability::normal, [&](Writer& writer) -> Result<void> {
        // The moment of the break, not of each failed attempt after it.
        if (writer.meta.integer(meta::offline_since).value_or(0) == 0)
            writer.meta.put_integer(meta::offline_since, now.ms);
        return {};
    });
}

void SyncStore::on_outbox_grew(std::function<void()> callback) {
    replica_.on_outbox_grew(std::move(callback));
}

}  // namespace sanderling::replica
