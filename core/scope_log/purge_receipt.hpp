// A device's word that it has carried out a purge (docs/protocol.md §6.13): what the purge named is
// gone from its tables, its files were written anew. Canonical bytes: a type, the body, the
// device's signature.
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/entry.hpp"

namespace sanderling::scope_log {

struct PurgeReceipt {
    OrgId org;
    DeviceId device;
    ScopeId scope;
    std::uint32_t index = 0;  // of the entry in the scope's log
    crypto::Hash entry{};     // which it is
    Instant at{};             // when it was carried out, by the device's clock
    friend bool operator==(const PurgeReceipt&, const PurgeReceipt&) = default;
};

struct SignedPurgeReceipt {
    PurgeReceipt receipt{};
    crypto::Signature signature{};
    friend bool operator==(const SignedPurgeReceipt&, const SignedPurgeReceipt&) = default;
};

/// Whether the first byte says that the bytes are such a receipt.
bool is_purge_receipt(ByteView bytes);

Bytes encode(const SignedPurgeReceipt& receipt);
/// Errors: malformed, too_large; unsupported_version for one of a later version.
Result<SignedPurgeReceipt> decode_purge_receipt(ByteView bytes);

SignedPurgeReceipt sign_purge_receipt(const PurgeReceipt& receipt,
                                      const crypto::SigningKey& device);

/// By the device that it names, of this organisation. Errors: those of decode_purge_receipt;
/// unauthenticated.
Result<PurgeReceipt> verify_purge_receipt(ByteView bytes, const Directory& directory);

namespace limits {
inline constexpr std::size_t purge_receipt_bytes = 256;
}  // namespace limits

}  // namespace sanderling::scope_log
