// One scope in memory with a judge on one side and replaying devices on the other, so that tests
// can be a server that keeps the rules, or one that does not (docs/protocol.md §5.2, §5.4).
#pragma once

#include "core/crypto/random.hpp"
#include "core/sync/judge.hpp"
#include "core/sync/replay.hpp"
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "tests/unit/core/scope_log/organisation.hpp"

#include <map>
#include <set>
#include <stdexcept>

namespace sanderling::sync::testing {

using test::id_of;
using test::manager;
using test::officer;

inline constexpr Generation generation{7};

/// What judge and device both keep.
template <class Base>
class MemoryState : public Base {
  public:
    ScopeHead head() override { return head_; }
    std::optional<ChainPlace> place(Seq seq) override {
        const auto at = places_.find(seq);
        return at == places_.end() ? std::nullopt : std::optional(at->second);
    }
    std::optional<ReplicaHead> replica(ReplicaId id) override {
        const auto at = replicas_.find(id);
        return at == replicas_.end() ? std::nullopt : std::optional(at->second);
    }
    merge::RecordState record(RecordId id) override { return records_[id]; }
    void put_head(const ScopeHead& head) override { head_ = head; }
    void put_replica(ReplicaId id, const ReplicaHead& head) override { replicas_[id] = head; }
    void put_record(RecordId id, const merge::RecordState& state) override { records_[id] = state; }

    /// As a store does it; bodies are not kept here.
    void clear(const std::vector<RecordId>& records, merge::Digest& digest) {
        for (const RecordId id : records) records_[id].clear(id, digest);
    }

    /// Without the empty ones that only a question has made.
    std::map<RecordId, merge::RecordState> written() const {
        auto out = records_;
        std::erase_if(out, [](const auto& entry) { return entry.second.sets().empty(); });
        return out;
    }

  protected:
    ScopeHead head_{};
    std::map<Seq, ChainPlace> places_{};

  private:
    std::map<ReplicaId, ReplicaHead> replicas_{};
    std::map<RecordId, merge::RecordState> records_{};
};

/// The server's side; keeps the feed as it would be sent.
class CourtScope : public MemoryState<JudgedScope> {
  public:
    std::optional<StoredVerdict> verdict(const Dot& dot) override {
        const auto at = verdicts_.find(dot);
        return at == verdicts_.end() ? std::nullopt : std::optional(at->second);
    }
    std::optional<Dot> transaction(TransactionId id) override {
        const auto at = transactions_.find(id);
        return at == transactions_.end() ? std::nullopt : std::optional(at->second);
    }
    void put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                    const crypto::Hash& chain, HlcTime time_max) override {
        Bytes content;
        if (link.verdict == commit::Verdict::rejected) {
            content = commit::encode(commit.header);
            append(content, commit.signature.view());
        } else {
            content = wire::pack(commit);
            transactions_[commit.header.transaction] = link.dot;
        }
        verdicts_[link.dot] = {link, code};
        if (link.verdict == commit::Verdict::quarantined) late_[link.what] = {link, commit};
        places_[link.seq] = {chain, time_max};
        items.push_back({link.verdict, link.effective_base, link.t_eff, std::move(content)});
    }
    std::optional<LateWork> late_work(const crypto::Hash& what) override {
        const auto at = late_.find(what);
        return at == late_.end() ? std::nullopt : std::optional(at->second);
    }
    void put_decision(Seq seq, const scope_log::Decide& decide, const commit::Commit*) override {
        const auto at = late_.find(decide.commit);
        if (at == late_.end()) return;
        StoredVerdict& answer = verdicts_[at->second.link.dot];
        const bool is_accepted = decide.decision == scope_log::Decision::accept;
        answer.link.seq = seq;
        answer.link.verdict = is_accepted ? commit::Verdict::accepted : commit::Verdict::rejected;
        answer.code = is_accepted ? Errc::ok : Errc::late_work_refused;
        late_.erase(at);
    }
    /// With the work that it accepts, merged by then, and the base that this had.
    Seq put_entry(const scope_log::SignedEntry& entry, Instant now, const LateWork& work,
                  Seq base) {
        const Seq seq = put_entry(entry, now, base);
        items.back().content =
            wire::encode(wire::AcceptedWork{items.back().content, wire::pack(work.commit)});
        return seq;
    }
    Seq put_entry(const scope_log::SignedEntry& entry, Instant now, std::optional<Seq> base = {}) {
        if (const auto* purge = std::get_if<scope_log::Purge>(&entry.entry.body))
            clear(purge->records, head_.digest);
        const commit::Link link{.seq = Seq{number(head_.seq) + 1},
                                .what = scope_log::entry_hash(entry.entry),
                                .verdict = commit::Verdict::control,
                                .effective_base = base.value_or(head_.seq),
                                .t_eff = std::max(hlc_at(now), head_.time_max)};
        head_.seq = link.seq;
        head_.chain = commit::chain_next(head_.chain, link);
        head_.time_max = link.t_eff;
        places_[link.seq] = {head_.chain, head_.time_max};
        items.push_back({link.verdict, link.effective_base, link.t_eff, scope_log::encode(entry)});
        return link.seq;
    }

    std::vector<wire::FeedItem> items{};

  private:
    std::map<Dot, StoredVerdict> verdicts_{};
    std::map<TransactionId, Dot> transactions_{};
    std::map<crypto::Hash, LateWork> late_{};
};

/// A device's side, which reads no values: those are for the replica's own tests.
class DeviceScope : public MemoryState<ReplayedScope> {
  public:
    std::optional<commit::Commit> own_commit(Counter counter) override {
        const auto at = own.find(counter);
        return at == own.end() ? std::nullopt : std::optional(at->second);
    }
    Result<void> merge(const commit::Commit& commit, std::uint32_t patch,
                       const merge::WriteContext& x, merge::Digest& digest) override {
        merge::RecordState state = record(commit.patches[patch].record);
        state.apply(commit.patches[patch], patch, x, digest);
        put_record(commit.patches[patch].record, state);
        return {};
    }
    void pass_remnant(DeviceId) override { ++remnants; }
    void purge(const std::vector<RecordId>& records, merge::Digest& digest) override {
        clear(records, digest);
    }
    void put_link(const commit::Link& link, const crypto::Hash& chain, HlcTime time_max) override {
        places_[link.seq] = {chain, time_max};
    }
    void put_log_entry(Seq seq, ByteView signed_entry) override {
        entries[seq] = to_bytes(signed_entry);
    }

    std::map<Counter, commit::Commit> own{};
    std::map<Seq, Bytes> entries{};
    int remnants = 0;
};

struct Author {
    PersonId person;
    DeviceId device;
    ReplicaId replica;
    std::uint8_t key_seed = 0;
    Counter counter{};
    crypto::Hash previous{};

    crypto::SigningKey key() const { return test::signing_key(key_seed); }
};

/// One path of one record.
struct Stroke {
    std::uint8_t record = 1;
    std::uint8_t field = 1;
    commit::Rule rule = commit::Rule::register_;
    commit::Operation operation = commit::Operation::put;
    commit::Coverage coverage = commit::Coverage::all_known;
};

struct WriteOptions {
    Seq base{};
    std::optional<HlcTime> clock{};  // none: the scene's time
    KeyEpoch epoch{1};
    std::optional<TransactionId> transaction{};
    std::uint16_t index = 0;
    std::uint16_t count = 1;
};

class Scene {
  public:
    explicit Scene(std::uint8_t id = 0x51) : scope(id_of<ScopeId>(id)) {
        enter(scope_log::Create{scope_log::ScopeKind{1}, test::two_roles()});
        enter(epoch_change(KeyEpoch{1}));
    }

    Author hire(std::uint8_t n) {
        Author a;
        a.person = id_of<PersonId>(n);
        a.key_seed = n;
        a.device = scope_log::device_id(a.key().public_key);
        a.replica = id_of<ReplicaId>(n);
        organisation.take_in(organisation.device_cert(a.person, a.key()));
        return a;
    }
    Author officer_of(std::uint8_t n) {
        Author a = hire(n);
        admit(a, officer);
        return a;
    }
    Seq admit(const Author& a, scope_log::Role role) {
        return enter(scope_log::SetMember{scope_log::Principal::of(a.person), role, {}, {}});
    }
    Seq remove(const Author& a) {
        return enter(scope_log::RemoveMember{scope_log::Principal::of(a.person)});
    }
    Seq enter(scope_log::Body body) {
        const auto entry = next_entry(std::move(body));
        const Seq at = court.put_entry(entry, now);
        if (auto taken = log.append(entry, at, organisation.directory); !taken)
            throw std::runtime_error(taken.error().message());
        return at;
    }
    scope_log::Decide decision_on(const commit::Commit& c, scope_log::Decision decision) {
        const auto work = court.late_work(commit::commit_hash(c.header));
        if (!work) throw std::runtime_error("no such work is held");
        return {.decision = decision,
                .seq = work->link.seq,
                .commit = work->link.what,
                .t_eff = work->link.t_eff};
    }
    /// As a server does with a decision that is put.
    Result<Seq> decide(const scope_log::Decide& body) {
        const auto entry = next_entry(body);
        scope_log::ScopeLog after = log;
        const Seq at{number(court.head().seq) + 1};
        if (auto fits = after.append(entry, at, organisation.directory); !fits) return fits.error();
        const auto work = court.late_work(body.commit);
        ScopeCourt bench{court, after, generation};
        const auto x = weigh(body, work ? &*work : nullptr, bench, organisation.directory, at);
        if (!x) return x.error();
        if (*x) {
            ScopeHead head = court.head();
            merge_patches(work->commit, **x, court, head.digest);
            court.put_head(head);
            court.put_entry(entry, now, *work, (*x)->base);
        } else {
            court.put_entry(entry, now);
        }
        court.put_decision(at, body, nullptr);
        log = std::move(after);
        return at;
    }
    /// Signed by the registrar and following the head, but not entered.
    scope_log::SignedEntry next_entry(scope_log::Body body) const {
        scope_log::ScopeLogEntry entry;
        entry.org = organisation.org;
        entry.scope = scope;
        entry.index = log.head() ? log.head()->index + 1 : 0;
        entry.previous = log.head() ? log.head()->hash : crypto::Hash{};
        entry.issuer = scope_log::Issuer::of(organisation.registrar_id());
        entry.claimed = hlc_at(now);
        entry.body = std::move(body);
        return scope_log::sign_entry(entry, organisation.registrar);
    }
    scope_log::EpochChange epoch_change(KeyEpoch epoch) const {
        scope_log::EpochChange body;
        body.epoch = epoch;
        body.wrapped_token = Bytes(72, 1);
        if (epoch != KeyEpoch{1}) body.wrapped_previous = Bytes(72, 2);
        return body;
    }

    /// Numbered, signed, and not pushed yet.
    commit::Commit write(Author& a, const std::vector<Stroke>& strokes,
                         const WriteOptions& options = {}) {
        commit::Commit c = draft(a, strokes, options);
        return sign(a, std::move(c));
    }
    commit::Commit draft(const Author& a, const std::vector<Stroke>& strokes,
                         const WriteOptions& options = {}) {
        commit::Commit c;
        commit::Header& h = c.header;
        h.org = organisation.org;
        h.scope = scope;
        h.epoch = options.epoch;
        h.device = a.device;
        h.replica = a.replica;
        h.counter = Counter{number(a.counter) + 1};
        h.previous = a.previous;
        h.own = a.counter;
        if (options.base != Seq{0})
            h.base = {generation, options.base,
                      commit::chain_prefix(court.place(options.base).value().chain)};
        h.clock = options.clock.value_or(hlc_at(now));
        h.transaction = options.transaction.value_or(random_.id<TransactionId>());
        h.transaction_index = options.index;
        h.transaction_count = options.count;
        for (const Stroke& stroke : strokes) add(c, stroke);
        return c;
    }
    commit::Commit sign(Author& a, commit::Commit c) const {
        commit::seal_header(c, a.key());
        a.counter = c.header.counter;
        a.previous = commit::commit_hash(c.header);
        return c;
    }

    Judgement push(const commit::Commit& c) {
        ScopeCourt bench{court, log, generation};
        const Part part{c, &bench};
        return judge({&part, 1}, organisation.directory, now).at(0);
    }
    /// Throws unless accepted: for setting a scene.
    Seq accept(const commit::Commit& c) {
        const Judgement j = push(c);
        if (j.verdict != commit::Verdict::accepted || number(j.seq) == 0)
            throw std::runtime_error(std::string(traits(j.code).name));
        return j.seq;
    }

    wire::ScopeCheckpoint checkpoint() {
        const ScopeHead head = court.head();
        return {scope, generation, head.seq, head.chain, head.digest, head.seq};
    }

    ScopeId scope;
    test::Organisation organisation{};
    CourtScope court{};
    scope_log::ScopeLog log{organisation.org, scope};
    Instant now = test::noon;

  private:
    void add(commit::Commit& c, const Stroke& stroke) {
        commit::PathWrite path;
        path.token = id_of<Token>(stroke.field);
        path.rule = stroke.rule;
        path.operation = stroke.operation;
        path.coverage = stroke.coverage;
        const RecordId record = id_of<RecordId>(stroke.record);
        if (c.patches.empty() || c.patches.back().record != record) {
            c.patches.emplace_back().record = record;
        }
        commit::Patch& patch = c.patches.back();
        patch.paths.push_back(path);
        commit::Nonce nonce{};
        random_.fill(nonce);
        patch.set_ciphertext(nonce, Bytes(64, stroke.field));
    }

    crypto::SystemRandom random_{};
};

/// Replays a feed from its beginning, as a device does at a checkpoint.
struct Device {
    explicit Device(const Scene& scene, ReplicaId own_replica = {})
        : replica(own_replica), log(scene.organisation.org, scene.scope) {}

    Result<void> replay(const Scene& scene, const std::vector<wire::FeedItem>& items,
                        const wire::ScopeCheckpoint& checkpoint) {
        Replay replay(scene.organisation.org, scene.scope, replica, state, log,
                      scene.organisation.directory);
        for (const wire::FeedItem& item : items)
            if (auto taken = replay.take(item); !taken) return taken.error();
        return replay.check(checkpoint);
    }

    ReplicaId replica;
    DeviceScope state{};
    scope_log::ScopeLog log;
};

}  // namespace sanderling::sync::testing
