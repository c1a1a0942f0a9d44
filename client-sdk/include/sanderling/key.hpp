// What opens a replica: a passphrase or PIN of its person, the platform's keystore, a raw key that
// the application keeps, or a recovery code on paper.
#pragma once

#include "client-sdk/vault/key.hpp"

namespace sanderling {

using vault::KdfCost;
using vault::Key;
using vault::Keystore;
using vault::KeystoreKey;
using vault::Passphrase;
using vault::RawKey;
using vault::RecoveryCode;

}  // namespace sanderling
