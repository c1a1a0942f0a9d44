// What became of a record, for a member who asks (docs/protocol.md §5.12).
#include "core/sync/history_page.hpp"
#include "sync-server/store/feed_reader.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

SqliteFailure damaged(const Error& error) {
    return SqliteFailure(FailureKind::damaged, error.message());
}

}  // namespace

// Live in it, the newest first. An entry's place is in the state itself.
std::vector<Seq> FeedReader::live_places(ScopeId scope, RecordId record) {
    std::vector<Seq> out;
    Rows row = select_record_.query(head_.organisation.org, shard_key(scope), scope, record);
    if (!row.next()) return out;
    const auto state = merge::decode_record_state(row->blob(0));
    if (!state) throw damaged(state.error());
    for (const merge::LiveSet& set : state->sets())
        for (const merge::LiveEntry& entry : set.entries) out.push_back(entry.seq);
    std::sort(out.begin(), out.end(), std::greater<>());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Seq FeedReader::forgotten_until(ScopeId scope) {
    const RecordId unknown;  // bound, so it has to outlive the rows
    Rows row = select_past_.query(head_.organisation.org, shard_key(scope), scope, unknown,
                                  Seq{INT64_MAX});
    return row.next() ? row->code<Seq>(0) : Seq{0};
}

std::optional<wire::PastCommit> FeedReader::past_commit(ScopeId scope, Seq seq) {
    Rows row = select_logged_.query(head_.organisation.org, shard_key(scope), scope, seq);
    if (!row.next()) throw SqliteFailure(FailureKind::damaged, "a write of no commit");
    // Late work counts from where it was accepted; its bytes stand where it was quarantined.
    Rows late = select_accepted_.query(head_.organisation.org, shard_key(scope), scope, seq);
    if (late.next())
        return wire::PastCommit{.seq = seq,
                                .effective_base = row->code<Seq>(0),
                                .t_eff = late->code<HlcTime>(0),
                                .content = to_bytes(late->blob(1))};
    if (row->code<commit::Verdict>(3) != commit::Verdict::accepted) return std::nullopt;
    return wire::PastCommit{.seq = seq,
                            .effective_base = row->code<Seq>(0),
                            .t_eff = row->code<HlcTime>(1),
                            .content = to_bytes(row->blob(2))};
}

wire::History FeedReader::read_history(const sync::server::ReadHistory& wish) {
    const wire::HistoryGet& get = wish.get;
    const Seq unknown_until = std::min(forgotten_until(get.scope), get.at);
    const std::vector<Seq> live = live_places(get.scope, get.record);
    auto next_live = std::lower_bound(live.begin(), live.end(), get.before, std::greater<>());
    if (next_live != live.end() && *next_live == get.before) ++next_live;
    sync::HistoryPage page(head_.organisation.org, get, wish.bytes);
    Rows past = select_past_.query(head_.organisation.org, shard_key(get.scope), get.scope,
                                   get.record, get.before);
    bool has_past = past.next();
    while (has_past || next_live != live.end()) {
        Seq seq{0};
        if (has_past) seq = past->code<Seq>(0);
        if (next_live != live.end() && *next_live >= seq) {
            has_past = has_past && *next_live == seq ? past.next() : has_past;
            seq = *next_live++;
        } else {
            has_past = past.next();
        }
        auto commit = past_commit(get.scope, seq);
        if (!commit) continue;
        const auto has_room = page.add(std::move(*commit));
        if (!has_room) throw damaged(has_room.error());
        if (!*has_room) break;
    }
    return page.take(unknown_until);
}

wire::History FeedReader::history(const sync::server::ReadHistory& wish, Instant now) {
    Transaction snapshot(database_, Transaction::Kind::read);
    const wire::HistoryGet& get = wish.get;
    const auto refused = [&](Errc code, std::string detail) {
        return wire::History{
            .request = get.request, .scope = get.scope, .code = code, .detail = std::move(detail)};
    };
    const auto head = head_for(get.scope, wish.person, now);
    if (!head) return refused(Errc::unknown_scope, {});
    if (!is_place({.scope = get.scope, .after = get.at, .chain = get.chain}, *head))
        return refused(Errc::base_unknown, "the server has another history there");
    if (number(get.before) > number(get.at) + 1 || get.before == Seq{0} || get.limit == 0)
        return refused(Errc::malformed, "a history of what is to come, or of nothing");
    return read_history(wish);
}

}  // namespace sanderling::server
