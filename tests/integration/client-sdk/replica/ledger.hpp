// What was written where, and what its writer had before it: promise 2 of docs/protocol.md §7, kept
// as a list.
#pragma once

#include "tests/integration/client-sdk/replica/fixture.hpp"

#include <map>
#include <set>

namespace sanderling::tests {

struct Path {
    RecordId record;
    std::string field;
    friend auto operator<=>(const Path&, const Path&) = default;
};

// Every value ever written, and every value that some later writer of the same field had before it.
struct Ledger {
    std::map<Path, std::set<std::string>> written;
    std::map<Path, std::set<std::string>> seen_by_a_writer;
};

inline std::set<std::string> visible_values(Device& device, const Path& path,
                                            const std::vector<Conflict>& open) {
    std::set<std::string> out{text(device.get("contact", path.record), path.field)};
    for (const Conflict& conflict : open)
        if (conflict.record == path.record && conflict.field == path.field)
            for (const Candidate& candidate : conflict.candidates)
                out.insert(text(candidate.row, path.field));
    return out;
}

/// As `device` shows it, in its values and its open conflicts.
inline void expect_nothing_lost(Device& device, const Ledger& ledger, unsigned seed) {
    const auto open = device.store().conflicts().value();
    for (const auto& [path, values] : ledger.written)
        for (const std::string& value : values) {
            const bool is_here = visible_values(device, path, open).contains(value);
            const auto seen = ledger.seen_by_a_writer.find(path);
            const bool was_seen =
                seen != ledger.seen_by_a_writer.end() && seen->second.contains(value);
            EXPECT_TRUE(is_here || was_seen) << to_text(path.record) << " " << path.field
                                             << " lost " << value << ", seed " << seed;
        }
}

}  // namespace sanderling::tests
