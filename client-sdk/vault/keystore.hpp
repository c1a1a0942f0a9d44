// What an application gives so that the platform's keystore opens a vault. The rule is
// docs/storage.md §6.
#pragma once

#include "core/crypto/secret.hpp"
#include "core/types/bytes.hpp"
#include "core/types/error.hpp"

namespace sanderling::vault {

/// The longest blob, over all keystore slots of a vault together: room for RSA-OAEP, for an ECIES
/// blob of a Secure Enclave or for a sealed TPM object. A keystore that holds the secret itself
/// returns the name it holds it by.
inline constexpr std::size_t keystore_blob_bytes_max = 2048;

/// The platform's keystore: iOS Keychain or Secure Enclave, Android Keystore, a TPM, libsecret. Two
/// calls fit all of them: a keystore with keys that cannot leave it encrypts the secret, one that
/// stores small items stores it and gives back the item's name. The secret is made for one slot of
/// one vault and is not the database key. Errors are the application's, and reach the caller as
/// they are: not_permitted is meant for a person who declined, wrong_key for a blob the keystore
/// does not know (another device, a keystore that was reset), which lets other slots be tried.
/// Called on the thread that opens or changes the vault, and may take as long as the person does.
class Keystore {
  public:
    virtual ~Keystore() = default;

    /// Bytes that `unwrap` turns back into the secret, on this device, later.
    virtual Result<Bytes> wrap(const crypto::Secret<32>& secret) = 0;
    virtual Result<crypto::Secret<32>> unwrap(ByteView blob) = 0;
};

}  // namespace sanderling::vault
