#include "core/merge/reading.hpp"

#include "core/types/fault.hpp"

#include <algorithm>
#include <tuple>

namespace sanderling::merge {

bool beats(const LiveEntry& a, const LiveEntry& b) {
    if (a.standing != b.standing) return a.standing == Standing::effective;
    return std::tuple(a.t_eff, a.seq, a.dot) > std::tuple(b.t_eff, b.seq, b.dot);
}

const LiveEntry* winner(const LiveSet& set) {
    const LiveEntry* best = nullptr;
    for (const LiveEntry& e : set.entries)
        if (best == nullptr || beats(e, *best)) best = &e;
    return best;
}

std::vector<const LiveEntry*> losers(const LiveSet& set) {
    const LiveEntry* best = winner(set);
    std::vector<const LiveEntry*> out;
    for (const LiveEntry& e : set.entries)
        if (&e != best) out.push_back(&e);
    std::sort(out.begin(), out.end(), [](auto* a, auto* b) { return beats(*a, *b); });
    return out;
}

bool keeps_present(const LiveEntry& e) {
    if (e.standing != Standing::effective) return false;
    if (e.operation == Operation::add) return true;
    return e.rule == Rule::ordered_list &&
           (e.operation == Operation::touch || e.operation == Operation::resolve);
}

bool says_element(const LiveEntry& a, const LiveEntry& b) {
    const bool a_copies = a.operation == Operation::touch;
    const bool b_copies = b.operation == Operation::touch;
    return a_copies != b_copies ? b_copies : beats(a, b);
}

bool is_present(const LiveSet& set) {
    return std::any_of(set.entries.begin(), set.entries.end(), keeps_present);
}

std::vector<const LiveEntry*> in_log_order(const LiveSet& set) {
    std::vector<const LiveEntry*> out;
    for (const LiveEntry& e : set.entries)
        if (e.standing == Standing::effective) out.push_back(&e);
    std::sort(out.begin(), out.end(), [](auto* a, auto* b) {
        return std::tuple(a->t_eff, a->seq, a->dot) < std::tuple(b->t_eff, b->seq, b->dot);
    });
    return out;
}

// What an erase knew by lineage is among its names (RecordState); of other writes nobody asks.
bool entry_knows(const LiveEntry& x, const LiveEntry& v) {
    if (number(v.seq) <= number(x.base)) return true;
    if (v.dot.replica == x.dot.replica && v.dot.counter <= x.own) return true;
    return std::find(x.named.begin(), x.named.end(), v.dot) != x.named.end();
}

Life life(const RecordState& state) {
    const LiveSet* lives = state.life();
    if (lives == nullptr) return Life::alive;
    std::vector<const LiveEntry*> deletes;
    for (const LiveEntry& e : lives->entries)
        if (e.operation == Operation::erase && e.standing == Standing::effective)
            deletes.push_back(&e);
    if (deletes.empty()) return Life::alive;
    if (has_fault(Fault::delete_hides_unseen_edit)) return Life::deleted;
    // A write of the delete's own commit belongs to the delete.
    const auto unseen = [&](const LiveEntry& e) {
        return e.operation != Operation::erase &&
               std::none_of(deletes.begin(), deletes.end(), [&](const LiveEntry* d) {
                   return e.dot == d->dot || entry_knows(*d, e);
               });
    };
    for (const LiveSet& set : state.sets())
        if (std::any_of(set.entries.begin(), set.entries.end(), unseen)) return Life::contested;
    return Life::deleted;
}

}  // namespace sanderling::merge
