// What opens a replica: a passphrase or PIN of its person, or a raw key from the platform's
// keystore.
#pragma once

#include "client-sdk/vault/key.hpp"

namespace sanderling {

using vault::KdfCost;
using vault::Key;
using vault::Passphrase;
using vault::RawKey;

}  // namespace sanderling
