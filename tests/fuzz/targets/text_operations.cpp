// Batches and snapshots of a text (core/text): tests/fuzz/text_operations.hpp says what must hold.
#include "tests/fuzz/text_operations.hpp"

#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"

#include <algorithm>

namespace sanderling::fuzz {

std::string_view problem_with(ByteView input) {
    const auto batch = text::decode_batch(input);
    if (batch && !std::ranges::equal(encode(*batch), input)) return "a batch has two encodings";
    return problem_with_text_operations(input);
}

std::vector<Bytes> seeds() {
    std::vector<Bytes> out;
    for (Bytes& bytes : vectors("text/batches.json"))
        if (text::decode_batch(bytes)) out.push_back(std::move(bytes));  // texts are among them
    return out;
}

}  // namespace sanderling::fuzz
