#include "core/merge/record_state.hpp"

#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::merge {

namespace {

constexpr std::uint8_t format_1 = 1;

// What the entries of one commit share, written once.
struct CommitPart {
    Dot dot;
    Seq seq{};
    HlcTime t_eff{};
    Seq base{};
    Counter own{};
    std::uint32_t patch = 0;
};

CommitPart part_of(const LiveEntry& e) {
    return {e.dot, e.seq, e.t_eff, e.base, e.own, e.patch};
}

std::vector<CommitPart> commits_of(const std::vector<LiveSet>& sets) {
    std::vector<CommitPart> parts;
    for (const LiveSet& set : sets)
        for (const LiveEntry& e : set.entries) {
            const bool seen = std::any_of(parts.begin(), parts.end(),
                                          [&](const CommitPart& p) { return p.dot == e.dot; });
            if (!seen) parts.push_back(part_of(e));
        }
    return parts;
}

void write_entry(commit::CanonicalWriter& out, const LiveEntry& e,
                 const std::vector<CommitPart>& parts) {
    const auto at = std::find_if(parts.begin(), parts.end(),
                                 [&](const CommitPart& p) { return p.dot == e.dot; });
    out.u16(static_cast<std::uint16_t>(at - parts.begin()));
    out.code(e.rule).code(e.operation).code(e.authority).code(e.standing);
    out.u16(static_cast<std::uint16_t>(e.named.size()));
    for (const Dot& dot : e.named) out.dot(dot);
}

bool has_commit_twice(const std::vector<CommitPart>& parts) {
    std::vector<Dot> dots;
    dots.reserve(parts.size());
    for (const CommitPart& p : parts) dots.push_back(p.dot);
    std::sort(dots.begin(), dots.end());
    return std::adjacent_find(dots.begin(), dots.end()) != dots.end();
}

LiveEntry read_entry(commit::CanonicalReader& in, const std::vector<CommitPart>& parts) {
    LiveEntry e;
    const std::uint16_t at = in.u16();
    if (at < parts.size()) {
        const CommitPart& p = parts[at];
        e.dot = p.dot;
        e.seq = p.seq;
        e.t_eff = p.t_eff;
        e.base = p.base;
        e.own = p.own;
        e.patch = p.patch;
    } else {
        in.refuse("an entry of no commit");
    }
    e.rule = in.code<Rule>();
    e.operation = in.code<Operation>();
    e.authority = in.code<AuthorityClass>();
    e.standing = in.code<Standing>();
    const std::uint16_t named = in.u16();
    for (std::uint16_t i = 0; i < named && in.ok(); ++i) e.named.push_back(in.dot());
    return e;
}

}  // namespace

const LiveSet* RecordState::find(Token token) const {
    const auto at = std::lower_bound(sets_.begin(), sets_.end(), token,
                                     [](const LiveSet& s, Token t) { return s.token < t; });
    return at != sets_.end() && at->token == token ? &*at : nullptr;
}

const LiveSet* RecordState::life() const {
    for (const LiveSet& set : sets_)
        if (set.entries.front().rule == Rule::life) return &set;
    return nullptr;
}

LiveSet& RecordState::at(Token token) {
    const auto at = std::lower_bound(sets_.begin(), sets_.end(), token,
                                     [](const LiveSet& s, Token t) { return s.token < t; });
    if (at != sets_.end() && at->token == token) return *at;
    return *sets_.insert(at, LiveSet{.token = token});
}

// What an erase from a lost history knew cannot be told from its base later, when the life is read.
void RecordState::note_known(const PathWrite& write, const WriteContext& x) {
    if (!x.lost || write.operation != commit::Operation::erase) return;
    std::vector<Dot> known;
    for (const LiveSet& set : sets_)
        for (const LiveEntry& e : set.entries)
            if (x.lost->has(e.dot) && std::find(known.begin(), known.end(), e.dot) == known.end())
                known.push_back(e.dot);
    for (LiveSet& set : sets_)
        for (LiveEntry& e : set.entries)
            if (e.dot == x.dot && e.operation == commit::Operation::erase) e.named = known;
}

std::vector<LiveEntry> RecordState::apply(const commit::Patch& patch, std::uint32_t index,
                                          const WriteContext& x, Digest& digest) {
    std::vector<LiveEntry> removed;
    for (const PathWrite& write : patch.paths) {
        LiveSet& set = at(write.token);
        PathChange change = merge::apply(set, write, index, x);
        for (LiveEntry& e : change.removed) {
            digest.subtract(digest_entry(patch.record, write.token, e.dot, e.operation));
            removed.push_back(std::move(e));
        }
        if (change.joined)
            digest.add(digest_entry(patch.record, write.token, x.dot, write.operation));
    }
    for (const PathWrite& write : patch.paths) note_known(write, x);
    std::erase_if(sets_, [](const LiveSet& set) { return set.entries.empty(); });
    return removed;
}

void RecordState::overlay(const commit::Patch& patch, std::uint32_t index, const WriteContext& x) {
    for (const PathWrite& write : patch.paths) merge::apply(at(write.token), write, index, x);
    std::erase_if(sets_, [](const LiveSet& set) { return set.entries.empty(); });
}

void RecordState::put(Token token, LiveEntry entry) {
    auto& entries = at(token).entries;
    const auto place =
        std::upper_bound(entries.begin(), entries.end(), entry,
                         [](const LiveEntry& a, const LiveEntry& b) { return a.seq < b.seq; });
    entries.insert(place, std::move(entry));
}

void RecordState::clear(RecordId id, Digest& digest) {
    for (const LiveSet& set : sets_)
        for (const LiveEntry& e : set.entries)
            digest.subtract(digest_entry(id, set.token, e.dot, e.operation));
    sets_.clear();
}

void RecordState::count(RecordId id, Digest& digest) const {
    for (const LiveSet& set : sets_)
        for (const LiveEntry& e : set.entries)
            digest.add(digest_entry(id, set.token, e.dot, e.operation));
}

bool RecordState::is_live(const Dot& dot) const {
    return std::any_of(sets_.begin(), sets_.end(), [&](const LiveSet& set) {
        return std::any_of(set.entries.begin(), set.entries.end(),
                           [&](const LiveEntry& e) { return e.dot == dot; });
    });
}

Bytes encode(const RecordState& state) {
    const std::vector<CommitPart> parts = commits_of(state.sets_);
    commit::CanonicalWriter out;
    out.reserve(8 + parts.size() * 60 + state.sets_.size() * 26);
    out.u8(format_1).u16(static_cast<std::uint16_t>(parts.size()));
    for (const CommitPart& p : parts)
        out.dot(p.dot).code(p.seq).code(p.t_eff).code(p.base).code(p.own).u32(p.patch);
    out.u32(static_cast<std::uint32_t>(state.sets_.size()));
    for (const LiveSet& set : state.sets_) {
        out.id(set.token).u16(static_cast<std::uint16_t>(set.entries.size()));
        for (const LiveEntry& e : set.entries) write_entry(out, e, parts);
    }
    return out.take();
}

Result<RecordState> decode_record_state(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    if (in.u8() != format_1) in.refuse("an unknown format");
    std::vector<CommitPart> parts;
    const std::uint16_t part_count = in.u16();
    for (std::uint16_t i = 0; i < part_count && in.ok(); ++i) {
        CommitPart p;
        p.dot = in.dot();
        p.seq = in.code<Seq>();
        p.t_eff = in.code<HlcTime>();
        p.base = in.code<Seq>();
        p.own = in.code<Counter>();
        p.patch = in.u32();
        parts.push_back(p);
    }
    if (has_commit_twice(parts)) in.refuse("a commit twice");
    RecordState state;
    const std::uint32_t set_count = in.u32();
    for (std::uint32_t i = 0; i < set_count && in.ok(); ++i) {
        LiveSet set;
        set.token = in.id<Token>();
        if (!state.sets_.empty() && set.token <= state.sets_.back().token)
            in.refuse("paths that are not in order");
        const std::uint16_t entries = in.u16();
        if (entries == 0) in.refuse("an empty live set");
        for (std::uint16_t k = 0; k < entries && in.ok(); ++k)
            set.entries.push_back(read_entry(in, parts));
        state.sets_.push_back(std::move(set));
    }
    if (auto done = in.finish("record state"); !done)
        return fail(Errc::corrupt, done.error().detail);
    return state;
}

}  // namespace sanderling::merge
