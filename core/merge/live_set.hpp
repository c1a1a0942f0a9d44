// The one merge primitive: for each path, the writes not yet superseded (docs/protocol.md §4).
// The server and every device run this same code over the same log, so they hold the same sets.
#pragma once

#include "core/commit/chain.hpp"
#include "core/commit/lost_history.hpp"
#include "core/commit/patch.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace sanderling::merge {

using commit::AuthorityClass;
using commit::ClassMask;
using commit::Coverage;
using commit::Operation;
using commit::PathWrite;
using commit::Rule;

/// A commit as the merge sees it: where it stands, what its author knew, what its author may do.
struct WriteContext {
    Dot dot{};
    Seq seq{};
    HlcTime t_eff{};
    Seq base{};  // the effective base
    Counter own{};
    std::vector<Dot> ancestry{};              // replicas this one continues, each up to its counter
    ClassMask classes = 0;                    // of the author at this position of the scope log
    std::optional<commit::LostSight> lost{};  // what it knew beside the base, of a lost history
    std::vector<Dot> ahead{};                 // what of both has not come in again yet
};

/// Whether the author's role at that position gave the write its effect.
enum class Standing : std::uint8_t {
    effective = 1,
    proposal = 2,  // the author lacked the class: shown, but never in force
};

struct LiveEntry {
    Dot dot{};
    Seq seq{};
    HlcTime t_eff{};
    Seq base{};
    Counter own{};
    std::uint32_t patch = 0;  // the patch's index in its commit
    Rule rule = Rule::register_;
    Operation operation = Operation::put;
    AuthorityClass authority = commit::any_writer;
    Standing standing = Standing::effective;
    std::vector<Dot> named{};  // what it covers by name even if that arrives later; of an erase
                               // what else it knew by lineage or from a lost history

    friend bool operator==(const LiveEntry&, const LiveEntry&) = default;
};

struct LiveSet {
    Token token{};
    std::vector<LiveEntry> entries{};  // in order of seq

    friend bool operator==(const LiveSet&, const LiveSet&) = default;
};

/// Whether the author of `x` had `v` when writing: by its base, because it wrote `v` itself, or by
/// the links of a lost history.
bool knows(const WriteContext& x, const LiveEntry& v);

/// Of an immutable field: the effective entry that the log accepted first. It never leaves. Null
/// for another rule, or while there are proposals only.
const LiveEntry* first_accepted(const LiveSet& set);

struct PathChange {
    std::vector<LiveEntry> removed{};
    bool joined = false;
};

/// Applies one path of a commit. Deterministic: a function of the set, the write and its context.
PathChange apply(LiveSet& set, const PathWrite& write, std::uint32_t patch, const WriteContext& x);

}  // namespace sanderling::merge
