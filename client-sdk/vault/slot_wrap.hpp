// Fills a key slot and opens it: the database key under what a person, an application or a keystore
// gives. The rule is docs/storage.md §6.
#pragma once

#include "client-sdk/vault/slot_image.hpp"
#include "core/crypto/random.hpp"

namespace sanderling::vault {

/// A slot that `key` opens; `cost` counts for a passphrase. Errors: invalid_argument (a cost out of
/// bounds), too_large (a keystore's blob), io (no memory for Argon2id), what a keystore says.
Result<Slot> wrap(const crypto::Secret<32>& database_key, const DatabaseIdentity& identity,
                  crypto::Random& random, const Key& key, const KdfCost& cost);

struct OpenedSlot {
    std::size_t index = 0;
    crypto::Secret<32> database_key{};
};

/// Which slots an attempt may use: all, or all but one.
struct SlotChoice {
    std::size_t except = slots_max;
};

/// Tries every slot of the key's kind. Errc::wrong_key if none opens, corrupt for a slot that asks
/// for a cost out of bounds, io, and what a keystore says (unless another slot opens).
Result<OpenedSlot> open_slots(const SlotCopy& copy, const Key& key, const SlotChoice& choice = {});

/// The same, for whom the slot does not matter.
Result<crypto::Secret<32>> unwrap(const SlotCopy& copy, const Key& key);

}  // namespace sanderling::vault
