// The signed part of a commit (docs/protocol.md §3). Every field is there from the first version,
// because signed bytes cannot grow later.
#pragma once

#include "core/commit/canonical.hpp"
#include "core/crypto/signature.hpp"

#include <array>
#include <optional>
#include <vector>

namespace sanderling::commit {

/// Ed25519, BLAKE2b-256, XChaCha20-Poly1305.
inline constexpr std::uint8_t suite_1 = 1;

/// The last completed checkpoint the author had applied when writing: a place in the scope's chain.
struct Base {
    Generation generation{};
    Seq seq{};                             // 0: nothing of the scope was known
    std::array<std::uint8_t, 16> chain{};  // the first bytes of the chain hash at seq

    friend auto operator<=>(const Base&, const Base&) = default;
};

/// What a copied or restored replica continues: everything of `parent.replica` up to its counter.
using Lineage = Dot;

struct Header {
    std::uint8_t suite = suite_1;
    OrgId org{};
    ScopeId scope{};
    KeyEpoch epoch{};
    DeviceId device{};
    ReplicaId replica{};
    Counter counter{};        // gapless from 1 for each (replica, scope)
    crypto::Hash previous{};  // this replica's previous commit in this scope; zero for the first
    Base base{};
    Counter own{};    // this replica's last counter in the scope when the form was opened
    HlcTime clock{};  // a claim
    SchemaVersion schema{};
    TransactionId transaction{};
    std::uint16_t transaction_index = 0;
    std::uint16_t transaction_count = 1;
    std::optional<Lineage> lineage{};
    std::vector<crypto::Hash> leaves{};  // one for each patch, in order

    Dot dot() const { return {replica, counter}; }
    friend bool operator==(const Header&, const Header&) = default;
};

Bytes encode(const Header& header);
/// Errors: malformed.
Result<Header> decode_header(ByteView bytes);

/// The identity of a commit in hash chains: over the whole encoded header.
crypto::Hash commit_hash(const Header& header);

/// The part of the header that a seal binds: who, where and under which key, with the patch's
/// index.
Bytes seal_identity(const Header& header, std::uint32_t patch_index);

}  // namespace sanderling::commit
