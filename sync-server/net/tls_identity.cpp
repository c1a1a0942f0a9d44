#include "sync-server/net/tls_identity.hpp"

#include <boost/asio/ip/address.hpp>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace sanderling::server {

namespace {

template <class T, void (*free_it)(T*)>
struct Freed {
    void operator()(T* p) const { free_it(p); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;
struct CloseFile {
    void operator()(std::FILE* f) const { std::fclose(f); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

constexpr long seconds_valid = 5L * 365 * 24 * 3600;

bool add_extension(X509* certificate, int nid, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    if (extension == nullptr) return false;
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        boost::system::error_code not_an_address;
        boost::asio::ip::make_address(name, not_an_address);
        out += (out.empty() ? "" : ",");
        out += (not_an_address ? "DNS:" : "IP:") + name;
    }
    return out;
}

Certificate self_signed(EVP_PKEY* key, const std::vector<std::string>& names) {
    Certificate certificate(X509_new());
    X509* x = certificate.get();
    std::uint64_t serial = 0;
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return {};
    X509_set_version(x, 2);
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(x), serial >> 1U);
    X509_gmtime_adj(X509_getm_notBefore(x), -3600);  // for devices whose clocks are a little late
    X509_gmtime_adj(X509_getm_notAfter(x), seconds_valid);
    X509_set_pubkey(x, key);
    X509_NAME* name = X509_get_subject_name(x);
    const std::string& common = names.front();
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(common.data()),
                               static_cast<int>(common.size()), -1, 0);
    X509_set_issuer_name(x, name);
    const bool done = add_extension(x, NID_subject_alt_name, alternative_names(names)) &&
                      add_extension(x, NID_basic_constraints, "critical,CA:FALSE") &&
                      add_extension(x, NID_key_usage, "critical,digitalSignature") &&
                      add_extension(x, NID_ext_key_usage, "serverAuth") &&
                      X509_sign(x, key, EVP_sha256()) > 0;
    return done ? std::move(certificate) : Certificate{};
}

// Made with its mode, so that it is never readable by others, not even for a moment.
File make_file(const std::filesystem::path& path, unsigned mode) {
    const int descriptor =
        ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, static_cast<mode_t>(mode));
    return File(descriptor < 0 ? nullptr : ::fdopen(descriptor, "wb"));
}

Certificate read_certificate(const std::filesystem::path& path) {
    const File file(std::fopen(path.c_str(), "rbe"));
    if (!file) return {};
    return Certificate(PEM_read_X509(file.get(), nullptr, nullptr, nullptr));
}

Key read_key(const std::filesystem::path& path) {
    const File file(std::fopen(path.c_str(), "rbe"));
    if (!file) return {};
    return Key(PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr));
}

/// The extension for the list of server keys in the certificate, or -1.
int place_of_list(X509* certificate) {
    ASN1_OBJECT* const wanted = OBJ_txt2obj(scope_log::server_keys_oid, 1);
    const int at = X509_get_ext_by_OBJ(certificate, wanted, -1);
    ASN1_OBJECT_free(wanted);
    return at;
}

ByteView list_in(X509* certificate) {
    const int at = place_of_list(certificate);
    if (at < 0) return {};
    const ASN1_OCTET_STRING* held = X509_EXTENSION_get_data(X509_get_ext(certificate, at));
    return {ASN1_STRING_get0_data(held), static_cast<std::size_t>(ASN1_STRING_length(held))};
}

bool put_list(X509* certificate, EVP_PKEY* key, ByteView list) {
    if (const int at = place_of_list(certificate); at >= 0)
        X509_EXTENSION_free(X509_delete_ext(certificate, at));
    ASN1_OBJECT* const name = OBJ_txt2obj(scope_log::server_keys_oid, 1);
    ASN1_OCTET_STRING* const content = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(content, list.data(), static_cast<int>(list.size()));
    X509_EXTENSION* const made = X509_EXTENSION_create_by_OBJ(nullptr, name, 0, content);
    const bool done = made != nullptr && X509_add_ext(certificate, made, -1) == 1 &&
                      X509_sign(certificate, key, EVP_sha256()) > 0;
    X509_EXTENSION_free(made);
    ASN1_OCTET_STRING_free(content);
    ASN1_OBJECT_free(name);
    return done;
}

}  // namespace

Result<void> carry_server_keys(const TlsFiles& files, ByteView list) {
    const Certificate certificate = read_certificate(files.certificate);
    const Key key = read_key(files.key);
    if (!certificate || !key)
        return fail(Errc::corrupt, files.certificate.string() + " or its key does not load");
    const ByteView held = list_in(certificate.get());
    if (std::equal(held.begin(), held.end(), list.begin(), list.end())) return {};
    if (!put_list(certificate.get(), key.get(), list))
        return fail(Errc::corrupt, files.certificate.string() + " cannot be signed anew");
    // The name appears with its content: without a certificate there is no server.
    const std::filesystem::path fresh = files.certificate.string() + ".new";
    std::filesystem::remove(fresh);
    {
        const File file = make_file(fresh, 0644);
        const bool written = file && PEM_write_X509(file.get(), certificate.get()) == 1 &&
                             std::fflush(file.get()) == 0 && ::fsync(::fileno(file.get())) == 0;
        if (!written) return fail(Errc::io, "cannot write " + fresh.string());
    }
    std::filesystem::rename(fresh, files.certificate);
    return {};
}

Result<void> make_tls_files(const TlsFiles& files, const std::vector<std::string>& names) {
    if (std::filesystem::exists(files.key)) return fail(Errc::already_exists, files.key.string());
    const Key key(EVP_EC_gen("P-256"));
    if (!key) return fail(Errc::internal, "no TLS key could be made");
    const Certificate certificate = self_signed(key.get(), names);
    if (!certificate)
        return fail(Errc::invalid_argument, "no certificate for " + alternative_names(names));
    const File key_file = make_file(files.key, 0600);
    const File certificate_file = make_file(files.certificate, 0644);
    const bool written = key_file && certificate_file &&
                         PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0,
                                              nullptr, nullptr) == 1 &&
                         PEM_write_X509(certificate_file.get(), certificate.get()) == 1 &&
                         std::fflush(key_file.get()) == 0 &&
                         std::fflush(certificate_file.get()) == 0;
    if (!written) return fail(Errc::io, "cannot write " + files.key.string());
    return {};
}

Result<scope_log::TlsKeyHash> tls_key_hash(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return fail(Errc::not_found, path.string());
    const Certificate certificate = read_certificate(path);
    if (!certificate) return fail(Errc::corrupt, path.string() + " holds no certificate");
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &der);
    if (size <= 0) return fail(Errc::corrupt, path.string() + " holds no public key");
    scope_log::TlsKeyHash hash;
    SHA256(der, static_cast<std::size_t>(size), hash.bytes.data());
    OPENSSL_free(der);
    return hash;
}

Result<std::unique_ptr<boost::asio::ssl::context>> load_tls(const TlsFiles& files) {
    namespace ssl = boost::asio::ssl;
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    SSL_CTX* raw = context->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    boost::system::error_code ec;
    context->use_certificate_chain_file(files.certificate.string(), ec);
    if (ec) return fail(Errc::corrupt, files.certificate.string() + ": " + ec.message());
    context->use_private_key_file(files.key.string(), ssl::context::pem, ec);
    if (ec) return fail(Errc::corrupt, files.key.string() + ": " + ec.message());
    return context;
}

}  // namespace sanderling::server
