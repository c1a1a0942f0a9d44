#include "core/merge/record_state.hpp"

#include "core/types/assert.hpp"

#include <algorithm>
#include <map>

namespace sanderling::merge {

namespace {

// Counts are u16 in format 1, and u32 in format 2, which is written only where one of them needs
// it.
constexpr std::uint8_t format_1 = 1;
constexpr std::uint8_t format_2 = 2;

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

/// The commits of which something is live, in the order in which they are met, and where each is.
struct Parts {
    std::vector<CommitPart> all{};
    std::map<Dot, std::size_t> places{};
};

Parts commits_of(const std::vector<LiveSet>& sets) {
    Parts parts;
    for (const LiveSet& set : sets)
        for (const LiveEntry& e : set.entries)
            if (parts.places.try_emplace(e.dot, parts.all.size()).second)
                parts.all.push_back(part_of(e));
    return parts;
}

std::uint8_t format_for(const std::vector<LiveSet>& sets, const Parts& parts) {
    constexpr std::size_t most = UINT16_MAX;
    bool fits = parts.all.size() <= most;
    for (const LiveSet& set : sets) {
        fits = fits && set.entries.size() <= most;
        for (const LiveEntry& e : set.entries) fits = fits && e.named.size() <= most;
    }
    return fits ? format_1 : format_2;
}

class Counts {
  public:
    explicit Counts(std::uint8_t format) : is_wide_(format == format_2) {}

    void write(commit::CanonicalWriter& out, std::size_t count) const {
        if (is_wide_)
            out.u32(static_cast<std::uint32_t>(count));
        else
            out.u16(static_cast<std::uint16_t>(count));
    }
    std::uint32_t read(commit::CanonicalReader& in) const { return is_wide_ ? in.u32() : in.u16(); }

  private:
    bool is_wide_;
};

void write_entry(commit::CanonicalWriter& out, const LiveEntry& e, const Parts& parts,
                 Counts counts) {
    counts.write(out, parts.places.find(e.dot)->second);
    out.code(e.rule).code(e.operation).code(e.authority).code(e.standing);
    counts.write(out, e.named.size());
    for (const Dot& dot : e.named) out.dot(dot);
}

bool has_commit_twice(const std::vector<CommitPart>& parts) {
    std::vector<Dot> dots;
    dots.reserve(parts.size());
    for (const CommitPart& p : parts) dots.push_back(p.dot);
    std::sort(dots.begin(), dots.end());
    return std::adjacent_find(dots.begin(), dots.end()) != dots.end();
}

LiveEntry read_entry(commit::CanonicalReader& in, const std::vector<CommitPart>& parts,
                     Counts counts) {
    LiveEntry e;
    const std::uint32_t at = counts.read(in);
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
    const std::uint32_t named = counts.read(in);
    for (std::uint32_t i = 0; i < named && in.ok(); ++i) e.named.push_back(in.dot());
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

// What an erase knew by its replica's lineage, or from a lost history, cannot be told from its base
// later, when the life is read.
void RecordState::note_known(const PathWrite& write, const WriteContext& x) {
    if (write.operation != commit::Operation::erase || (!x.lost && x.ancestry.empty())) return;
    std::vector<Dot> known = x.ahead;  // or it comes in again behind the erase
    const auto is_told = [&](const LiveEntry& e) {
        return e.seq <= x.base || (e.dot.replica == x.dot.replica && e.dot.counter <= x.own);
    };
    for (const LiveSet& set : sets_)
        for (const LiveEntry& e : set.entries)
            if (!is_told(e) && knows(x, e) &&
                std::find(known.begin(), known.end(), e.dot) == known.end())
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
    for (const PathWrite& write : patch.paths) note_known(write, x);
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
    const Parts parts = commits_of(state.sets_);
    const std::uint8_t format = format_for(state.sets_, parts);
    const Counts counts(format);
    commit::CanonicalWriter out;
    out.reserve(10 + parts.all.size() * 60 + state.sets_.size() * 28);
    out.u8(format);
    counts.write(out, parts.all.size());
    for (const CommitPart& p : parts.all)
        out.dot(p.dot).code(p.seq).code(p.t_eff).code(p.base).code(p.own).u32(p.patch);
    out.u32(static_cast<std::uint32_t>(state.sets_.size()));
    for (const LiveSet& set : state.sets_) {
        out.id(set.token);
        counts.write(out, set.entries.size());
        for (const LiveEntry& e : set.entries) write_entry(out, e, parts, counts);
    }
    return out.take();
}

Result<RecordState> decode_record_state(ByteView bytes) {
    commit::CanonicalReader in(bytes);
    const std::uint8_t format = in.u8();
    if (format != format_1 && format != format_2) in.refuse("an unknown format");
    const Counts counts(format);
    std::vector<CommitPart> parts;
    const std::uint32_t part_count = counts.read(in);
    for (std::uint32_t i = 0; i < part_count && in.ok(); ++i) {
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
        const std::uint32_t entries = counts.read(in);
        if (entries == 0) in.refuse("an empty live set");
        for (std::uint32_t k = 0; k < entries && in.ok(); ++k)
            set.entries.push_back(read_entry(in, parts, counts));
        state.sets_.push_back(std::move(set));
    }
    if (auto done = in.finish("record state"); !done)
        return fail(Errc::corrupt, done.error().detail);
    return state;
}

}  // namespace sanderling::merge
