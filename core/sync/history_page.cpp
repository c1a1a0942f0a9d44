#include "core/sync/history_page.hpp"

#include "core/wire/limits.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

#include <algorithm>

namespace sanderling::sync {

namespace {
constexpr std::size_t item_overhead = 32;  // place, base and time as they travel
}

HistoryPage::HistoryPage(OrgId org, const wire::HistoryGet& get, std::size_t bytes)
    : org_(org), get_(get), room_(bytes) {
    page_.request = get.request;
    page_.scope = get.scope;
}

Result<Bytes> HistoryPage::cut(ByteView content) const {
    // Nobody knows any more which of the record's paths it wrote.
    if (wire::is_remnant(content)) return to_bytes(content);
    auto commit = wire::unpack(content, org_, get_.scope);
    if (!commit) return commit.error();
    bool is_wanted = false;
    for (commit::Patch& patch : commit->patches) {
        if (patch.record != get_.record) {
            patch.ciphertext.reset();
            continue;
        }
        is_wanted = get_.token == Token{} ||
                    std::any_of(patch.paths.begin(), patch.paths.end(),
                                [&](const commit::PathWrite& p) { return p.token == get_.token; });
    }
    return is_wanted ? wire::pack(*commit) : Bytes{};
}

Result<bool> HistoryPage::add(wire::PastCommit commit) {
    const Seq next{number(commit.seq) + 1};
    const std::uint32_t limit = std::min(get_.limit, wire::limits::history_commits_max);
    const bool is_full =
        page_.commits.size() >= limit || looked_at_ >= wire::limits::history_looked_at_max;
    if (is_full) {
        page_.next = next;
        return false;
    }
    auto content = cut(commit.content);
    if (!content) return content.error();
    const std::size_t needed = content->size() + item_overhead;
    if (needed > room_ && !page_.commits.empty()) {
        page_.next = next;
        return false;
    }
    ++looked_at_;
    if (content->empty()) return true;
    room_ -= std::min(room_, needed);
    commit.content = std::move(*content);
    page_.commits.push_back(std::move(commit));
    return true;
}

wire::History HistoryPage::take(Seq unknown_until) {
    page_.unknown_until = unknown_until;
    return std::move(page_);
}

Result<void> check_history(const wire::HistoryGet& get, const wire::History& page) {
    Seq below = get.before;
    for (const wire::PastCommit& commit : page.commits) {
        if (commit.seq == Seq{0} || commit.seq >= below)
            return fail(Errc::malformed, "a page of history out of order");
        below = commit.seq;
    }
    if (page.next != Seq{0} && (page.next >= get.before || page.next > below))
        return fail(Errc::malformed, "a page of history that does not go on");
    if (page.unknown_until > get.at)
        return fail(Errc::malformed, "a page of history about what is to come");
    return {};
}

}  // namespace sanderling::sync
