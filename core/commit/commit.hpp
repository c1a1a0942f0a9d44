// What one transaction wrote in one scope, signed by its device (docs/protocol.md §3).
#pragma once

#include "core/commit/header.hpp"
#include "core/commit/patch.hpp"

#include <vector>

namespace sanderling::commit {

struct Commit {
    Header header{};
    crypto::Signature signature{};
    std::vector<Patch> patches{};

    friend bool operator==(const Commit&, const Commit&) = default;
};

/// Fills the leaves from the patches and signs.
void seal_header(Commit& commit, const crypto::SigningKey& key);

/// Whether the leaves are those of the patches. Errors: bad_leaves, naming the patch.
Result<void> check_leaves(const Commit& commit);

/// Errors: bad_signature.
Result<void> check_signature(const Header& header, const crypto::Signature& signature,
                             const crypto::PublicKey& key);

}  // namespace sanderling::commit
