// From a draft to signed commits: one a scope, written to rows and outbox together.
#include "client-sdk/replica/draft_parts.hpp"
#include "core/commit/limits.hpp"
#include "core/sealing/content.hpp"
#include "core/sealing/deposit.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

namespace {

using commit::Commit;

sealing::Plaintext plaintext_of(const Collection& collection,
                                const std::vector<PendingPath>& paths) {
    sealing::Plaintext out{.collection = number(collection.number)};
    out.values.reserve(paths.size());
    for (const PendingPath& path : paths) out.values.push_back({number(path.field), path.value});
    return out;
}

}  // namespace

Result<Receipt> Draft::commit() {
    Receipt receipt;
    std::vector<ScopeDraft*> written;
    for (auto& [id, scope] : scopes_) {
        std::erase_if(scope->records, [](const auto& r) { return r->paths.empty(); });
        if (!scope->records.empty()) written.push_back(scope.get());
    }
    if (written.empty()) return receipt;
    if (auto apart = check_separate(written); !apart) return apart.error();
    if (written.size() > commit::limits::commits_a_transaction)
        return fail(Errc::too_large, "a transaction joins at most " +
                                         std::to_string(commit::limits::commits_a_transaction) +
                                         " scopes");
    writer_.is_changed = true;
    receipt.transaction = writer_.random.id<TransactionId>();
    const HlcTime clock = writer_.clock.tick(now_);
    for (std::size_t i = 0; i < written.size(); ++i) {
        auto part = seal(*written[i], receipt.transaction, static_cast<std::uint16_t>(i),
                         static_cast<std::uint16_t>(written.size()), clock);
        if (!part) return part.error();
        receipt.parts.push_back(*part);
        if (sealed_bytes_ > commit::limits::transaction_bytes)
            return fail(Errc::too_large,
                        "a transaction of more than " +
                            std::to_string(commit::limits::transaction_bytes / 1024) +
                            " KiB in all its scopes");
    }
    return receipt;
}

// Their commits would name each other, and whoever reads one of the two would know of the other.
Result<void> Draft::check_separate(const std::vector<ScopeDraft*>& written) {
    if (written.size() < 2) return {};
    for (const ScopeDraft* draft : written)
        if (draft->kind != nullptr && draft->kind->separate)
            return fail(Errc::constraint, "no transaction joins a scope of kind " +
                                              draft->kind->name + " to another scope");
    return {};
}

Result<Receipt::Part> Draft::seal(ScopeDraft& draft, TransactionId transaction, std::uint16_t index,
                                  std::uint16_t count, HlcTime clock) {
    Scope& scope = draft.scope;
    if (draft.records.size() > commit::limits::patches_a_commit)
        return fail(Errc::too_large, "a transaction writes at most " +
                                         std::to_string(commit::limits::patches_a_commit) +
                                         " records of a scope");
    const KeyEpoch epoch = writer_.scopes.log(scope).current_epoch();
    OwnPosition& own = writer_.scopes.own(scope);
    const EditToken& known = draft.given ? *draft.given : draft.known;
    const OwnKnowledge had = writer_.scopes.knowledge(scope, known).value();

    Commit commit;
    commit::Header& h = commit.header;
    h.org = writer_.identity.me().org;
    h.scope = scope.id;
    h.epoch = epoch;
    h.device = writer_.identity.me().device;
    h.replica = writer_.replica();
    h.counter = Counter{number(own.counter) + 1};
    h.previous = own.hash;
    h.base = known.base;
    h.own = had.own;
    if (!had.ancestry.empty()) h.lineage = had.ancestry.front();
    h.clock = clock;
    h.schema = writer_.schema.version();
    h.transaction = transaction;
    h.transaction_index = index;
    h.transaction_count = count;
    commit.patches.reserve(draft.records.size());
    // Only a commit that knows all its replica wrote: another may have added them up since.
    if (number(h.own) + 1 == number(h.counter))
        for (auto& record : draft.records) fold_increments(*record, scope.watermark);
    for (std::uint32_t i = 0; i < draft.records.size(); ++i)
        if (auto sealed = seal_record(draft, i, commit); !sealed) return sealed.error();
    commit::seal_header(commit, writer_.identity.device_keys().sign);
    const Bytes packed = wire::pack(commit);
    if (packed.size() > commit::limits::commit_bytes ||
        wire::visible_bytes(commit) > commit::limits::visible_bytes_a_commit)
        return fail(Errc::too_large, "a transaction of more than " +
                                         std::to_string(commit::limits::commit_bytes / 1024) +
                                         " KiB in one scope");
    sealed_bytes_ += packed.size();
    own.counter = h.counter;
    own.hash = commit::commit_hash(h);
    writer_.outbox.insert({.scope = scope.id,
                           .dot = h.dot(),
                           .transaction = transaction,
                           .part = index,
                           .parts = count,
                           .clock = clock,
                           .hash = own.hash},
                          packed);
    if (!draft.is_deposit) keep_pending(draft, h, had);
    return Receipt::Part{scope.id, h.counter};
}

Result<void> Draft::seal_record(ScopeDraft& draft, std::uint32_t index, commit::Commit& commit) {
    const RecordDraft& record = *draft.records[index];
    if (record.paths.size() > commit::limits::paths_a_patch)
        return fail(Errc::too_large, record.collection.name + ": too many elements at once");
    commit::Patch& patch = commit.patches.emplace_back();
    patch.record = record.record.id;
    patch.paths.reserve(record.paths.size());
    for (const PendingPath& path : record.paths) patch.paths.push_back(path.write);
    const sealing::Plaintext plain = plaintext_of(record.collection, record.paths);
    const KeyEpoch epoch = commit.header.epoch;
    if (draft.is_deposit) {
        const auto* entry = writer_.scopes.log(draft.scope).epoch_entry(epoch);
        if (entry == nullptr) return fail(Errc::no_key, "a scope without an epoch");
        return sealing::seal_deposit(patch, commit.header, index, plain, entry->body.deposit_key,
                                     writer_.random);
    }
    const sealing::EpochKey* key = writer_.scopes.key(draft.scope, epoch);
    if (key == nullptr)
        return fail(Errc::no_key, "the newest key of scope " + to_text(draft.scope.id));
    return sealing::seal_patch(patch, commit.header, index, plain, *key, writer_.random);
}

void Draft::keep_pending(ScopeDraft& draft, const commit::Header& h, const OwnKnowledge& had) {
    for (std::uint32_t i = 0; i < draft.records.size(); ++i) {
        RecordDraft& record = *draft.records[i];
        record.visible.reset();  // it borrows the body
        record.record.body.pending.push_back({.dot = h.dot(),
                                              .clock = h.clock,
                                              .base = h.base.seq,
                                              .own = h.own,
                                              .ancestry = had.ancestry,
                                              .index = i,
                                              .paths = std::move(record.paths)});
        writer_.records.save(record.record, draft.self, draft.scope.head.seq);
    }
}

}  // namespace sanderling::replica
