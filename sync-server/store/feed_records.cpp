// Live sets for a device whose own are not the server's (docs/protocol.md §5.10).
#include "core/wire/packed_commit.hpp"
#include "sync-server/store/feed_reader.hpp"

namespace sanderling::server {

namespace {

constexpr ByteView before_all{};

merge::RecordState decoded(ByteView bytes) {
    auto state = merge::decode_record_state(bytes);
    if (!state) throw SqliteFailure(FailureKind::damaged, state.error().message());
    return std::move(*state);
}

}  // namespace

std::optional<FeedReader::Place> FeedReader::head_for(ScopeId scope, PersonId person, Instant now) {
    auto head = scope_head(scope);
    if (!head || standing(scope, person, now) != Standing::member) return std::nullopt;
    return head;
}

sync::server::LiveSetsRead FeedReader::buckets(const sync::server::ReadBuckets& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const ScopeId scope = wish.get.scope;
    const auto head = head_for(scope, wish.person, now);
    if (!head) return {scope, fail(Errc::unknown_scope)};
    merge::BucketSums sums;
    Rows row = select_records_.query(head_.organisation.org, shard_key(scope), scope, before_all);
    while (row.next()) sums.add(row->id<RecordId>(0), decoded(row->blob(1)));
    return {scope, wire::Buckets{scope, head->seq, merge::encode(sums)}};
}

sync::LoggedCommit FeedReader::logged(ScopeId scope, Seq seq) {
    Rows row = select_logged_.query(head_.organisation.org, shard_key(scope), scope, seq);
    if (!row.next()) throw SqliteFailure(FailureKind::damaged, "a live entry of no commit");
    // Late work is live from where it was accepted; its bytes stand where it was quarantined.
    Rows late = select_accepted_.query(head_.organisation.org, shard_key(scope), scope, seq);
    const bool is_late = late.next();
    auto commit =
        wire::unpack(is_late ? late->blob(1) : row->blob(2), head_.organisation.org, scope);
    if (!commit) throw SqliteFailure(FailureKind::damaged, commit.error().message());
    return {row->code<Seq>(0), is_late ? late->code<HlcTime>(0) : row->code<HlcTime>(1),
            std::move(*commit)};
}

sync::server::LiveSetsRead FeedReader::records(const sync::server::ReadRecords& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const ScopeId scope = wish.get.scope;
    const auto head = head_for(scope, wish.person, now);
    if (!head) return {scope, fail(Errc::unknown_scope)};
    sync::RecordPage page(wish.get, head->seq, wish.bytes,
                          [&](Seq seq) { return logged(scope, seq); });
    const ByteView after = wish.get.after == RecordId{} ? before_all : wish.get.after.view();
    Rows row = select_records_.query(head_.organisation.org, shard_key(scope), scope, after);
    while (row.next()) {
        const auto record = row->id<RecordId>(0);
        if (!page.wants(record)) continue;
        if (!page.add(record, decoded(row->blob(1))))
            return {scope, page.take(sync::RecordPage::End::full)};
    }
    return {scope, page.take(sync::RecordPage::End::of_scope)};
}

}  // namespace sanderling::server
