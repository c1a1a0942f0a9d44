// The three sealed letters of an enrolment: the keyholder's offer, the device's request, the
// keyholder's answer (docs/protocol.md §6). The server carries them and can open none.
#pragma once

#include "core/scope_log/certificate.hpp"
#include "core/sealing/box.hpp"
#include "core/sealing/invite_code.hpp"

#include <string>
#include <vector>

namespace sanderling::sealing {

/// Left at the server when the invite is made. Until a device has opened it and seen that its TLS
/// connection ends at `server`, it sends nothing but the lookup id.
struct Offer {
    OrgId org;
    crypto::PublicKey root{};
    scope_log::TlsKeyHash server{};
    Instant expires{};
    friend bool operator==(const Offer&, const Offer&) = default;
};

/// `proof` is the device's signature over lookup id, the TLS key it sees, and both its keys.
struct Request {
    crypto::PublicKey sign_key{};
    crypto::BoxPublicKey box_key{};
    crypto::Signature proof{};
    friend bool operator==(const Request&, const Request&) = default;
};

/// Certificates and envelopes in their encoded forms.
struct Answer {
    PersonId person;
    std::string organisation{};  // its name, for people
    Bytes registrar{};
    Bytes device{};
    std::vector<Bytes> person_keys{};           // certificates, of every epoch
    std::vector<Bytes> person_key_envelopes{};  // for this device
    friend bool operator==(const Answer&, const Answer&) = default;
};

Bytes seal_offer(const Offer& offer, const InviteSecret& invite, crypto::Random& random);
/// Errors: unauthenticated (not sealed under this invite), malformed, unsupported_version,
/// invite_expired.
Result<Offer> open_offer(ByteView sealed, const InviteSecret& invite, Instant now);

/// `seen` is the key at the other end of the device's own TLS connection.
Request make_request(const crypto::SigningKey& device, const crypto::BoxPublicKey& box,
                     const InviteSecret& invite, const scope_log::TlsKeyHash& seen);
Bytes seal_request(const Request& request, const InviteSecret& invite, crypto::Random& random);
/// For the keyholder, `server` being the key it pinned itself. Errors: unauthenticated (not sealed
/// under this invite, or made over another TLS key), malformed, unsupported_version.
Result<Request> open_request(ByteView sealed, const InviteSecret& invite,
                             const scope_log::TlsKeyHash& server);

Bytes seal_answer(const Answer& answer, const InviteSecret& invite, crypto::Random& random);
/// Errors: unauthenticated, malformed, unsupported_version. The caller verifies the certificates.
Result<Answer> open_answer(ByteView sealed, const InviteSecret& invite);

namespace limits {
inline constexpr std::size_t organisation_name_bytes = 200;
// A person key is replaced when a device is lost: tens in a career.
inline constexpr std::size_t person_keys_an_answer = 100;
// An answer with the most person keys, each with its envelope; what the wire carries.
inline constexpr std::size_t letter_bytes = 64 * 1024;
}  // namespace limits

}  // namespace sanderling::sealing
