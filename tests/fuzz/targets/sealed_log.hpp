// A write-ahead log as a vault writes it (docs/storage.md §4), made in memory for a fuzz target.
#pragma once

#include "client-sdk/vault/endian.hpp"
#include "client-sdk/vault/vfs_file.hpp"
#include "client-sdk/vault/wal_cipher.hpp"

#include <algorithm>

namespace sanderling::fuzz {

/// `frames` frames, every second one the end of a transaction, all marked as synced up to the
/// transaction before.
inline Bytes sealed_log(const vault::FileCiphers& ciphers, std::uint32_t frames) {
    using namespace vault;
    Bytes log(wal_header_bytes);
    store_be32(log.data(), 0x377f0683);  // checksum words big-endian
    store_be32(&log[4], 3'007'000);
    store_be32(&log[8], page_bytes);
    std::fill_n(log.begin() + 16, 8, std::uint8_t{0x5A});  // salts
    WalChecksum sum = wal_checksum(WordOrder::big, {}, std::span(log).first(24));
    store_be32(&log[24], sum[0]);
    store_be32(&log[28], sum[1]);

    NonceSource nonces;
    for (std::uint32_t i = 0; i < frames; ++i) {
        FrameHeader header{};
        store_be32(header.data(), i + 1);
        store_be32(&header[4], i % 2 == 1 ? i + 1 : 0);
        std::fill_n(header.begin() + 8, 8, std::uint8_t{0x5A});
        std::array<std::uint8_t, page_bytes> page{};
        std::fill_n(page.begin(), content_bytes, static_cast<std::uint8_t>(i));
        sum = wal_checksum(WordOrder::big, sum, std::span(header).first(8));
        sum = wal_checksum(WordOrder::big, sum, page);
        store_be32(&header[16], sum[0]);
        store_be32(&header[20], sum[1]);
        const FrameBinding binding = frame_binding(FrameNumber{i}, header);
        ciphers.pages.seal({FileKind::wal, i + 1, binding, i / 2 * 2}, page.data(), page.data(),
                           nonces);
        ciphers.checksums.encrypt(FrameNumber{i}, header);
        append(log, header);
        append(log, page);
    }
    return log;
}

}  // namespace sanderling::fuzz
