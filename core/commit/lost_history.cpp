#include "core/commit/lost_history.hpp"

#include <algorithm>

namespace sanderling::commit {

namespace {
constexpr std::uint8_t type_lost_links = 3;  // beside 1, a commit, and 2, a scope log entry
constexpr std::uint8_t format_1 = 1;
constexpr std::size_t link_bytes = 32 + 1 + 24 + 8 + 8;

Link read_link(CanonicalReader& in, Seq seq) {
    Link link;
    link.seq = seq;
    link.what = in.hash();
    link.verdict = in.code<Verdict>();
    link.dot = in.dot();
    link.effective_base = in.code<Seq>();
    link.t_eff = in.code<HlcTime>();
    return link;
}

}  // namespace

Bytes encode(const LostLinks& lost) {
    CanonicalWriter out;
    out.reserve(64 + lost.links.size() * link_bytes);
    out.u8(type_lost_links).u8(format_1).code(lost.generation).code(lost.common).code(lost.first);
    out.hash(lost.before).u32(static_cast<std::uint32_t>(lost.links.size()));
    for (const Link& link : lost.links)
        out.hash(link.what)
            .code(link.verdict)
            .dot(link.dot)
            .code(link.effective_base)
            .code(link.t_eff);
    return out.take();
}

Result<LostLinks> decode_lost_links(ByteView content) {
    CanonicalReader in(content);
    if (in.u8() != type_lost_links) in.refuse("not lost links");
    if (in.u8() != format_1) in.refuse("an unknown format");
    LostLinks lost;
    lost.generation = in.code<Generation>();
    lost.common = in.code<Seq>();
    lost.first = in.code<Seq>();
    lost.before = in.hash();
    const std::uint32_t count = in.u32();
    if (number(lost.first) <= number(lost.common) || in.left() / link_bytes < count)
        in.refuse("links out of range");
    for (std::uint32_t i = 0; i < count && in.ok(); ++i)
        lost.links.push_back(read_link(in, Seq{number(lost.first) + i}));
    if (auto done = in.finish("lost links"); !done) return done.error();
    return lost;
}

crypto::Hash lost_links_hash(ByteView content) {
    return crypto::hash(crypto::HashType::lost_links, content);
}

// Behind the place: on its line, or on a new one where others have gone on there.
LostHistory::At LostHistory::behind(At at) {
    const Line& line = lines_[at.line];
    if (at.index + 1 == line.size) return {at.line, line.size};
    lines_.push_back({.common = line.common, .parent = at});
    return {static_cast<std::uint32_t>(lines_.size() - 1), 0};
}

// What its links say of `common` is of the log that they left; where that is lost too, they go on
// along its links, and what they share with this log is what those do. The same place may be
// reached in two ways, of which the one that was given first counts: it has one line.
void LostHistory::add(const LostLinks& lost) {
    std::optional<Known> last;
    const auto before = places_.find(chain_prefix(lost.before));
    if (before != places_.end() && number(before->second.seq) + 1 == number(lost.first))
        last = before->second;
    const bool leaves_the_log = number(lost.first) == number(lost.common) + 1;
    crypto::Hash chain = lost.before;
    for (const Link& link : lost.links) {
        chain = chain_next(chain, link);
        const auto known = places_.find(chain_prefix(chain));
        if (known != places_.end()) {
            last = known->second;
            continue;
        }
        if (!last && !leaves_the_log) return;
        if (!last) lines_.push_back({.common = lost.common});
        const At at =
            last ? behind(last->at) : At{static_cast<std::uint32_t>(lines_.size() - 1), 0};
        const HlcTime time_max = std::max(last ? last->time_max : HlcTime{}, link.t_eff);
        last = Known{at, link.seq, time_max};
        places_.emplace(chain_prefix(chain), *last);
        if (link.verdict == Verdict::accepted) accepted_[link.dot].push_back(at);
        lines_[at.line].size = at.index + 1;
    }
}

std::optional<LostHistory::Place> LostHistory::find(
    Seq seq, const std::array<std::uint8_t, 16>& chain) const {
    const auto found = places_.find(chain);
    if (found == places_.end() || found->second.seq != seq) return std::nullopt;
    const Known& known = found->second;
    return Place{known.at.line, known.at.index, lines_[known.at.line].common, known.time_max};
}

bool LostHistory::has(const Place& place, const Dot& dot) const {
    const auto found = accepted_.find(dot);
    if (found == accepted_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(), [&](const At& entered) {
        std::optional<At> at = At{place.line, place.index};
        while (at) {
            if (entered.line == at->line && entered.index <= at->index) return true;
            at = lines_[at->line].parent;
        }
        return false;
    });
}

std::vector<Dot> LostHistory::accepted(const Place& place) const {
    std::vector<Dot> out;
    for (const auto& [dot, entered] : accepted_)
        if (has(place, dot)) out.push_back(dot);
    return out;
}

}  // namespace sanderling::commit
