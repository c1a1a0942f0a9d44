#include "client-sdk/link/server_signature.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <memory>

namespace sanderling::link {

namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

scope_log::TlsKeyHash tls_key_hash_of(ByteView key) {
    scope_log::TlsKeyHash out;
    SHA256(key.data(), key.size(), out.bytes.data());
    return out;
}

bool verify_server_signature(ByteView key, ByteView signature, ByteView text) {
    const std::uint8_t* at = key.data();
    const std::unique_ptr<EVP_PKEY, FreeKey> read(
        d2i_PUBKEY(nullptr, &at, static_cast<long>(key.size())));
    // The bytes are what is pinned, so nothing may follow.
    if (!read || at != key.data() + key.size()) return false;
    const int type = EVP_PKEY_base_id(read.get());
    const bool hashes = type == EVP_PKEY_ED25519 || type == EVP_PKEY_ED448;
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    return context &&
           EVP_DigestVerifyInit(context.get(), nullptr, hashes ? nullptr : EVP_sha256(), nullptr,
                                read.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), text.data(),
                            text.size()) == 1;
}

}  // namespace sanderling::link
