// Two classic faults (client-sdk/replica/premature.hpp), for the build that shows that the
// simulator finds them.
#include "client-sdk/replica/premature.hpp"

#include "client-sdk/replica/replayed_scope.hpp"
#include "core/sync/replay.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::replica {

namespace {

struct PagesEnd {
    std::uint64_t seq = 0;
    crypto::Hash chain{};
};

// By the replica, so that several devices can be in one process.
PagesEnd& pages_end(const Writer& writer, ScopeId scope) {
    static std::map<std::pair<ReplicaId, ScopeId>, PagesEnd> ends;
    return ends[{writer.replica(), scope}];
}

std::optional<crypto::Hash> hash_of(const wire::FeedItem& item, OrgId org, ScopeId scope) {
    if (item.verdict == commit::Verdict::control) {
        const auto entry = scope_log::decode_entry(item.content);
        return entry ? std::optional(scope_log::entry_hash(entry->entry)) : std::nullopt;
    }
    if (item.content.empty() || item.verdict == commit::Verdict::rejected) return std::nullopt;
    const auto commit = wire::unpack(item.content, org, scope);
    return commit ? std::optional(commit::commit_hash(commit->header)) : std::nullopt;
}

}  // namespace

void note_page(Writer& writer, const wire::Data& data) {
    const Scope* scope = writer.scopes.find(data.scope);
    if (scope == nullptr) return;
    PagesEnd& end = pages_end(writer, data.scope);
    if (end.seq < number(scope->head.seq)) end = {number(scope->head.seq), scope->head.chain};
    std::uint64_t seq = number(data.first);
    for (const wire::FeedItem& item : data.items) {
        if (seq++ != end.seq + 1) continue;
        const auto what = hash_of(item, writer.identity.me().org, data.scope);
        if (!what) return;
        const commit::Link link{.seq = Seq{end.seq + 1},
                                .what = *what,
                                .dot = {},
                                .verdict = item.verdict,
                                .effective_base = item.effective_base,
                                .t_eff = item.t_eff};
        end = {end.seq + 1, commit::chain_next(end.chain, link)};
    }
}

void claim_pages(Writer& writer, const Scope& scope, commit::Base& base) {
    const PagesEnd& end = pages_end(writer, scope.id);
    if (end.seq <= number(base.seq)) return;
    base.seq = Seq{end.seq};
    base.chain = commit::chain_prefix(end.chain);
}

void apply_page(Writer& writer, ScopeId id, Instant now) {
    Scope* scope = writer.scopes.find(id);
    if (scope == nullptr || scope->head.seq == Seq{0}) return;
    writer.is_changed = true;
    const auto items = writer.staging.take(id, scope->head.seq);
    ScopeReplay state(writer, *scope, now);
    sync::Replay replaying(writer.identity.me().org, id, writer.replica(), state,
                           writer.scopes.log(*scope), writer.identity.directory());
    for (const wire::FeedItem& item : items)
        if (!replaying.take(item)) break;
    state.finish();
    writer.scopes.save(*scope);
}

}  // namespace sanderling::replica
