#include "client-sdk/replica/rewriting.hpp"

#include "client-sdk/replica/live_text.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "client-sdk/replica/visible.hpp"
#include "core/commit/limits.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/deposit.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using commit::Coverage;
using commit::Operation;
using commit::Rule;

Result<void> check_refused(const std::vector<OutboxRow>& parts) {
    if (parts.empty()) return fail(Errc::not_found, "no such transaction in the outbox");
    for (const OutboxRow& part : parts) {
        if (part.verdict == commit::Verdict::quarantined)
            return fail(Errc::busy, "it is held for somebody to decide");
        if (part.verdict != commit::Verdict::rejected)
            return fail(Errc::invalid_argument, "the transaction was not refused");
        if (part.code == Errc::already_delivered)
            return fail(Errc::invalid_argument, "it has arrived under another number");
        if (part.code == Errc::purged) return fail(Errc::purged, "it writes to what was erased");
    }
    return {};
}

Result<Scope*> writable(Writer& writer, ScopeId id, Instant now) {
    Scope* scope = writer.scopes.find(id);
    if (scope == nullptr || scope->state == ScopeState::absent ||
        scope->state == ScopeState::revoked || scope->state == ScopeState::leaving)
        return fail(Errc::not_permitted, "scope " + to_text(id) + " is not on this device");
    const auto member = writer.scopes.membership(*scope, now);
    if (!member || !scope_log::allows(member->rights, scope_log::Right::write))
        return fail(Errc::not_permitted, "no right to write in scope " + to_text(id));
    const KeyEpoch newest = writer.scopes.log(*scope).current_epoch();
    if (scope->head.seq == Seq{0} || writer.scopes.token_key(*scope) == nullptr ||
        writer.scopes.key(*scope, newest) == nullptr)
        return fail(Errc::no_key, "the newest key of scope " + to_text(id));
    return scope;
}

// What the author had seen. Where the server knows of no such place, nothing.
commit::Base base_of(const Scope& scope, const commit::Header& old, Errc why) {
    const bool is_place = why != Errc::base_unknown && old.base.generation == scope.generation &&
                          old.base.seq <= scope.head.seq;
    return is_place ? old.base : commit::Base{.generation = scope.generation};
}

/// One part on its way to a new number.
class Rewriting {
  public:
    Rewriting(Writer& writer, Scope& scope, Instant now)
        : writer_(writer),
          scope_(scope),
          self_(writer.self(scope, now)),
          moved_(writer.dismissed.rewritten(scope.id)) {}

    struct Place {
        TransactionId transaction;
        HlcTime clock{};
    };
    Result<Receipt::Part> take(const OutboxRow& row, const Place& place);

  private:
    struct Content {
        std::uint16_t collection = 0;
        OpenRecord record{};
        std::vector<PendingPath> paths{};
    };

    Result<Content> open(const commit::Commit& old, std::uint32_t index);
    Result<void> adapt(const Content& content, PendingPath& path) const;
    Result<void> unfold(const Content& content, PendingPath& path) const;
    void keep_alive(Content& content);
    commit::Header header(const OutboxRow& row, const commit::Header& old, const Place& place);

    Writer& writer_;
    Scope& scope_;
    Self self_;
    std::vector<text::MovedCommit> moved_;
    OwnKnowledge had_{};
};

// An increment that had folded earlier ones carries their sum, and they may be live still.
Result<void> Rewriting::unfold(const Content& content, PendingPath& path) const {
    const auto sum = decode_scalar(path.value);
    const auto* total = sum ? std::get_if<std::int64_t>(&*sum) : nullptr;
    if (total == nullptr) return fail(Errc::constraint, "an increment that is none");
    auto own = static_cast<std::uint64_t>(*total);
    for (const Dot& dot : path.write.dots) {
        const LiveValue* held = content.record.body.value(path.write.token, dot);
        const auto value = held != nullptr ? decode_scalar(held->value) : Result<Scalar>(Null{});
        const auto* added = value ? std::get_if<std::int64_t>(&*value) : nullptr;
        if (added == nullptr)
            return fail(Errc::constraint, "it had added up increments that are no longer here");
        own -= static_cast<std::uint64_t>(*added);
    }
    path.write.dots.clear();
    path.write.coverage = Coverage::none;
    path.value = encode_scalar(static_cast<std::int64_t>(own));
    return {};
}

Result<void> Rewriting::adapt(const Content& content, PendingPath& path) const {
    if (path.write.rule == Rule::counter && path.write.coverage == Coverage::named)
        return unfold(content, path);
    for (Dot& dot : path.write.dots)
        for (const text::MovedCommit& moved : moved_)
            if (dot == moved.before) dot = moved.after;
    if (path.write.rule != Rule::text) return {};
    const auto batch = decode_text(path.value);
    if (!batch) return batch.error();
    path.value = encode_text(text::moved(*batch, moved_));
    return {};
}

// A write that knows of a delete brings the record back; without that it was refused.
void Rewriting::keep_alive(Content& content) {
    for (const PendingPath& path : content.paths)
        if (path.write.rule == Rule::life) return;
    const Visible visible(content.record.body, self_);
    const merge::LiveSet* life = visible.state().life();
    const bool is_deleted =
        life != nullptr && std::any_of(life->entries.begin(), life->entries.end(),
                                       [](auto& e) { return e.operation == Operation::erase; });
    if (!is_deleted) return;
    content.paths.push_back({.write = {.token = life->token,
                                       .rule = Rule::life,
                                       .operation = Operation::undelete,
                                       .authority = commit::any_writer,
                                       .coverage = Coverage::all_known},
                             .field = schema::life_number,
                             .value = encode_scalar(Null{})});
}

Result<Rewriting::Content> Rewriting::open(const commit::Commit& old, std::uint32_t index) {
    const sealing::EpochKey* key = writer_.scopes.key(scope_, old.header.epoch);
    if (key == nullptr) return fail(Errc::no_key, "the key it was sealed under");
    const commit::Patch& patch = old.patches[index];
    auto opened = sealing::open_patch(patch, old.header, index, *key);
    if (!opened) return opened.error();
    Content out{.collection = opened->collection};
    out.record =
        writer_.records.open(scope_.id, CollectionNumber{opened->collection}, patch.record, self_);
    for (std::size_t i = 0; i < patch.paths.size(); ++i) {
        PendingPath path{patch.paths[i], FieldNumber{opened->values[i].field},
                         std::move(opened->values[i].value)};
        if (auto fits = adapt(out, path); !fits) return fits.error();
        out.paths.push_back(std::move(path));
    }
    keep_alive(out);
    return out;
}

commit::Header Rewriting::header(const OutboxRow& row, const commit::Header& old,
                                 const Place& place) {
    const OwnPosition& own = writer_.scopes.own(scope_);
    commit::Header h = old;
    h.base = base_of(scope_, old, row.code);
    const EditToken known{scope_.id, h.base, old.replica, old.own};
    had_ = writer_.scopes.knowledge(scope_, known).value_or(OwnKnowledge{});
    h.epoch = writer_.scopes.log(scope_).current_epoch();
    h.replica = writer_.replica();
    h.counter = Counter{number(own.counter) + 1};
    h.previous = own.hash;
    h.own = had_.own;
    h.lineage = had_.ancestry.empty() ? std::nullopt : std::optional(had_.ancestry.front());
    h.clock = place.clock;
    h.transaction = place.transaction;
    return h;
}

Result<Receipt::Part> Rewriting::take(const OutboxRow& row, const Place& place) {
    const auto old =
        wire::unpack(writer_.outbox.packed(row.position), writer_.identity.me().org, scope_.id);
    if (!old) throw vault::SqliteError(SQLITE_CORRUPT, "an outbox commit");
    if (sealing::has_deposit(*old))
        return fail(Errc::constraint, "what was deposited cannot be written again");
    commit::Commit fresh;
    fresh.header = header(row, old->header, place);
    moved_.push_back({old->header.dot(), fresh.header.dot()});
    const sealing::EpochKey& key = *writer_.scopes.key(scope_, fresh.header.epoch);
    std::vector<Content> contents;
    for (std::uint32_t i = 0; i < old->patches.size(); ++i) {
        auto content = open(*old, i);
        if (!content) return content.error();
        sealing::Plaintext plain{.collection = content->collection};
        commit::Patch& patch = fresh.patches.emplace_back();
        patch.record = old->patches[i].record;
        for (const PendingPath& path : content->paths) {
            patch.paths.push_back(path.write);
            plain.values.push_back({number(path.field), path.value});
        }
        if (auto sealed = sealing::seal_patch(patch, fresh.header, i, plain, key, writer_.random);
            !sealed)
            return sealed.error();
        contents.push_back(std::move(*content));
    }
    commit::seal_header(fresh, writer_.identity.device_keys().sign);
    const Bytes packed = wire::pack(fresh);
    if (packed.size() > commit::limits::commit_bytes)
        return fail(Errc::too_large, "larger than it was");
    OwnPosition& own = writer_.scopes.own(scope_);
    own.counter = fresh.header.counter;
    own.hash = commit::commit_hash(fresh.header);
    OutboxRow made{.scope = scope_.id, .dot = fresh.header.dot(), .transaction = place.transaction};
    made.part = row.part;
    made.parts = row.parts;
    made.clock = place.clock;
    made.hash = own.hash;
    writer_.outbox.insert(made, packed);
    for (std::uint32_t i = 0; i < contents.size(); ++i) {
        OpenRecord& record = contents[i].record;
        record.body.pending.push_back({.dot = made.dot,
                                       .clock = place.clock,
                                       .base = fresh.header.base.seq,
                                       .own = had_.own,
                                       .ancestry = had_.ancestry,
                                       .index = i,
                                       .paths = std::move(contents[i].paths)});
        writer_.records.save(record, self_, scope_.head.seq);
    }
    return Receipt::Part{scope_.id, made.dot.counter};
}

}  // namespace

Result<Receipt> write_again(Writer& writer, TransactionId transaction, Instant now) {
    const auto parts = writer.outbox.parts_of(transaction);
    if (auto refused = check_refused(parts); !refused) return refused.error();
    const auto dismissed = writer.dismissed.all();
    writer.is_changed = true;
    Receipt receipt;
    receipt.transaction = writer.random.id<TransactionId>();
    const Rewriting::Place place{receipt.transaction, writer.clock.tick(now)};
    for (const OutboxRow& part : parts) {
        const auto before = dismissed.find(part.position);
        if (before != dismissed.end() && before->second.became)
            return fail(Errc::invalid_argument, "it was written again before");
        const auto scope = writable(writer, part.scope, now);
        if (!scope) return scope.error();
        const auto made = Rewriting(writer, **scope, now).take(part, place);
        if (!made) return made.error();
        writer.dismissed.put(part.position, {now, Dot{writer.replica(), made->counter}});
        receipt.parts.push_back(*made);
    }
    return receipt;
}

}  // namespace sanderling::replica
