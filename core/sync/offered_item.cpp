#include "core/sync/offered_item.hpp"

#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

#include <algorithm>

namespace sanderling::sync {

using commit::Verdict;

Result<commit::Commit> read_header_only(ByteView content) {
    constexpr std::size_t signature_bytes = 64;
    if (content.size() < signature_bytes)
        return fail(Errc::malformed, "a header without signature");
    const ByteView header_bytes = content.first(content.size() - signature_bytes);
    auto header = commit::decode_header(header_bytes);
    if (!header) return header.error();
    commit::Commit out;
    out.header = std::move(*header);
    std::copy(content.end() - signature_bytes, content.end(), out.signature.bytes.begin());
    return out;
}

namespace {

Result<void> read_commit(OfferedItem& out, const wire::FeedItem& item, const OfferedIn& home) {
    auto commit = item.verdict == Verdict::rejected
                      ? read_header_only(item.content)
                      : wire::unpack(item.content, home.org, home.scope);
    if (!commit) return commit.error();
    const commit::Header& h = commit->header;
    if (h.org != home.org || h.scope != home.scope)
        return fail(Errc::malformed, "another scope's commit");
    out.link.what = commit::commit_hash(h);
    out.link.dot = h.dot();
    out.content = std::move(*commit);
    return {};
}

Result<void> read_accepted(OfferedItem& out, const wire::FeedItem& item, const OfferedIn& home,
                           const scope_log::ScopeLogEntry& entry) {
    if (!wire::is_accepted_work(item.content)) return {};
    const auto accepted = wire::decode_accepted_work(item.content);
    if (!accepted) return accepted.error();
    const auto* decide = std::get_if<scope_log::Decide>(&entry.body);
    if (decide == nullptr || decide->decision != scope_log::Decision::accept)
        return fail(Errc::malformed, "work with an entry that does not accept it");
    if (wire::is_remnant(accepted->work)) return {};
    auto commit = wire::unpack(accepted->work, home.org, home.scope);
    if (!commit) return commit.error();
    if (commit::commit_hash(commit->header) != decide->commit)
        return fail(Errc::malformed, "other work than was accepted");
    out.accepted = std::move(*commit);
    return {};
}

Result<void> read_content(OfferedItem& out, const wire::FeedItem& item, const OfferedIn& home) {
    switch (item.verdict) {
        case Verdict::accepted:
        case Verdict::rejected:
        case Verdict::quarantined:
            return read_commit(out, item, home);
        case Verdict::control: {
            out.bytes = wire::signed_entry_of(item.content);
            auto entry = scope_log::decode_entry(out.bytes);
            if (!entry) return entry.error();
            if (auto read = read_accepted(out, item, home, entry->entry); !read) return read;
            out.link.what = scope_log::entry_hash(entry->entry);
            out.content = std::move(*entry);
            return {};
        }
        case Verdict::lost_links: {
            auto lost = commit::decode_lost_links(item.content);
            if (!lost) return lost.error();
            out.link.what = commit::lost_links_hash(item.content);
            out.content = std::move(*lost);
            return {};
        }
    }
    return fail(Errc::malformed, "an unknown verdict");
}

}  // namespace

Result<OfferedItem> read_offered(const wire::FeedItem& item, Seq seq, const OfferedIn& home) {
    OfferedItem out;
    out.link = {.seq = seq,
                .verdict = item.verdict,
                .effective_base = item.effective_base,
                .t_eff = item.t_eff};
    out.bytes = item.content;
    if (auto read = read_content(out, item, home); !read) return read.error();
    return out;
}

}  // namespace sanderling::sync
