// The running hash over a scope: commits, rejected commits and scope log entries alike, each at its
// seq (docs/protocol.md §3).
#pragma once

#include "core/commit/header.hpp"

#include <cstdint>

namespace sanderling::commit {

enum class Verdict : std::uint8_t {
    accepted = 1,
    rejected = 2,     // its counter is consumed; the header is kept
    quarantined = 3,  // kept under its old epoch for an authorised person to decide
    control = 4,      // not a commit: an entry of the scope log
    lost_links = 5,   // not a commit: links of a history that the server lost (lost_history.hpp)
};

/// One element of the chain. For a control entry `what` is the entry's hash and `dot` is zero.
struct Link {
    Seq seq{};
    crypto::Hash what{};
    Dot dot{};
    Verdict verdict = Verdict::accepted;
    Seq effective_base{};  // the base, or what it was clamped to
    HlcTime t_eff{};

    friend bool operator==(const Link&, const Link&) = default;
};

/// h(seq) from h(seq − 1). The chain starts from the all-zero hash at seq 0.
crypto::Hash chain_next(const crypto::Hash& before, const Link& link);

/// The sixteen bytes that a base carries.
std::array<std::uint8_t, 16> chain_prefix(const crypto::Hash& chain);

/// t_eff = min(max(claimed, time(base), previous of the replica), server now). `time_base` is the
/// greatest t_eff at or below the base, so a causally later write never sorts earlier, and not
/// below the time from which its author is a member.
HlcTime effective_time(HlcTime claimed, HlcTime time_base, HlcTime replica_previous,
                       HlcTime server_now);

}  // namespace sanderling::commit
