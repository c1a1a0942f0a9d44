// A text from its live set: the batches of all its commits (docs/protocol.md §4.2).
#pragma once

#include "client-sdk/replica/list_reading.hpp"
#include "core/text/document.hpp"
#include "core/text/rewrite.hpp"

#include <optional>
#include <span>
#include <vector>

namespace sanderling::replica {

/// The value of a write to a text.
Bytes encode_text(const text::Batch& batch);
/// Errors: as of text::decode_batch, and malformed.
Result<text::Batch> decode_text(ByteView value);

/// What effective sides come to. What does not decode, or is too much for one text, is left out.
text::Document document_of(std::span<const Side> sides);

/// Whether it inserts what other commits inserted.
bool is_snapshot(const Side& side);

/// What a writer may put beside its edits, so that fewer commits have to live.
struct TextSnapshot {
    text::Batch batch{};
    std::vector<Dot> covered{};  // exactly what `batch` contains
};
/// Of confirmed sides, where it is due; otherwise nothing.
std::optional<TextSnapshot> snapshot_of(std::span<const Side> sides);

}  // namespace sanderling::replica
