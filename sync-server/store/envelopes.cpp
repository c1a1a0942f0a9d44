#include "sync-server/store/envelopes.hpp"

#include "core/wire/limits.hpp"

#include <algorithm>

namespace sanderling::server {

namespace {

// Encoded envelopes begin with their reader and its key epoch at fixed width, so the order of their
// bytes is the order in which an epoch entry hashes them.
crypto::Hash envelopes_hash(const wire::LogPut& put) {
    std::vector<ByteView> sorted;
    for (const wire::ScopeEnvelope& e : put.envelopes) sorted.emplace_back(e.envelope);
    std::sort(sorted.begin(), sorted.end(), [](ByteView a, ByteView b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    });
    commit::CanonicalWriter out;
    out.u32(static_cast<std::uint32_t>(sorted.size()));
    for (const ByteView envelope : sorted) out.raw(envelope);
    return crypto::hash(crypto::HashType::envelopes, out.bytes());
}

}  // namespace

Result<void> check_envelopes(const wire::LogPut& put,
                             std::span<const scope_log::SignedEntry> entries) {
    if (put.envelopes.size() != put.recipients.size())
        return fail(Errc::scope_log_invalid, "the numbers of envelopes and recipients differ");
    for (const wire::ScopeEnvelope& e : put.envelopes) {
        if (e.scope != put.scope)
            return fail(Errc::scope_log_invalid, "an envelope for another scope");
        if (e.envelope.size() > wire::limits::envelope_bytes_max)
            return fail(Errc::too_large, "an epoch envelope");
    }
    const scope_log::EpochChange* epoch = nullptr;
    for (const scope_log::SignedEntry& entry : entries) {
        const auto* change = std::get_if<scope_log::EpochChange>(&entry.entry.body);
        if (change == nullptr) continue;
        if (epoch != nullptr)
            return fail(Errc::scope_log_invalid, "more than one key epoch in one put");
        epoch = change;
    }
    if (epoch != nullptr && envelopes_hash(put) != epoch->envelopes)
        return fail(Errc::scope_log_invalid, "the envelopes are not those of the key epoch");
    return {};
}

}  // namespace sanderling::server
