// Everything the keyholder knows: the organisation's keys, its people and their names, invites, and
// the log and keys of every scope. It exists in memory and in one sealed file, and nowhere else;
// names and labels are never sent (docs/protocol.md §6).
#pragma once

#include "client-sdk/keyholder/access_rules.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/sealing/epoch_keys.hpp"
#include "core/sealing/invite_code.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sanderling::keyholder {

struct PersonKey {
    KeyEpoch epoch{};
    sealing::BoxKeyPair pair{};
};

struct Person {
    std::string name{};
    scope_log::Role role{};         // what they are allocated as, unless said otherwise
    std::vector<PersonKey> keys{};  // in order of epochs
    std::vector<Bytes> devices{};   // certificates
    bool is_published = false;      // the server has the key's certificate
    std::string reference{};        // what another system calls them; empty: it does not
};

enum class InviteStatus : std::uint8_t { open = 1, used = 2, cancelled = 3 };

struct Invite {
    sealing::InviteSecret secret{};
    PersonId person;
    Instant expires{};
    InviteStatus status = InviteStatus::open;
    DeviceId device;  // zero until used
};

struct Scope {
    scope_log::ScopeKind kind{};
    std::string label{};
    std::string reference{};       // what another system calls it; empty: it does not
    std::vector<Bytes> entries{};  // signed; those from `confirmed` on await the server's answer
    std::size_t confirmed = 0;
    std::vector<sealing::EpochKey> epoch_keys{};  // epoch n at n − 1
    sealing::TokenKey token{};
};

/// A device that is trusted no more, and what it was told.
struct Revocation {
    PersonId person;
    scope_log::RevocationReason reason{};
    Instant since{};          // when it was lost, as somebody said
    KeyEpoch person_epoch{};  // the person's first key that it never had
    Bytes revoke_order{};
    Bytes wipe_order{};      // empty: none was given
    Bytes receipt{};         // empty: it has not said that it is wiped
    Instant last_contact{};  // as the server knew it when this was ordered; zero: never, or unknown
    bool is_complete = false;  // the server has taken all of it
};

struct Server {
    std::string host{};
    std::uint16_t port = 0;
    scope_log::TlsKeyHash key{};
};

struct State {
    OrgId org;
    std::string organisation{};
    crypto::SigningKey root{};
    crypto::SigningKey registrar{};
    sealing::BoxKeyPair registrar_box{};
    Bytes registrar_cert{};
    std::optional<Server> server{};
    std::map<PersonId, Person> people{};
    std::map<sealing::InviteId, Invite> invites{};
    std::map<ScopeId, Scope> scopes{};
    std::map<DeviceId, Revocation> revoked{};
    Bytes server_keys{};  // the newest list, signed by the root; empty before the first
    std::map<ScopeId, AccessRules> access{};  // of scopes that are not for everybody
    /// When it was restored from a backup, until it has caught up with the server's logs: before
    /// that it issues nothing.
    std::optional<Instant> behind_since{};
};

/// The list, or one of serial 0 with the key that `connect` was told.
scope_log::ServerKeyList server_key_list(const State& state);
/// What the server may show.
std::vector<scope_log::TlsKeyHash> server_keys(const State& state);

/// A new organisation with its root and one registrar.
State found_organisation(std::string name, Instant now, crypto::Random& random);

/// What a server needs to know of it, as JSON: no secret.
std::string public_description(const State& state);

/// The caller wipes the bytes: they hold every key.
Bytes encode(const State& state);
/// Errors: malformed, unsupported_version.
Result<State> decode_state(ByteView bytes);

}  // namespace sanderling::keyholder
