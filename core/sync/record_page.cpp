#include "core/sync/record_page.hpp"

#include "core/types/assert.hpp"
#include "core/wire/limits.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>
#include <utility>

namespace sanderling::sync {

namespace {

constexpr std::size_t entry_bytes = 24;  // a token and a place, as they travel
constexpr std::size_t stub_bytes = 64;   // record, shape and body hash; shapes are shared

std::size_t base_size(const commit::Commit& commit) {
    return 320 + commit.patches.size() * stub_bytes;
}

const commit::Patch* patch_of(const commit::Commit& commit, RecordId record) {
    for (const commit::Patch& patch : commit.patches)
        if (patch.record == record) return &patch;
    return nullptr;
}

}  // namespace

RecordPage::RecordPage(const wire::RecordsGet& get, Seq head, std::size_t bytes, Fetch fetch)
    : get_(get), fetch_(std::move(fetch)), room_(bytes) {
    page_.scope = get.scope;
    page_.seq = head;
    page_.after = get.after;
    // What had come of a record was read at another head: from its beginning, then.
    page_.part = get.at == head ? get.part : 0;
    skip_ = page_.part;
}

// Its place among the page's commits. Nothing when there is no room; the first always fits.
std::optional<std::uint32_t> RecordPage::hold(const merge::LiveEntry& entry, RecordId record) {
    const auto at = places_.find(entry.seq);
    const bool is_new = at == places_.end();
    Held fresh;
    if (is_new) fresh = {entry.seq, fetch_(entry.seq), {}};
    Held& held = is_new ? fresh : held_[at->second];
    std::size_t needed = entry_bytes + (is_new ? base_size(held.logged.commit) : 0);
    const bool is_shown =
        std::find(held.shown.begin(), held.shown.end(), record) != held.shown.end();
    if (!is_shown) {
        const commit::Patch* patch = patch_of(held.logged.commit, record);
        if (patch != nullptr && patch->ciphertext) needed += patch->ciphertext->size();
    }
    if (needed > room_ && !held_.empty()) return std::nullopt;
    room_ -= std::min(room_, needed);
    if (!is_shown) held.shown.push_back(record);
    if (!is_new) return at->second;
    const auto place = static_cast<std::uint32_t>(held_.size());
    places_[entry.seq] = place;
    held_.push_back(std::move(fresh));
    return place;
}

bool RecordPage::add(RecordId record, const merge::RecordState& state) {
    constexpr std::uint32_t entries_max = wire::limits::array_max / 2;
    if (entries_ >= entries_max || page_.records.size() >= entries_max) return false;
    const std::uint32_t skip = std::exchange(skip_, 0);
    std::uint32_t at = 0;
    wire::LiveRecord out{record, {}};
    for (const merge::LiveSet& set : state.sets())
        for (const merge::LiveEntry& entry : set.entries) {
            if (at++ < skip) continue;
            const auto place =
                entries_ < entries_max ? hold(entry, record) : std::optional<std::uint32_t>();
            if (!place) {
                page_.rest = at - 1;
                if (!out.entries.empty()) page_.records.push_back(std::move(out));
                return false;
            }
            out.entries.push_back({set.token, *place});
            ++entries_;
        }
    page_.records.push_back(std::move(out));
    return true;
}

wire::Records RecordPage::take(End end) {
    page_.more = end == End::full ? 1 : 0;
    for (Held& held : held_) {
        for (commit::Patch& patch : held.logged.commit.patches)
            if (std::find(held.shown.begin(), held.shown.end(), patch.record) == held.shown.end())
                patch.ciphertext.reset();
        page_.commits.push_back({held.seq, held.logged.effective_base, held.logged.t_eff,
                                 wire::pack(held.logged.commit)});
    }
    return std::move(page_);
}

}  // namespace sanderling::sync
