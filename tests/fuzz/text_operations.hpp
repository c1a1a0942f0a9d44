// What every byte string has to satisfy as text operations; for tests and fuzzers.
#pragma once

#include "core/text/document.hpp"

#include <string_view>

namespace sanderling::fuzz {

/// What is wrong, or nothing.
inline std::string_view problem_with_text_operations(ByteView bytes) {
    const auto batch = text::decode_batch(bytes);
    if (!batch) return {};
    text::Document document(/*comparisons_max=*/100'000);
    if (!document.apply(*batch)) return {};
    if (!document.apply(*batch)) return "a batch that was taken is refused the second time";
    const text::Batch snapshot = document.snapshot();
    if (!document.contains(snapshot)) return "a document does not contain its own snapshot";
    const auto back = text::decode_batch(encode(snapshot));
    if (!back || *back != snapshot) return "a snapshot does not come back from its bytes";
    text::Document again(/*comparisons_max=*/100'000);
    if (!again.apply(snapshot)) return "a snapshot is refused";
    if (again.text() != document.text()) return "a snapshot comes to another text";
    return {};
}

}  // namespace sanderling::fuzz
