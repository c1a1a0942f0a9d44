// One way to fail: what the world can cause is a value. Each code says in one table (error.cpp,
// repeated for readers in docs/protocol.md §9) whether to retry, close the link, tell the user.
#pragma once

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sanderling {

/// Stable numbers: they travel in ERROR messages and verdicts.
enum class Errc : std::uint16_t {
    ok = 0,

    // Bytes and messages.
    malformed = 100,           // bytes that do not decode
    too_large = 101,           // a limit of core/wire/limits.hpp
    unknown_message = 102,     // a message type this version does not have
    unexpected_message = 103,  // a known message in a state that has no use for it
    unsupported_version = 104,

    // Who is speaking.
    unauthenticated = 200,  // a signature, certificate or proof that does not verify
    certificate_expired = 201,
    wrong_server = 202,  // the TLS key is not the pinned one
    not_permitted = 203,
    unknown_scope = 204,   // not there, or not for this device: the same answer
    invite_unknown = 210,  // never issued, or withdrawn
    invite_used = 211,
    invite_expired = 212,

    // Verdicts on commits.
    counter_gap = 300,
    replica_fork = 301,
    bad_signature = 302,
    bad_leaves = 303,
    not_a_member = 304,
    undelete_required = 305,
    incomplete_transaction = 306,
    stale_epoch = 307,      // sealed under a key epoch that a newer one had replaced at its base
    base_unknown = 308,     // base above the head, or its chain hash differs
    scope_log_moved = 309,  // compare-and-set on the scope log's head failed
    scope_log_invalid = 310,
    removed_member = 311,     // quarantined: based before the author's removal
    already_delivered = 312,  // its transaction arrived under another number; nothing is lost
    purged = 313,             // it writes to what was erased for good
    late_work_refused = 314,  // by whoever decides on quarantined work
    device_revoked = 315,     // lost or retired; what it wrote and comes now is quarantined

    // Of a device itself (docs/protocol.md §6.7).
    device_locked = 316,  // no contact for as long as the organisation allows; contact unlocks it
    device_wiped = 317,   // the replica was destroyed by an order of the organisation

    // Erasure (docs/protocol.md §6.12).
    on_hold = 318,  // a legal hold stands on it

    // The end of access (docs/protocol.md §6.10).
    access_ended = 322,  // this person's access to the scope has ended
    barred = 323,        // the person is kept out of the scope by name

    // The local store.
    wrong_key = 400,
    corrupt = 401,
    not_found = 402,
    already_exists = 403,
    in_use = 404,  // another process has the replica open
    disk_full = 405,
    io = 406,
    invalid_argument = 407,
    schema_mismatch = 408,
    no_key = 409,  // the scope's key has not arrived
    conflict_closed = 410,
    constraint = 411,  // a value that the schema does not allow

    // The network.
    offline = 500,
    timeout = 501,
    busy = 502,  // try again later
    closed = 503,

    internal = 900,
};

struct ErrcTraits {
    std::string_view name;    // stable, for JSON and logs
    std::string_view text;    // a sentence for people
    bool retry = false;       // the same request may succeed later
    bool close_link = false;  // the connection cannot go on
    bool tell_user = false;   // somebody has to do or know something
};
ErrcTraits traits(Errc code);

struct Error {
    Errc code = Errc::internal;
    std::string detail{};  // what was wrong, never content or key material

    /// "wrong_key: the passphrase does not open this replica (…detail…)"
    std::string message() const;

    friend bool operator==(const Error&, const Error&) = default;
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& at);

template <class T = void>
class [[nodiscard]] Result : public boost::system::result<T, Error> {
  public:
    using boost::system::result<T, Error>::result;
};

inline Error fail(Errc code, std::string detail = {}) {
    return Error{code, std::move(detail)};
}

}  // namespace sanderling
