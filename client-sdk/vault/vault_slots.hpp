// What is done to the slots of a slot file in memory, for the slots of a vault and of its copies.
#pragma once

#include "client-sdk/vault/vault.hpp"

namespace sanderling::vault {

std::vector<SlotInfo> infos_of(const SlotCopy& copy);

/// Wraps the database key for `key` into an empty slot. Errc::too_large if there is none, or no
/// room for a keystore's blob; the errors of wrap().
Result<> put_key(SlotCopy& copy, const crypto::Secret<32>& database_key, const Key& key,
                 const KdfCost& cost);

}  // namespace sanderling::vault
