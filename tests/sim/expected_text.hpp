// A text by its batches: the order of docs/protocol.md §4.2 followed word by word on a plain list.
// It shares nothing with core/text but the encoding of a batch.
#pragma once

#include "core/types/bytes.hpp"

#include <optional>
#include <span>
#include <string>

namespace sanderling::sim {

/// What the batches come to, in whatever order they are given; nothing if none inserts anything.
std::optional<std::string> expected_text(std::span<const ByteView> batches);

}  // namespace sanderling::sim
