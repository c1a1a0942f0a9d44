// Commits as they travel (core/wire/packed_commit.hpp): unpacking and packing again is the same
// commit, its leaves are those of its patches, and its header is canonical.
#include "core/wire/packed_commit.hpp"

#include "core/commit/path_form.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/unit/core/commit/sample_commit.hpp"

namespace sanderling::fuzz {

namespace {

const auto org = commit::numbered_id<OrgId>(0x01);
const auto scope = commit::numbered_id<ScopeId>(0x02);

}  // namespace

std::string_view problem_with(ByteView input) {
    const auto commit = wire::unpack(input, org, scope);
    if (!commit) return {};
    if (!commit::check_leaves(*commit)) return "the leaves are not those of the patches";
    const Bytes packed = wire::pack(*commit);
    if (packed.size() > input.size()) return "a commit grows when it is packed again";
    const auto again = wire::unpack(packed, org, scope);
    if (!again || *again != *commit) return "a commit does not come back as it was";
    const Bytes header = commit::encode(commit->header);
    const auto read = commit::decode_header(header);
    if (!read || *read != commit->header) return "an unpacked header is not canonical";
    for (const commit::Patch& patch : commit->patches)
        for (const commit::PathWrite& path : patch.paths) {
            static_cast<void>(commit::is_well_formed(path));
        }
    return {};
}

std::vector<Bytes> seeds() {
    commit::Commit whole = commit::sample_commit();
    commit::Commit stub = whole;
    stub.patches[1].drop_body();
    commit::Commit alike = whole;
    for (std::uint8_t n = 0; n < 20; ++n)
        alike.patches.push_back(commit::sample_patch(static_cast<std::uint8_t>(0x70 + n)));
    commit::Commit empty = whole;
    empty.patches.clear();
    empty.header.lineage.reset();
    return {wire::pack(whole), wire::pack(stub), wire::pack(alike), wire::pack(empty)};
}

}  // namespace sanderling::fuzz
