// The visible part of a patch (core/commit/patch.hpp), which is hashed and bound to the seal: what
// is read is written with the same bytes.
#include "core/commit/patch.hpp"

#include "core/commit/path_form.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/vector_seeds.hpp"

#include <algorithm>

namespace sanderling::fuzz {

std::string_view problem_with(ByteView input) {
    commit::CanonicalReader in(input);
    commit::Patch patch;
    patch.record = in.id<RecordId>();
    commit::read_shape(in, patch);
    if (!in.finish("patch")) return {};
    if (!std::ranges::equal(commit::encode_visible(patch), input))
        return "a patch has two encodings";
    for (const commit::PathWrite& path : patch.paths) {
        static_cast<void>(commit::is_well_formed(path));
    }
    patch.set_ciphertext({}, Bytes(64, 1));
    const crypto::Hash leaf = commit::leaf_hash(patch);
    patch.drop_body();
    if (commit::leaf_hash(patch) != leaf) return "a stub has another leaf than its patch";
    return {};
}

std::vector<Bytes> seeds() {
    return vectors("commit/commit.json", "visible");
}

}  // namespace sanderling::fuzz
