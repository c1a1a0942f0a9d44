// Everything that a test has written, by whom, and what its author had then: so that afterwards
// each value can be found, or the write that was entitled to replace it.
#pragma once

#include "core/types/ids.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sanderling::tests {

enum class Deed : std::uint8_t { put, add, remove, append, erase };

struct Written {
    std::size_t author = 0;  // which device
    RecordId record{};
    std::string collection{};
    std::string field{};  // empty for erase
    Deed deed = Deed::put;
    std::string value{};
    std::uint64_t seen = 0;          // the exchange up to which its author had everything
    std::uint64_t delivered_at = 0;  // the exchange in which it left; 0: not yet
};

class Ledger {
  public:
    explicit Ledger(std::size_t devices) : seen_(devices) {}

    void note(Written w) {
        w.seen = seen_.at(w.author);
        by_record_[w.record].push_back(entries_.size());
        entries_.push_back(std::move(w));
    }
    /// The device gave all it had, and received all that others gave before.
    void exchanged(std::size_t device) {
        ++exchanges_;
        for (Written& w : entries_)
            if (w.author == device && w.delivered_at == 0) w.delivered_at = exchanges_;
        seen_.at(device) = exchanges_;
    }

    const std::vector<Written>& entries() const { return entries_; }

    /// Whether the author of entry `x` had entry `v` when writing.
    bool knows(std::size_t x, std::size_t v) const {
        const Written& by = entries_[x];
        const Written& of = entries_[v];
        if (by.author == of.author) return v < x;
        return of.delivered_at != 0 && of.delivered_at <= by.seen;
    }
    /// Whether a write to the same record that fits `is_entitled` knew entry `v`.
    template <class Fits>
    bool is_superseded(std::size_t v, Fits is_entitled) const {
        for (const std::size_t x : by_record_.at(entries_[v].record))
            if (x != v && is_entitled(entries_[x]) && knows(x, v)) return true;
        return false;
    }

  private:
    std::vector<Written> entries_{};
    std::map<RecordId, std::vector<std::size_t>> by_record_{};
    std::vector<std::uint64_t> seen_;
    std::uint64_t exchanges_ = 0;
};

}  // namespace sanderling::tests
