// Which copy of itself a replica is: what it was found to be when it was opened, and what it was
// before (docs/storage.md §14).
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"
#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sanderling {

/// Why a replica goes on under a new id. Numbers are stored: never changed.
enum class RenewalReason : std::uint8_t {
    created = 0,      // its first id
    copied = 1,       // the file was copied or moved, or restored from a backup or an export
    rolled_back = 2,  // an older state of the file was put in place of a newer one
    forked = 3,       // the server has other work under the same number: two copies were in use
    renumbered = 4,   // the server never took a number into its log, so that what follows it cannot
                      // keep its own
    salvaged = 5,     // its content was got out of a damaged file
};
std::string_view to_text(RenewalReason reason);

/// One of the ids that a replica has had.
struct Incarnation {
    ReplicaId replica;
    RenewalReason reason = RenewalReason::created;  // why it began
    Instant since{};

    friend bool operator==(const Incarnation&, const Incarnation&) = default;
};

/// Keeps a few bytes for a replica outside of its folder, where putting an older folder back does
/// not take them along: the platform's keystore, or a file in another place. What it gives back is
/// trusted. Called when a store is opened and closed, and before commits are first sent; by one
/// thread at a time, on the thread of that call.
class FreshnessKeeper {
  public:
    virtual ~FreshnessKeeper() = default;
    /// Nothing if nothing was put under this id. Errors do not keep a store from opening; it then
    /// says that its freshness is not known.
    virtual Result<std::optional<Bytes>> get(ReplicaId replica) = 0;
    /// At most 64 bytes; durable when it returns. Replaces what was put before.
    virtual Result<void> put(ReplicaId replica, ByteView stamp) = 0;
};

enum class Freshness : std::uint8_t {
    unknown = 0,      // no keeper, or it failed: only the server can tell
    first = 1,        // nothing had been kept before
    fresh = 2,        // the newest state that the keeper knows of
    rolled_back = 3,  // older than that
};
std::string_view to_text(Freshness freshness);

/// What was found when the store was opened.
struct OpenReport {
    Freshness freshness = Freshness::unknown;
    std::optional<Error> keeper_problem{};
    /// The file was copied or rolled back: it goes on under a new id from here. Nothing is lost.
    std::optional<RenewalReason> renewed{};
    ReplicaId before;   // the id it had until then
    ReplicaId replica;  // and has since; the server may find out more, see Status::incarnations
};

}  // namespace sanderling
