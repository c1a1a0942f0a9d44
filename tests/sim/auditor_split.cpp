// What has to hold while a server keeps two consistent histories: every device stays in its own,
// and nothing of the one is merged into the other (docs/simulator.md, "A split view").
#include "tests/sim/auditor.hpp"

namespace sanderling::sim {

bool Auditor::has_place(ScopeId scope, std::uint64_t seq, const std::string& digest) const {
    const auto found = models_.find(scope);
    return found != models_.end() && seq <= found->second.head() &&
           digest == to_hex(found->second.at(seq).digest);
}

bool Auditor::has_place(ScopeId scope, std::uint64_t seq, const crypto::Hash& chain) const {
    const auto found = models_.find(scope);
    return found != models_.end() && seq <= found->second.head() &&
           found->second.at(seq).chain == chain;
}

// Two histories may have the same live sets at the same seq, and other times in them.
bool Auditor::is_surely_here(const ScopeInfo& info) const {
    return other_ == nullptr || !other_->has_place(info.id, number(info.seq), info.digest);
}

// Where both have the place, it says nothing: what was known before stays known.
void Auditor::check_split(Device& device, const ScopeInfo& info) {
    const bool here = has_place(info.id, number(info.seq), info.digest);
    const bool there = other_->has_place(info.id, number(info.seq), info.digest);
    if (!here && !there) return;
    Followed& known = follows_[{device.index(), info.id}];
    if (const auto now = device.beginnings(info.id); known.beginning != now)
        known = {.beginning = now};
    const bool stays = (known.here && here) || (known.there && there);
    findings_.expect(stays, Invariant::forks_reported,
                     who(device, info.id) + ": went from one history of the server to the other" +
                         " without having begun anew, at seq " + std::to_string(number(info.seq)));
    known.here = known.here && here;
    known.there = known.there && there;
}

// It was in a log, and is in none now.
void Auditor::note_other(Written& written) const {
    const Written* const there =
        other_->ledger_.find(written.header.scope, written.header.transaction);
    if (there == nullptr || there->seq == 0 || written.seq != 0) return;
    written.was_lost = true;
    written.was_taken = written.was_taken || there->verdict == commit::Verdict::accepted;
}

}  // namespace sanderling::sim
