#include "client-sdk/vault/page_aead.hpp"

#include "core/types/assert.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <array>
#include <cstring>
#include <memory>

namespace sanderling::vault {

namespace {

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

enum class Direction : int { open = 0, seal = 1 };

/// Null if this OpenSSL has no ChaCha20-Poly1305, as some that are certified have not.
Context make_context(Direction direction) {
    Context context(EVP_CIPHER_CTX_new());
    if (!context) return nullptr;
    const int done = EVP_CipherInit_ex(context.get(), EVP_chacha20_poly1305(), nullptr, nullptr,
                                       nullptr, static_cast<int>(direction));
    return done == 1 ? std::move(context) : nullptr;
}

// Looking the cipher up costs as much as a page, so each thread keeps one. What stays in it is the
// key of the last page alone, and is cleared with it.
EVP_CIPHER_CTX* sealer() {
    thread_local const Context context = make_context(Direction::seal);
    return context.get();
}
EVP_CIPHER_CTX* opener() {
    thread_local const Context context = make_context(Direction::open);
    return context.get();
}

/// XChaCha20 is ChaCha20 under a key of the nonce's first 16 bytes (HChaCha20).
bool begin(EVP_CIPHER_CTX* context, const crypto::Secret<32>& key, const AeadInput& input,
           Direction direction) {
    std::array<std::uint8_t, 32> page_key;
    crypto_core_hchacha20(page_key.data(), input.nonce.data(), key.view().data(), nullptr);
    std::array<std::uint8_t, 12> nonce{};
    std::memcpy(nonce.data() + 4, input.nonce.data() + 16, 8);
    const int done = EVP_CipherInit_ex(context, nullptr, nullptr, page_key.data(), nonce.data(),
                                       static_cast<int>(direction));
    sodium_memzero(page_key.data(), page_key.size());
    int taken = 0;
    return done == 1 && EVP_CipherUpdate(context, nullptr, &taken, input.associated.data(),
                                         static_cast<int>(input.associated.size())) == 1;
}

bool run(EVP_CIPHER_CTX* context, const AeadInput& input, std::uint8_t* out) {
    int written = 0;
    return EVP_CipherUpdate(context, out, &written, input.text.data(),
                            static_cast<int>(input.text.size())) == 1 &&
           EVP_CipherFinal_ex(context, out + written, &written) == 1;
}

}  // namespace

void aead_seal(const crypto::Secret<32>& key, const AeadInput& input, std::uint8_t* out,
               std::uint8_t* tag) {
    EVP_CIPHER_CTX* context = sealer();
    if (context == nullptr) {
        crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
            out, tag, nullptr, input.text.data(), input.text.size(), input.associated.data(),
            input.associated.size(), nullptr, input.nonce.data(), key.view().data());
        return;
    }
    const bool sealed = begin(context, key, input, Direction::seal) && run(context, input, out) &&
                        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG,
                                            static_cast<int>(aead_tag_bytes), tag) == 1;
    SANDERLING_ASSERT(sealed);  // nothing here depends on the world
}

bool aead_open(const crypto::Secret<32>& key, const AeadInput& input, const std::uint8_t* tag,
               std::uint8_t* out) {
    EVP_CIPHER_CTX* context = opener();
    if (context == nullptr)
        return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
                   out, nullptr, input.text.data(), input.text.size(), tag, input.associated.data(),
                   input.associated.size(), input.nonce.data(), key.view().data()) == 0;
    std::array<std::uint8_t, aead_tag_bytes> expected;
    std::memcpy(expected.data(), tag, expected.size());
    return begin(context, key, input, Direction::open) &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(expected.size()),
                               expected.data()) == 1 &&
           run(context, input, out);
}

}  // namespace sanderling::vault
