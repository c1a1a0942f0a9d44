#include "core/sync/live_record.hpp"

#include "core/sync/author.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::sync {

namespace {

/// A commit of a page, verified, and how it is merged.
struct ProvenCommit {
    std::shared_ptr<const commit::Commit> commit{};
    merge::WriteContext x{};
};

Result<ProvenCommit> prove_commit(const wire::LiveCommit& at, Seq head, const RecordProof& proof) {
    auto commit = wire::unpack(at.packed, proof.org, proof.scope);
    if (!commit) return commit.error();
    const commit::Header& h = commit->header;
    if (at.seq == Seq{0} || at.seq > head || at.effective_base > h.base.seq ||
        at.effective_base >= at.seq)
        return fail(Errc::malformed, "a live commit at no place");
    const auto author = author_of(h, commit->signature, proof.directory, proof.log, at.seq,
                                  instant_of(at.t_eff), at.effective_base);
    if (!author) return author.error();
    ProvenCommit out;
    out.x = {.dot = h.dot(),
             .seq = at.seq,
             .t_eff = at.t_eff,
             .base = at.effective_base,
             .own = h.own,
             .ancestry = ancestry(proof.state, h.lineage),
             .classes = author->member.classes};
    out.commit = std::make_shared<const commit::Commit>(std::move(*commit));
    return out;
}

Result<ProvenEntry> prove_entry(const wire::LiveEntryAt& at, RecordId record,
                                const ProvenCommit& commit) {
    const auto& patches = commit.commit->patches;
    const auto patch = std::find_if(patches.begin(), patches.end(),
                                    [&](const commit::Patch& p) { return p.record == record; });
    if (patch == patches.end())
        return fail(Errc::malformed, "a live entry whose commit does not write the record");
    const auto path = std::find_if(patch->paths.begin(), patch->paths.end(),
                                   [&](const commit::PathWrite& p) { return p.token == at.token; });
    if (path == patch->paths.end()) return fail(Errc::malformed, "a live entry of no path");
    merge::LiveSet alone{.token = at.token};
    merge::apply(alone, *path, static_cast<std::uint32_t>(patch - patches.begin()), commit.x);
    if (alone.entries.empty()) return fail(Errc::malformed, "an entry that covers itself");
    return ProvenEntry{.token = at.token,
                       .entry = std::move(alone.entries.front()),
                       .commit = commit.commit,
                       .path = static_cast<std::size_t>(path - patch->paths.begin())};
}

}  // namespace

Result<std::vector<ProvenRecord>> prove(const wire::Records& page, const RecordProof& proof) {
    std::vector<ProvenCommit> commits;
    commits.reserve(page.commits.size());
    for (const wire::LiveCommit& at : page.commits) {
        auto proven = prove_commit(at, page.seq, proof);
        if (!proven)
            return fail(proven.error().code,
                        "seq " + std::to_string(number(at.seq)) + ": " + proven.error().detail);
        commits.push_back(std::move(*proven));
    }
    std::vector<ProvenRecord> out;
    for (const wire::LiveRecord& record : page.records) {
        ProvenRecord& proven = out.emplace_back();
        proven.record = record.record;
        for (const wire::LiveEntryAt& at : record.entries) {
            if (at.commit >= commits.size())
                return fail(Errc::malformed, "a live entry of no commit");
            auto entry = prove_entry(at, record.record, commits[at.commit]);
            if (!entry) return entry.error();
            proven.entries.push_back(std::move(*entry));
        }
    }
    return out;
}

}  // namespace sanderling::sync
