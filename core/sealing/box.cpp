#include "core/sealing/box.hpp"

#include "core/sealing/subkey.hpp"

#include <sodium.h>

#include <algorithm>

namespace sanderling::sealing {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

/// As crypto_box_seal defines it: BLAKE2b over both public keys.
std::array<std::uint8_t, crypto_box_NONCEBYTES> seal_nonce(const crypto::BoxPublicKey& ephemeral,
                                                           const crypto::BoxPublicKey& to) {
    std::array<std::uint8_t, crypto_box_NONCEBYTES> nonce{};
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, nonce.size());
    crypto_generichash_update(&state, ephemeral.bytes.data(), ephemeral.bytes.size());
    crypto_generichash_update(&state, to.bytes.data(), to.bytes.size());
    crypto_generichash_final(&state, nonce.data(), nonce.size());
    return nonce;
}

}  // namespace

Subkey::Subkey(std::span<const std::uint8_t, 32> epoch_key, Purpose purpose) {
    crypto_kdf_derive_from_key(bytes_.data(), bytes_.size(), static_cast<std::uint64_t>(purpose),
                               "sandrlng", epoch_key.data());
}

Subkey::~Subkey() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

BoxKeyPair BoxKeyPair::from_seed(std::span<const std::uint8_t, 32> seed) {
    BoxKeyPair pair;
    crypto_box_seed_keypair(pair.public_key.bytes.data(), pair.secret.fill().data(), seed.data());
    return pair;
}

BoxKeyPair BoxKeyPair::generate(crypto::Random& random) {
    crypto::Secret<32> seed;
    random.fill(seed.fill());
    return from_seed(seed.view());
}

BoxKeyPair BoxKeyPair::from_secret(crypto::Secret<32> secret) {
    BoxKeyPair pair;
    pair.secret = std::move(secret);
    crypto_scalarmult_base(pair.public_key.bytes.data(), pair.secret.view().data());
    return pair;
}

Result<Bytes> seal_box(const crypto::BoxPublicKey& to, ByteView plain, crypto::Random& random) {
    const BoxKeyPair ephemeral = BoxKeyPair::generate(random);
    const auto nonce = seal_nonce(ephemeral.public_key, to);
    Bytes sealed(plain.size() + box_overhead_bytes);
    std::copy_n(ephemeral.public_key.bytes.begin(), 32, sealed.begin());
    if (crypto_box_easy(sealed.data() + 32, plain.data(), plain.size(), nonce.data(),
                        to.bytes.data(), ephemeral.secret.view().data()) != 0)
        return fail(Errc::invalid_argument, "not a usable X25519 public key");
    return sealed;
}

Result<Bytes> open_box(ByteView sealed, const BoxKeyPair& key) {
    if (sealed.size() < box_overhead_bytes) return fail(Errc::wrong_key, "a sealed box cut short");
    Bytes plain(sealed.size() - box_overhead_bytes);
    if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(),
                             key.public_key.bytes.data(), key.secret.view().data()) != 0)
        return fail(Errc::wrong_key, "a sealed box for another key, or a damaged one");
    return plain;
}

Bytes seal_aead(std::span<const std::uint8_t, 32> key, ByteView associated, ByteView plain,
                crypto::Random& random) {
    Bytes sealed(nonce_bytes + plain.size() + tag_bytes);
    random.fill({sealed.data(), nonce_bytes});
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonce_bytes, nullptr, plain.data(),
                                               plain.size(), associated.data(), associated.size(),
                                               nullptr, sealed.data(), key.data());
    return sealed;
}

Result<Bytes> open_aead(std::span<const std::uint8_t, 32> key, ByteView associated,
                        ByteView sealed) {
    if (sealed.size() < nonce_bytes + tag_bytes)
        return fail(Errc::wrong_key, "sealed bytes cut short");
    Bytes plain(sealed.size() - nonce_bytes - tag_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.data(), nullptr, nullptr, sealed.data() + nonce_bytes,
            sealed.size() - nonce_bytes, associated.data(), associated.size(), sealed.data(),
            key.data()) != 0)
        return fail(Errc::wrong_key, "sealed under another key or for another place, or damaged");
    return plain;
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
    sodium_memzero(bytes.data(), bytes.size());
}

}  // namespace sanderling::sealing
