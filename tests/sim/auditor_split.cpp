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

bool Auditor::may_pass(ScopeId scope, std::uint64_t seq, const std::string& digest) const {
    const auto found = models_.find(scope);
    return seq == 0 || found == models_.end() || found->second.head() < seq ||
           has_place(scope, seq, digest);
}

void Auditor::narrow(Followed& known, ScopeId scope) const {
    known.here = known.here && may_pass(scope, known.seq, known.digest);
    known.there = known.there && other_->may_pass(scope, known.seq, known.digest);
}

// Where both have the place, it says nothing: what was known before stays known. And a history that
// has not come so far may still go through it, with a commit that both are given.
void Auditor::check_split(Device& device, const ScopeInfo& info) {
    const std::uint64_t seq = number(info.seq);
    const bool here = has_place(info.id, seq, info.digest);
    const bool there = other_->has_place(info.id, seq, info.digest);
    if (!here && !there) return;
    Followed& known = follows_[{device.index(), info.id}];
    if (const auto now = device.beginnings(info.id); known.beginning != now)
        known = {.beginning = now};
    narrow(known, info.id);
    const bool stays = (known.here && here) || (known.there && there);
    findings_.expect(stays, Invariant::forks_reported,
                     who(device, info.id) + ": went from one history of the server to the other" +
                         " without having begun anew, at seq " + std::to_string(seq));
    known.seq = seq;
    known.digest = info.digest;
    narrow(known, info.id);
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
