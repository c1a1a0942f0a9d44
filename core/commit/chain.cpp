#include "core/commit/chain.hpp"

#include <algorithm>

namespace sanderling::commit {

crypto::Hash chain_next(const crypto::Hash& before, const Link& link) {
    CanonicalWriter out;
    out.reserve(96);
    out.hash(before).code(link.seq).hash(link.what).code(link.verdict);
    out.code(link.effective_base).code(link.t_eff);
    return crypto::hash(crypto::HashType::chain, out.bytes());
}

std::array<std::uint8_t, 16> chain_prefix(const crypto::Hash& chain) {
    std::array<std::uint8_t, 16> prefix{};
    std::copy_n(chain.bytes.begin(), prefix.size(), prefix.begin());
    return prefix;
}

HlcTime effective_time(HlcTime claimed, HlcTime time_base, HlcTime replica_previous,
                       HlcTime server_now) {
    return std::min(std::max({claimed, time_base, replica_previous}), server_now);
}

}  // namespace sanderling::commit
