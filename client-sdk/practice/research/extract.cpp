// Extracts for research; see extract.hpp.
#include "client-sdk/practice/research/extract.hpp"

#include "core/crypto/hash.hpp"

#include <algorithm>

namespace sanderling::practice {

std::string pseudonym(const ProjectKey& key, std::string_view person) {
    const Bytes bytes(person.begin(), person.end());
    std::string out;
    for (const std::uint8_t byte : crypto::keyed_hash_16(key.view(), bytes)) {
        constexpr std::string_view digits = "0123456789abcdef";
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

std::string month_of(Day day) {
    return to_text(day).substr(0, 7);
}

Extract safe_extract(std::vector<ExtractRow> rows, int group_min) {
    Extract out;
    std::size_t columns = 0;
    for (const ExtractRow& row : rows) columns = std::max(columns, row.attributes.size());
    for (ExtractRow& row : rows) row.attributes.resize(columns);
    const auto counted = [&] {
        std::map<std::vector<std::string>, int> counts;
        for (const ExtractRow& row : rows) ++counts[row.attributes];
        return counts;
    };
    // A row that joins a group makes it larger, so none that was large enough becomes small.
    for (std::size_t column = columns; column-- > 0;) {
        const auto counts = counted();
        for (ExtractRow& row : rows)
            if (counts.at(row.attributes) < group_min && !row.attributes[column].empty()) {
                row.attributes[column].clear();
                ++out.blanked;
            }
    }
    const auto counts = counted();
    for (ExtractRow& row : rows) {
        if (counts.at(row.attributes) < group_min)
            ++out.withheld;
        else
            out.rows.push_back(std::move(row));
    }
    std::sort(out.rows.begin(), out.rows.end(),
              [](const auto& a, const auto& b) { return a.pseudonym < b.pseudonym; });
    return out;
}

}  // namespace sanderling::practice
