// Integers in byte strings. Our own fields are little-endian; SQLite's are big-endian
// (docs/storage.md §2).
#pragma once

#include <cstddef>
#include <cstdint>

namespace sanderling::vault {

template <class T>
T load_le(const std::uint8_t* in) {
    T value = 0;
    for (std::size_t i = sizeof(T); i > 0; --i) {
        value = static_cast<T>((static_cast<std::uint64_t>(value) << 8U) | in[i - 1]);
    }
    return value;
}

template <class T>
void store_le(std::uint8_t* out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        out[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8U * i));
    }
}

inline std::uint32_t load_be32(const std::uint8_t* in) {
    return (std::uint32_t{in[0]} << 24U) | (std::uint32_t{in[1]} << 16U) |
           (std::uint32_t{in[2]} << 8U) | std::uint32_t{in[3]};
}

inline void store_be32(std::uint8_t* out, std::uint32_t value) {
    out[0] = static_cast<std::uint8_t>(value >> 24U);
    out[1] = static_cast<std::uint8_t>(value >> 16U);
    out[2] = static_cast<std::uint8_t>(value >> 8U);
    out[3] = static_cast<std::uint8_t>(value);
}

}  // namespace sanderling::vault
