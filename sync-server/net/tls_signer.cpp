#include "sync-server/net/tls_signer.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>

namespace sanderling::server {

namespace {

struct CloseFile {
    void operator()(std::FILE* f) const { std::fclose(f); }
};
struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Ed25519 and Ed448 hash for themselves.
const EVP_MD* digest_for(const EVP_PKEY* key) {
    const int type = EVP_PKEY_base_id(key);
    return type == EVP_PKEY_ED25519 || type == EVP_PKEY_ED448 ? nullptr : EVP_sha256();
}

}  // namespace

struct TlsSigner::Key {
    explicit Key(EVP_PKEY* loaded) : held(loaded) {}
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;
    ~Key() { EVP_PKEY_free(held); }
    EVP_PKEY* const held;
};

TlsSigner::TlsSigner(std::unique_ptr<Key> key) : key_(std::move(key)) {}
TlsSigner::~TlsSigner() = default;

Result<std::unique_ptr<TlsSigner>> TlsSigner::load(const TlsFiles& files) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(files.key.c_str(), "rbe"));
    EVP_PKEY* const loaded =
        file ? PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr;
    if (loaded == nullptr) return fail(Errc::corrupt, "the TLS key " + files.key.string());
    return std::unique_ptr<TlsSigner>(new TlsSigner(std::make_unique<Key>(loaded)));
}

Result<TlsSignature> TlsSigner::sign(ByteView text) const {
    const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    std::size_t size = 0;
    TlsSignature out;
    const bool is_begun =
        context && EVP_DigestSignInit(context.get(), nullptr, digest_for(key_->held), nullptr,
                                      key_->held) == 1;
    if (!is_begun || EVP_DigestSign(context.get(), nullptr, &size, text.data(), text.size()) != 1)
        return fail(Errc::internal, "signing with the TLS key");
    out.signature.resize(size);
    if (EVP_DigestSign(context.get(), out.signature.data(), &size, text.data(), text.size()) != 1)
        return fail(Errc::internal, "signing with the TLS key");
    out.signature.resize(size);
    std::uint8_t* der = nullptr;
    const int der_size = i2d_PUBKEY(key_->held, &der);
    if (der_size <= 0) return fail(Errc::internal, "the TLS key's public half");
    out.key.assign(der, der + der_size);
    OPENSSL_free(der);
    return out;
}

}  // namespace sanderling::server
