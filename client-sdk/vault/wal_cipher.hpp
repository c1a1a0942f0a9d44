// What is particular to the write-ahead log: its layout, SQLite's frame checksum, and the
// permutation that hides it. SQLite's checksum is linear over the plaintext, so it is never stored
// as it is. The rule is docs/storage.md §4.
#pragma once

#include "client-sdk/vault/page_cipher.hpp"
#include "core/crypto/secret.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sanderling::vault {

inline constexpr std::size_t wal_header_bytes = 32;
inline constexpr std::size_t frame_header_bytes = 24;
inline constexpr std::size_t frame_checksum_at = 16;
inline constexpr std::size_t frame_bytes = frame_header_bytes + page_bytes;

using FrameHeader = std::array<std::uint8_t, frame_header_bytes>;

enum class FrameNumber : std::uint32_t {};  // from 0, by position in the file

constexpr std::int64_t frame_offset(FrameNumber frame) {
    return static_cast<std::int64_t>(wal_header_bytes) +
           static_cast<std::int64_t>(number(frame)) * static_cast<std::int64_t>(frame_bytes);
}

/// A keyed permutation of 64 bits, another one for each tweak: a Feistel network of eight rounds
/// over SipHash-2-4. Const members may be called from several threads at once.
class ChecksumPermutation {
  public:
    explicit ChecksumPermutation(const crypto::Secret<32>& database_key);

    /// In place, over bytes 16..23. The tweak is the header's salts and the frame's number, so
    /// rewriting a checksum at its place is the only use of one permutation twice.
    void encrypt(FrameNumber frame, FrameHeader& header) const;
    void decrypt(FrameNumber frame, FrameHeader& header) const;

  private:
    std::uint32_t round(FrameNumber frame, const FrameHeader& header, std::uint32_t half,
                        std::uint32_t index) const;

    crypto::Secret<16> key_;
};

/// What a page in the log is bound to besides its number: pgno and commit size of its frame header,
/// and the frame's place in the file. Not the salts: while a transaction overwrites frames of its
/// own, SQLite writes them as zeros, and puts them in when it writes the checksums anew.
inline constexpr std::size_t frame_binding_bytes = 16;
using FrameBinding = std::array<std::uint8_t, frame_binding_bytes>;
FrameBinding frame_binding(FrameNumber frame, const FrameHeader& header);

/// SQLite's cumulative checksum, continued from `sum` over `data` (a multiple of 8 bytes), with
/// words read as the low bit of the log's magic says.
enum class WordOrder : std::uint8_t { little, big };
using WalChecksum = std::array<std::uint32_t, 2>;
WalChecksum wal_checksum(WordOrder order, WalChecksum sum, std::span<const std::uint8_t> data);

}  // namespace sanderling::vault
