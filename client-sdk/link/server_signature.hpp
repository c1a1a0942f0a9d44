// A signature by the server's TLS key over something that is kept beyond the session
// (docs/protocol.md §6.10).
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/types/bytes.hpp"

namespace sanderling::link {

/// What devices pin, of a DER SubjectPublicKeyInfo: its SHA-256.
scope_log::TlsKeyHash tls_key_hash_of(ByteView key);

/// False also for a key of another kind than a server's may have.
bool verify_server_signature(ByteView key, ByteView signature, ByteView text);

}  // namespace sanderling::link
