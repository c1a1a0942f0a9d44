// Bytes sealed under a passphrase: Argon2id, then XChaCha20-Poly1305 with everything in front of
// the ciphertext as associated data.
#pragma once

#include "core/crypto/random.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"

#include <array>
#include <string_view>

namespace sanderling::keyholder {

/// How dear a guess is. In the file, so that it can be raised later.
struct Cost {
    std::uint32_t passes = 4;
    std::uint32_t memory_kib = 128 * 1024;
    friend bool operator==(const Cost&, const Cost&) = default;
};

/// The derived key with what it was derived from: made once a run, because deriving is slow.
struct PassphraseKey {
    Cost cost{};
    std::array<std::uint8_t, 16> salt{};
    crypto::Secret<32> key{};
};

/// Errors: invalid_argument for an empty passphrase, io when the memory is not to be had.
Result<PassphraseKey> new_passphrase_key(std::string_view passphrase, Cost cost,
                                         crypto::Random& random);
/// The key for a sealed file. Errors: corrupt, unsupported_version, io.
Result<PassphraseKey> passphrase_key_of(ByteView sealed, std::string_view passphrase);

Bytes seal(const PassphraseKey& key, ByteView plain, crypto::Random& random);
/// The caller wipes the result. Errors: wrong_key (also for any changed byte), corrupt.
Result<Bytes> open(const PassphraseKey& key, ByteView sealed);

}  // namespace sanderling::keyholder
