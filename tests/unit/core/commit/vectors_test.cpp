// Signed bytes are for ever: today's code against tests/vectors/commit/commit.json. To add a vector
// after an intended addition, run with SANDERLING_WRITE_VECTORS=1 and look at the difference.
#include "core/commit/chain.hpp"
#include "tests/unit/core/commit/sample_commit.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

namespace sanderling::commit {
namespace {

nlohmann::ordered_json computed() {
    const Commit commit = sample_commit();
    const Link link{.seq = Seq{42},
                    .what = commit_hash(commit.header),
                    .dot = commit.header.dot(),
                    .verdict = Verdict::accepted,
                    .effective_base = Seq{41},
                    .t_eff = commit.header.clock};
    nlohmann::ordered_json json;
    json["public_key"] = to_hex(sample_key().public_key.view());
    json["patch_0_visible"] = to_hex(encode_visible(commit.patches[0]));
    json["patch_0_body_hash"] = to_hex(commit.patches[0].body_hash.view());
    json["patch_0_leaf"] = to_hex(leaf_hash(commit.patches[0]).view());
    json["header"] = to_hex(encode(commit.header));
    json["commit_hash"] = to_hex(commit_hash(commit.header).view());
    json["signature"] = to_hex(commit.signature.view());
    json["seal_identity_1"] = to_hex(seal_identity(commit.header, 1));
    json["chain_after_zero"] = to_hex(chain_next({}, link).view());
    return json;
}

TEST(CommitVectors, AreWhatTheyAlwaysWere) {
    const std::string path = std::string(SANDERLING_VECTORS) + "/commit/commit.json";
    if (std::getenv("SANDERLING_WRITE_VECTORS") != nullptr)
        std::ofstream(path) << computed().dump(2) << '\n';

    std::ifstream file(path);
    ASSERT_TRUE(file) << path;
    const auto kept = nlohmann::ordered_json::parse(file);

    const auto today = computed();
    for (const auto& [name, value] : today.items()) EXPECT_EQ(value, kept.at(name)) << name;
}

}  // namespace
}  // namespace sanderling::commit
