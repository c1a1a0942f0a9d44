#include "client-sdk/vault/key.hpp"

#include "core/types/assert.hpp"

#include <sodium.h>

namespace sanderling::vault {

namespace {

// Of what is random already, and needs no slow derivation.
crypto::Secret<32> keyed_hash(std::span<const std::uint8_t> key, Salt salt) {
    crypto::Secret<32> out;
    const int rc = crypto_generichash(out.fill().data(), out.size, salt.data(), salt.size(),
                                      key.data(), key.size());
    SANDERLING_ASSERT(rc == 0);
    return out;
}

}  // namespace

Passphrase::Passphrase(std::string_view text) : bytes_(text.begin(), text.end()) {}

Passphrase& Passphrase::operator=(Passphrase&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

Passphrase::~Passphrase() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

bool within_bounds(const KdfCost& cost) {
    return cost.operations >= crypto_pwhash_OPSLIMIT_MIN && cost.operations <= kdf_operations_max &&
           cost.memory_bytes >= crypto_pwhash_MEMLIMIT_MIN &&
           cost.memory_bytes <= kdf_memory_bytes_max;
}

Result<crypto::Secret<32>> wrapping_key(const Passphrase& passphrase, Salt salt,
                                        const KdfCost& cost) {
    static_assert(crypto_pwhash_SALTBYTES == 16);
    if (!within_bounds(cost)) return fail(Errc::invalid_argument, "Argon2id cost out of bounds");
    crypto::Secret<32> key;
    const auto typed = passphrase.view();
    // An empty one has no address, and libsodium wants one.
    const char* const text = typed.empty() ? "" : reinterpret_cast<const char*>(typed.data());
    const int rc =
        crypto_pwhash(key.fill().data(), key.size, text, typed.size(), salt.data(), cost.operations,
                      static_cast<std::size_t>(cost.memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
    if (rc != 0) return fail(Errc::io, "not enough memory for Argon2id");
    return key;
}

crypto::Secret<32> wrapping_key(const RawKey& key, Salt salt) {
    return keyed_hash(key.bytes.view(), salt);
}

crypto::Secret<32> wrapping_key(const RecoveryCode& code, Salt salt) {
    return keyed_hash(code.characters().view(), salt);
}

}  // namespace sanderling::vault
