// Searching by word what the schema marks `full_text` (docs/sdk.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

/// What counts as found. Capitals and accents never matter: "llyr" finds Llŷr.
enum class Words : std::uint8_t {
    whole,           // "visit" finds visit
    last_beginning,  // while somebody types: the last word may go on, unless a space follows it
    beginnings,      // every word may go on: "visit" finds visits and visited
};

struct SearchOptions {
    std::vector<std::string> collections{};  // none: all that have marked fields
    std::optional<ScopeId> scope{};          // none: all on this device
    Words words = Words::whole;
    std::size_t limit = 50;          // hits, at most 1000
    std::size_t snippet_words = 16;  // 1 to 64
};

/// In bytes.
struct TextRange {
    std::size_t begin = 0;
    std::size_t length = 0;
    friend bool operator==(const TextRange&, const TextRange&) = default;
};

/// One record, with the field in which most was found.
struct SearchHit {
    std::string collection{};
    RecordId record;
    ScopeId scope;
    std::string field{};
    std::string snippet{};           // of the field; of a set or log the entries, a line each
    std::vector<TextRange> found{};  // the words within the snippet, in order
    double rank = 0;                 // bm25; the smaller, the better
};

/// The snippet with `open` before and `close` after each word that was found.
std::string marked_snippet(const SearchHit& hit, std::string_view open, std::string_view close);

}  // namespace sanderling
