#include "core/commit/commit.hpp"

namespace sanderling::commit {

void seal_header(Commit& commit, const crypto::SigningKey& key) {
    commit.header.leaves.clear();
    commit.header.leaves.reserve(commit.patches.size());
    for (const Patch& patch : commit.patches) commit.header.leaves.push_back(leaf_hash(patch));
    commit.signature = crypto::sign(crypto::SignDomain::commit, commit_hash(commit.header), key);
}

Result<void> check_leaves(const Commit& commit) {
    if (commit.header.leaves.size() != commit.patches.size())
        return fail(Errc::bad_leaves, "the numbers of leaves and patches differ");
    for (std::size_t i = 0; i < commit.patches.size(); ++i) {
        const Patch& patch = commit.patches[i];
        const bool body_is_its_own =
            !patch.ciphertext || body_hash(patch.nonce, *patch.ciphertext) == patch.body_hash;
        if (!body_is_its_own || leaf_hash(patch) != commit.header.leaves[i])
            return fail(Errc::bad_leaves, "patch " + std::to_string(i));
    }
    return {};
}

Result<void> check_signature(const Header& header, const crypto::Signature& signature,
                             const crypto::PublicKey& key) {
    if (!crypto::verify(crypto::SignDomain::commit, commit_hash(header), signature, key))
        return fail(Errc::bad_signature, "commit " + std::to_string(number(header.counter)) +
                                             " of replica " + to_text(header.replica));
    return {};
}

}  // namespace sanderling::commit
