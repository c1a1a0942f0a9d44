#include "client-sdk/replica/mending.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/types/assert.hpp"
#include "core/wire/codec.hpp"

#include <cstdlib>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr std::int64_t reports_kept = 1000;

std::string recount_key(ScopeId scope) {
    return "recounted " + to_text(scope);
}

std::int64_t in_ms(std::chrono::days days) {
    return std::chrono::milliseconds(days).count();
}

std::int64_t count_of(const merge::BucketSet& buckets) {
    std::int64_t count = 0;
    for (std::size_t n = 0; n < merge::bucket_count; ++n)
        count += merge::has_bucket(buckets, n) ? 1 : 0;
    return count;
}

}  // namespace

void MendingBook::begin(const wire::ScopeCheckpoint& checkpoint, const merge::BucketSums& own) {
    end(checkpoint.scope);
    open_[checkpoint.scope] = {.checkpoint = checkpoint, .own = own};
}

wire::RecordsGet MendingBook::begin_fetching(const wire::ScopeCheckpoint& checkpoint,
                                             const merge::BucketSet& buckets) {
    begin(checkpoint, {});
    Mending& mending = open_.at(checkpoint.scope);
    mending.purpose = Mending::Purpose::fetch_bodies;
    mending.asked = wire::RecordsGet{.scope = checkpoint.scope, .buckets = buckets};
    mending.newest = checkpoint.seq;
    return *mending.asked;
}

Mending* MendingBook::find(ScopeId scope) {
    const auto found = open_.find(scope);
    return found != open_.end() ? &found->second : nullptr;
}

bool MendingBook::holds(const wire::ScopeCheckpoint& checkpoint) {
    Mending* const mending = find(checkpoint.scope);
    if (mending == nullptr) return false;
    // The one that waited comes by once more when everything is here.
    if (!mending->is_complete || checkpoint.seq != mending->checkpoint.seq)
        mending->was_told_again = true;
    mending->checkpoint = checkpoint;
    return !mending->is_complete || checkpoint.seq < mending->newest;
}

void MendingBook::add_page(ScopeId scope, Mending& mending, const wire::Records& page) {
    const Bytes encoded = wire::encode(page);
    auto insert = database_.prepare("INSERT INTO sanderling_live_page VALUES(?1,?2,?3)");
    insert.bind_blob(1, scope.view()).bind_int(2, mending.pages++).bind_blob(3, encoded).run();
    mending.newest = std::max(mending.newest, page.seq);
}

std::optional<LivePages> MendingBook::pages(ScopeId scope) {
    const Mending* const mending = find(scope);
    if (mending == nullptr || !mending->is_complete) return std::nullopt;
    std::vector<wire::Records> out;
    auto rows =
        database_.prepare("SELECT data FROM sanderling_live_page WHERE scope = ?1 ORDER BY page");
    rows.bind_blob(1, scope.view());
    while (rows.step() == Statement::Step::row) {
        auto message = wire::decode(rows.column_blob(0));
        auto* const page = message ? std::get_if<wire::Records>(&*message) : nullptr;
        if (page == nullptr) throw vault::SqliteError(SQLITE_CORRUPT, "a page of live sets");
        out.push_back(std::move(*page));
    }
    return LivePages(mending->asked->buckets, std::move(out));
}

void MendingBook::end(ScopeId scope) {
    open_.erase(scope);
    database_.prepare("DELETE FROM sanderling_live_page WHERE scope = ?1")
        .bind_blob(1, scope.view())
        .run();
}

void MendingBook::clear() {
    open_.clear();
    database_.execute("DELETE FROM sanderling_live_page");
}

bool MendingBook::is_recount_due(ScopeId scope, Instant now) {
    const auto last = meta_.integer(recount_key(scope));
    if (!last) note_recount(scope, now);  // what has just been received needs no counting
    // Also when a clock that was ahead has been put right since.
    return last && std::abs(now.ms - *last) >= in_ms(recount_every);
}

void MendingBook::note_recount(ScopeId scope, Instant now) {
    meta_.put_integer(recount_key(scope), now.ms);
}

bool MendingBook::has_failed(ScopeId scope, Instant now) {
    auto rows = database_.prepare(
        "SELECT 1 FROM sanderling_mended WHERE scope = ?1 AND outcome = ?2"
        " AND abs(at - ?3) < ?4 LIMIT 1");
    rows.bind_blob(1, scope.view()).bind_int(2, as_int(MendOutcome::failed));
    // A failure of the future is one that a wrong clock has noted.
    rows.bind_int(3, now.ms).bind_int(4, in_ms(mending_pause));
    return rows.step() == Statement::Step::row;
}

void MendingBook::note_failure(ScopeId scope, Instant now, const Error& problem) {
    const Mending* const mending = find(scope);
    const bool is_compared = mending != nullptr && mending->asked;
    report(scope, now, MendOutcome::failed,
           is_compared ? mending->asked->buckets : merge::BucketSet{}, 0, problem.message());
}

void MendingBook::report(ScopeId scope, Instant now, MendOutcome outcome,
                         const merge::BucketSet& buckets, std::uint64_t records,
                         std::string detail) {
    auto insert = database_.prepare(
        "INSERT INTO sanderling_mended(scope, at, outcome, buckets, records, detail)"
        " VALUES(?1,?2,?3,?4,?5,?6)");
    insert.bind_blob(1, scope.view()).bind_int(2, now.ms).bind_int(3, as_int(outcome));
    insert.bind_int(4, count_of(buckets)).bind_int(5, static_cast<std::int64_t>(records));
    insert.bind_text_copy(6, detail).run();
    database_
        .prepare(
            "DELETE FROM sanderling_mended WHERE position <="
            " (SELECT max(position) FROM sanderling_mended) - ?1")
        .bind_int(1, reports_kept)
        .run();
}

}  // namespace sanderling::replica
