#include "client-sdk/replica/freshness.hpp"

#include "core/commit/canonical.hpp"

namespace sanderling::replica {

namespace {

constexpr std::uint8_t format_1 = 1;

enum class Branch : std::uint8_t { same, older, other };

Branch compare(const Remembered& file, const Found& now) {
    const Stamp& mine = *file.stamp;
    const Stamp& kept = *now.kept;
    if (kept.number > mine.number) return Branch::older;
    if (kept.number == mine.number) {
        if (kept.nonce != mine.nonce) return Branch::other;
        return now.written < kept.written ? Branch::older : Branch::same;
    }
    // The last opening was cut off before the keeper had its stamp, or the keeper failed then.
    const bool is_before = file.stamp_before && kept.number == file.stamp_before->number;
    return is_before && kept.nonce != file.stamp_before->nonce ? Branch::other : Branch::same;
}

bool is_moved(const Remembered& file, const Found& now) {
    return (!file.database.empty() && file.database != now.database) ||
           (!file.place.empty() && file.place != now.place);
}

}  // namespace

Bytes encode(const Stamp& stamp) {
    commit::CanonicalWriter out;
    out.u8(format_1).u64(stamp.number).raw(stamp.nonce);
    out.u64(static_cast<std::uint64_t>(stamp.written));
    return out.take();
}

std::optional<Stamp> decode_stamp(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    Stamp stamp;
    if (in.u8() != format_1) in.refuse("an unknown format");
    stamp.number = in.u64();
    in.fill(stamp.nonce);
    stamp.written = static_cast<std::int64_t>(in.u64());
    if (!in.finish("a stamp")) return std::nullopt;
    return stamp;
}

Recognition recognise(const Remembered& file, const Found& now) {
    Recognition out;
    if (is_moved(file, now)) out.renewed = RenewalReason::copied;
    if (!now.has_keeper) return out;
    if (!file.stamp && now.kept) {  // of before there were stamps
        out.freshness = Freshness::rolled_back;
        out.renewed = RenewalReason::rolled_back;
        return out;
    }
    if (!now.kept) {
        // It should be there, so this is another device's keeper.
        if (file.was_kept) out.renewed = RenewalReason::copied;
        out.freshness = Freshness::first;
        return out;
    }
    const Branch branch = compare(file, now);
    out.freshness = branch == Branch::older ? Freshness::rolled_back : Freshness::fresh;
    // An older state in another place is a copy; its original goes on where it is.
    if (branch == Branch::older && !out.renewed) out.renewed = RenewalReason::rolled_back;
    if (branch == Branch::other) out.renewed = RenewalReason::copied;
    return out;
}

}  // namespace sanderling::replica
