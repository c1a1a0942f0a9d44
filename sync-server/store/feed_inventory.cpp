// What a keyholder asks for when it compares, or catches up after a restore: docs/protocol.md §6.9.
#include "core/wire/limits.hpp"
#include "sync-server/store/feed_reader.hpp"

namespace sanderling::server {

namespace {

constexpr std::size_t answer_bytes_max = wire::limits::frame_bytes_max / 2;
constexpr std::size_t item_overhead = 16;
constexpr std::size_t scopes_a_page = 10'000;

/// Rows of (position, content), as many as fit; the place to go on from, or 0.
std::uint64_t take(Rows& row, std::vector<Bytes>& out) {
    std::size_t size = 0;
    std::uint64_t last = 0;
    while (row.next()) {
        Bytes bytes = to_bytes(row->blob(1));
        size += bytes.size() + item_overhead;
        if (size > answer_bytes_max && last != 0) return last;
        last = static_cast<std::uint64_t>(row->integer(0));
        out.push_back(std::move(bytes));
    }
    return 0;
}

}  // namespace

wire::Inventory FeedReader::inventory(const wire::InventoryGet& get) {
    wire::Inventory out{.request = get.request};
    const OrgId org = head_.organisation.org;
    const auto after = static_cast<std::int64_t>(get.after);
    if (get.of == wire::InventoryOf::certificates) {
        Rows row = select_certificates_.query(org, organisation_shard, after);
        out.next = take(row, out.certificates);
    } else if (get.of == wire::InventoryOf::envelopes) {
        Rows row = select_envelopes_.query(org, organisation_shard, get.scope, after);
        out.next = take(row, out.envelopes);
    } else if (get.of == wire::InventoryOf::purged) {
        Rows row = select_purged_.query(org, shard_key(get.scope), get.scope, after);
        out.next = take(row, out.envelopes);
    } else {
        Rows row = select_scope_ids_.query(org, get.scope);
        while (row.next()) {
            if (out.scopes.size() == scopes_a_page) {
                out.next = 1;
                break;
            }
            out.scopes.push_back(row->id<ScopeId>(0));
        }
    }
    return out;
}

}  // namespace sanderling::server
