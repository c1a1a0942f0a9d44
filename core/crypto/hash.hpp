// BLAKE2b-256 with a type prefix: a hash of one kind of thing is never a hash of another.
#pragma once

#include "core/types/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>

namespace sanderling::crypto {

struct Hash {
    std::array<std::uint8_t, 32> bytes{};

    friend auto operator<=>(const Hash&, const Hash&) = default;
    bool is_zero() const { return *this == Hash{}; }
    ByteView view() const { return bytes; }
};

/// The type prefix, one byte before the hashed content. The numbers are part of the format
/// (docs/protocol.md §3) and never reused.
enum class HashType : std::uint8_t {
    commit = 1,
    leaf = 2,
    body = 3,  // a patch's nonce and ciphertext
    chain = 4,
    digest_entry = 5,
    scope_log_entry = 6,
    certificate = 7,
    epoch_commitment = 8,
    envelopes = 9,
    key_id = 10,  // ids derived from public keys
    handshake = 11,
    invite = 12,
    record_key = 13,  // record ids derived from natural keys
    lost_links = 14,
    device_order = 15,
    wipe_receipt = 16,
    work_receipt = 20,
    hold_note = 25,
    purge_receipt = 26,
};

Hash hash(HashType type, ByteView content);
Hash hash(HashType type, std::initializer_list<ByteView> parts);  // over their concatenation

/// A 16-byte keyed BLAKE2b. `key` has 32 bytes.
std::array<std::uint8_t, 16> keyed_hash_16(ByteView key, ByteView content);

}  // namespace sanderling::crypto
