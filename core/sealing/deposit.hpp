// A deposit: a patch sealed to the public key of an epoch, by somebody who does not have the key
// itself. Once it is made, the one who made it cannot open it either (docs/protocol.md §6.11).
#pragma once

#include "core/commit/commit.hpp"
#include "core/sealing/content.hpp"

namespace sanderling::sealing {

/// Sets the seal mode, the tokens of all paths, nonce, ciphertext and body hash. `to` is the
/// deposit key of the header's epoch. Replica and counter of the header may still change
/// afterwards: what its author cannot open must be able to move (docs/protocol.md §5.6). Errors:
/// those of seal_patch; invalid_argument for a public key that no secret key can have.
Result<void> seal_deposit(commit::Patch& patch, const commit::Header& header, std::uint32_t index,
                          const Plaintext& plaintext, const crypto::BoxPublicKey& to,
                          crypto::Random& random);

/// Opened with the epoch's key, which open_patch does by the patch's seal mode. Checks the tokens:
/// nobody else has to. Errors: those of open_patch.
Result<Plaintext> open_deposit(const commit::Patch& patch, const commit::Header& header,
                               std::uint32_t index, const EpochKey& key);

/// Whether any part of it is one: then it can be moved to another number and not be sealed again.
bool has_deposit(const commit::Commit& commit);

}  // namespace sanderling::sealing
