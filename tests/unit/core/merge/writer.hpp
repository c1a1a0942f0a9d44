// Short ways to say "this replica wrote that, knowing so much", for tests of merging.
#pragma once

#include "core/merge/reading.hpp"

namespace sanderling::merge {

inline ReplicaId replica(std::uint8_t n) {
    ReplicaId id;
    id.bytes[15] = n;
    return id;
}

struct By {
    std::uint8_t replica = 1;
    std::uint64_t counter = 1;
    std::uint64_t seq = 1;
    std::uint64_t base = 0;
    std::uint64_t own = 0;
    std::int64_t ms = 0;  // effective time; 0: the seq
    ClassMask classes = 0;

    WriteContext context() const {
        return {.dot = {merge::replica(replica), Counter{counter}},
                .seq = Seq{seq},
                .t_eff = hlc_at(Instant{ms != 0 ? ms : static_cast<std::int64_t>(seq)}),
                .base = Seq{base},
                .own = Counter{own},
                .classes = classes};
    }
};

inline PathWrite write_of(Rule rule, Operation operation, Coverage coverage = Coverage::all_known,
                          std::vector<Dot> dots = {}) {
    PathWrite write;
    write.token.bytes[0] = 1;
    write.rule = rule;
    write.operation = operation;
    write.coverage = coverage;
    write.dots = std::move(dots);
    return write;
}

inline PathWrite put() {
    return write_of(Rule::register_, Operation::put);
}

inline PathChange apply(LiveSet& set, const PathWrite& write, const By& by) {
    return apply(set, write, 0, by.context());
}

inline std::vector<std::uint64_t> live_seqs(const LiveSet& set) {
    std::vector<std::uint64_t> seqs;
    for (const LiveEntry& e : set.entries) seqs.push_back(number(e.seq));
    return seqs;
}

}  // namespace sanderling::merge
