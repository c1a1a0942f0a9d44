// Becoming a device of an organisation: this device's keys are made and kept in the encrypted
// store, and the keyholder's answer is checked and installed (docs/protocol.md §6).
#pragma once

#include "core/crypto/signature.hpp"
#include "core/sealing/box.hpp"
#include "core/sealing/invite.hpp"

#include <string>

#include "sanderling/store.hpp"

namespace sanderling::replica {

struct DeviceKeys {
    crypto::SigningKey sign{};
    sealing::BoxKeyPair box{};
};

/// Where the server is, and the TLS key it must show.
struct ServerAddress {
    std::string host{};
    std::uint16_t port = 0;
    scope_log::TlsKeyHash tls_key{};
};

/// The keys of this device, made at the first call and the same ever after.
/// Errors: those of the store.
Result<DeviceKeys> device_keys(Store& store);

/// Keeps what the invite brought, after verifying it: registrar by root, device certificate for
/// this device's own keys, person keys that open. Durable when it returns. Errors: unauthenticated,
/// malformed, already_exists (enrolled in another organisation or as another person), the store's.
Result<void> install(Store& store, const sealing::Offer& offer, const sealing::Answer& answer,
                     const ServerAddress& server);

/// Which server, and what it may show: the keys of the newest list that came, or before the first
/// the one of the enrolment; and who may announce others.
struct ServerTrust {
    ServerAddress address{};
    std::vector<scope_log::TlsKeyHash> keys{};
    OrgId org;
    crypto::PublicKey root;
    std::uint32_t serial = 0;  // of that list
};

/// Errors: unauthenticated (not enrolled).
Result<ServerTrust> server_trust(Store& store);

}  // namespace sanderling::replica
