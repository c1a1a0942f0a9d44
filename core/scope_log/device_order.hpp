// What an organisation orders about one device, and what the device answers (docs/protocol.md
// §6.7): signed by a registrar, bound to organisation and device, so that a server can pass an
// order on, hold it back, or show an old one, and make none. Canonical bytes: a type, the body, the
// signature.
#pragma once

#include "core/scope_log/directory.hpp"
#include "core/scope_log/entry.hpp"

namespace sanderling::scope_log {

enum class OrderKind : std::uint8_t {
    revoke = 1,  // it is served nothing more, and shows nothing more
    wipe = 2,    // and destroys its replica
};

struct DeviceOrder {
    OrgId org;
    RegistrarId registrar;
    DeviceId device;
    OrderKind kind = OrderKind::revoke;
    RevocationReason reason = RevocationReason::lost;
    Instant since{};   // as in RevokeDevice
    Instant issued{};  // by the keyholder's clock
    friend bool operator==(const DeviceOrder&, const DeviceOrder&) = default;
};

struct SignedOrder {
    DeviceOrder order{};
    crypto::Signature signature{};
    friend bool operator==(const SignedOrder&, const SignedOrder&) = default;
};

/// Commits of a scope that no server had answered for when they were destroyed.
struct UnsentIn {
    ScopeId scope;
    std::uint32_t commits = 0;
    friend bool operator==(const UnsentIn&, const UnsentIn&) = default;
};

/// The device's word that the replica with which it received the order is destroyed.
struct WipeReceipt {
    OrgId org;
    DeviceId device;
    crypto::Hash order{};            // of the order that was carried out
    Instant at{};                    // by the device's clock
    std::vector<UnsentIn> unsent{};  // in order of scopes
    friend bool operator==(const WipeReceipt&, const WipeReceipt&) = default;
};

struct SignedReceipt {
    WipeReceipt receipt{};
    crypto::Signature signature{};
    friend bool operator==(const SignedReceipt&, const SignedReceipt&) = default;
};

crypto::Hash order_hash(const DeviceOrder& order);

Bytes encode(const SignedOrder& order);
Bytes encode(const SignedReceipt& receipt);
/// Errors: malformed, too_large; unsupported_version for an order of a later version.
Result<SignedOrder> decode_order(ByteView bytes);
Result<SignedReceipt> decode_receipt(ByteView bytes);

SignedOrder sign_order(DeviceOrder order, const crypto::SigningKey& registrar);
SignedReceipt sign_receipt(WipeReceipt receipt, const crypto::SigningKey& device);

/// An order to anybody of this organisation, by one of its registrars. Errors: those of
/// decode_order; unauthenticated.
Result<DeviceOrder> verify_order(ByteView bytes, const Directory& directory);
/// A receipt by the device that it names. Errors: those of decode_receipt; unauthenticated.
Result<WipeReceipt> verify_receipt(ByteView bytes, const Directory& directory);

namespace limits {
inline constexpr std::size_t order_bytes = 512;
// A device holds as many scopes as its person, of which few have unsent work; what is beyond is
// left out of the receipt.
inline constexpr std::size_t unsent_scopes = 1000;
inline constexpr std::size_t receipt_bytes = 200 + 20 * unsent_scopes;
}  // namespace limits

}  // namespace sanderling::scope_log
