// The server's TLS key and certificate: making them, loading them, and the hash that devices pin.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/types/error.hpp"

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace sanderling::server {

struct TlsFiles {
    std::filesystem::path key{};
    std::filesystem::path certificate{};
};

/// Makes an ECDSA P-256 key (mode 0600) and a self-signed certificate for `names`, DNS names or IP
/// addresses. Errors: already_exists, io.
Result<void> make_tls_files(const TlsFiles& files, const std::vector<std::string>& names);

/// SHA-256 of the certificate's SubjectPublicKeyInfo. Errors: not_found, corrupt.
Result<scope_log::TlsKeyHash> tls_key_hash(const std::filesystem::path& certificate);

/// Puts an encoded list of server keys into the certificate, in place of an earlier one, and signs
/// it anew with the same key; devices read it there (docs/protocol.md §6.8). Nothing happens if it
/// is there already. Errors: corrupt, io, disk_full.
Result<void> carry_server_keys(const TlsFiles& files, ByteView list);

/// TLS 1.2 and later with forward secrecy only. Errors: corrupt (key and certificate do not load,
/// or do not belong together).
Result<std::unique_ptr<boost::asio::ssl::context>> load_tls(const TlsFiles& files);

}  // namespace sanderling::server
