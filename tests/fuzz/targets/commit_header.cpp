// Signed headers (core/commit/header.hpp): what decodes encodes to the same bytes, or a signature
// would cover another commit than the one that was read.
#include "core/commit/header.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"
#include "tests/unit/core/commit/sample_commit.hpp"

#include <algorithm>

namespace sanderling::fuzz {

std::string_view problem_with(ByteView input) {
    const auto header = commit::decode_header(input);
    if (!header) return {};
    const Bytes bytes = commit::encode(*header);
    if (!std::ranges::equal(bytes, input)) return "a header has two encodings";
    return {};
}

std::vector<Bytes> seeds() {
    std::vector<Bytes> out = vectors("commit/commit.json", "header");
    commit::Header plain = commit::sample_commit().header;
    plain.lineage.reset();
    plain.leaves.clear();
    out.push_back(commit::encode(plain));
    return out;
}

}  // namespace sanderling::fuzz
