// Whether a file is the newest state of its replica and in its own place: what it remembers of
// itself, beside what is known outside of it (docs/storage.md §14). Pure.
#pragma once

#include "core/types/bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>

#include "sanderling/identity.hpp"

namespace sanderling::replica {

/// One of these is made at each opening, and outlives the file in the keeper.
struct Stamp {
    std::uint64_t number = 0;              // of the opening, from 1
    std::array<std::uint8_t, 16> nonce{};  // tells two branches of one history apart
    std::int64_t written = 0;              // positions of the outbox given so far; never decreases

    friend bool operator==(const Stamp&, const Stamp&) = default;
};
Bytes encode(const Stamp& stamp);
std::optional<Stamp> decode_stamp(ByteView bytes);

/// What a file remembers from its last opening. Empty: it never noted it.
struct Remembered {
    std::optional<Stamp> stamp{};
    std::optional<Stamp> stamp_before{};  // in the keeper still, if the last opening was cut off
    bool was_kept = false;                // the last opening found a stamp in its keeper
    Bytes database{};
    Bytes place{};
};

/// What is the case now.
struct Found {
    std::int64_t written = 0;
    bool has_keeper = false;
    std::optional<Stamp> kept{};
    Bytes database{};  // id of the vault
    Bytes place{};     // place_of()
};

struct Recognition {
    Freshness freshness = Freshness::unknown;
    std::optional<RenewalReason> renewed{};
};
Recognition recognise(const Remembered& file, const Found& now);

}  // namespace sanderling::replica
