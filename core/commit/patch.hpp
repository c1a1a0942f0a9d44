// The part of a commit that touches one record, sealed once (docs/protocol.md §3).
#pragma once

#include "core/commit/canonical.hpp"
#include "core/commit/path.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace sanderling::commit {

using Nonce = std::array<std::uint8_t, 24>;

/// Whom the ciphertext is for.
enum class SealMode : std::uint8_t {
    scope_key = 1,  // every member who holds the epoch key
    deposit = 2,    // the epoch's public key: written here, unreadable here
};

struct Patch {
    RecordId record{};
    SealMode mode = SealMode::scope_key;
    std::vector<PathWrite> paths{};
    Nonce nonce{};
    crypto::Hash body_hash{};           // over nonce and ciphertext
    std::optional<Bytes> ciphertext{};  // absent, with the nonce, once no path is live: a stub

    void set_ciphertext(const Nonce& fresh, Bytes sealed);
    void drop_body();  // leaves a stub, which still verifies
    friend bool operator==(const Patch&, const Patch&) = default;
};

/// The visible part: record, mode and paths, in canonical form. It is hashed into the leaf and
/// bound to the ciphertext as associated data.
Bytes encode_visible(const Patch& patch);
void write_visible(CanonicalWriter& out, const Patch& patch);

/// The visible part without the record id, with which it begins.
void write_shape(CanonicalWriter& out, const Patch& patch);
void read_shape(CanonicalReader& in, Patch& patch);

crypto::Hash body_hash(const Nonce& nonce, ByteView ciphertext);

/// What the header signs for this patch. Needs no ciphertext, so a stub still verifies.
crypto::Hash leaf_hash(const Patch& patch);

}  // namespace sanderling::commit
