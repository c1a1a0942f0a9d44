#include "client-sdk/replica/staging.hpp"

#include "client-sdk/replica/columns.hpp"
#include "core/commit/canonical.hpp"

namespace sanderling::replica {

namespace {

constexpr std::uint8_t format_1 = 1;

std::size_t size_of(const wire::Data& data) {
    std::size_t size = 0;
    for (const wire::FeedItem& item : data.items) size += item.content.size() + 64;
    return size;
}

Bytes encode(const wire::Data& data) {
    commit::CanonicalWriter out;
    out.reserve(size_of(data));
    out.u8(format_1).u32(static_cast<std::uint32_t>(data.items.size()));
    for (const wire::FeedItem& item : data.items)
        out.code(item.verdict).code(item.effective_base).code(item.t_eff).sized(item.content);
    return out.take();
}

std::vector<wire::FeedItem> decode(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    std::vector<wire::FeedItem> items;
    if (in.u8() != format_1) in.refuse("an unknown format");
    const std::uint32_t count = in.u32();
    for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
        wire::FeedItem& item = items.emplace_back();
        item.verdict = in.code<commit::Verdict>();
        item.effective_base = in.code<Seq>();
        item.t_eff = in.code<HlcTime>();
        item.content = to_bytes(in.sized(bytes.size()));
    }
    if (!in.finish("staged items")) throw vault::SqliteError(SQLITE_CORRUPT, "staged items");
    return items;
}

}  // namespace

void Staging::add(wire::Data data) {
    const std::size_t size = size_of(data);
    if (held_bytes_ + size > memory_bytes_max) return spill(data);
    held_bytes_ += size;
    held_[data.scope].push_back(std::move(data));
}

void Staging::spill(const wire::Data& data) {
    has_spilled_ = true;
    const Bytes encoded = encode(data);
    auto insert = database_.prepare("INSERT OR REPLACE INTO sanderling_staged VALUES(?1,?2,?3)");
    insert.bind_blob(1, data.scope.view()).bind_int(2, as_int(data.first));
    insert.bind_blob(3, encoded).run();
}

std::vector<wire::Data> Staging::load(ScopeId scope) {
    std::vector<wire::Data> out;
    if (const auto held = held_.find(scope); held != held_.end()) out = std::move(held->second);
    if (!has_spilled_) return out;
    auto rows = database_.prepare("SELECT first, data FROM sanderling_staged WHERE scope = ?1");
    rows.bind_blob(1, scope.view());
    while (rows.step() == vault::Statement::Step::row) {
        wire::Data& data = out.emplace_back();
        data.first = column_code<Seq>(rows, 0);
        data.items = decode(rows.column_blob(1));
    }
    return out;
}

std::vector<wire::FeedItem> Staging::take(ScopeId scope, Seq after) {
    std::vector<wire::Data> staged = load(scope);
    std::sort(staged.begin(), staged.end(),
              [](const wire::Data& a, const wire::Data& b) { return a.first < b.first; });
    std::vector<wire::FeedItem> out;
    std::uint64_t next = number(after) + 1;
    for (wire::Data& data : staged) {
        const std::uint64_t first = number(data.first);
        for (std::size_t i = 0; i < data.items.size(); ++i)
            if (first + i == next) {
                out.push_back(std::move(data.items[i]));
                ++next;
            }
    }
    clear(scope);
    return out;
}

void Staging::clear(ScopeId scope) {
    held_.erase(scope);
    held_bytes_ = 0;
    for (const auto& [id, list] : held_)
        for (const wire::Data& data : list) held_bytes_ += size_of(data);
    if (!has_spilled_) return;
    auto remove = database_.prepare("DELETE FROM sanderling_staged WHERE scope = ?1");
    remove.bind_blob(1, scope.view()).run();
}

void Staging::clear() {
    held_.clear();
    held_bytes_ = 0;
    if (!has_spilled_) return;
    database_.execute("DELETE FROM sanderling_staged");
    has_spilled_ = false;
}

}  // namespace sanderling::replica
