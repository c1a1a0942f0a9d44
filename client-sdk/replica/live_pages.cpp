#include "client-sdk/replica/live_pages.hpp"

namespace sanderling::replica {

namespace {

// The last record that the page has to its end, or the one before the page.
RecordId last_whole(const wire::Records& page) {
    const std::size_t whole = page.records.size() - (page.rest != 0 ? 1 : 0);
    return whole == 0 ? page.after : page.records[whole - 1].record;
}

}  // namespace

std::optional<Seq> LivePages::covered(RecordId record) const {
    if (!merge::has_bucket(wanted_, merge::bucket_of(record))) return std::nullopt;
    for (const wire::Records& page : pages_)
        if (page.more == 0 || record <= last_whole(page)) return page.seq;
    return std::nullopt;
}

Result<std::optional<wire::RecordsGet>> next_after(const wire::RecordsGet& asked,
                                                   const wire::Records& page) {
    const auto refuse = [](const char* why) { return fail(Errc::malformed, why); };
    if (page.after != asked.after || page.seq < asked.at) return refuse("other records");
    if (page.part != (page.seq == asked.at ? asked.part : 0)) return refuse("another part");
    if (page.rest != 0 && (page.records.empty() || page.more == 0)) return refuse("no rest");
    if (page.more > 1 || (page.more == 1 && page.records.empty())) return refuse("no end");
    RecordId before = page.after;
    for (std::size_t i = 0; i < page.records.size(); ++i) {
        const RecordId record = page.records[i].record;
        const bool may_be_first = i == 0 && before == RecordId{};
        if (!may_be_first && record <= before) return refuse("records out of order");
        if (!merge::has_bucket(asked.buckets, merge::bucket_of(record)))
            return refuse("a record of another bucket");
        before = record;
    }
    if (page.more == 0) return std::optional<wire::RecordsGet>();
    wire::RecordsGet next = asked;
    next.after = last_whole(page);
    next.part = page.rest;
    next.at = page.seq;
    // It must get on, or it would be asked for ever.
    if (next.after == asked.after && next.part <= page.part) return refuse("no progress");
    return std::optional(next);
}

}  // namespace sanderling::replica
