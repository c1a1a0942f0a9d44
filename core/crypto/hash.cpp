#include "core/crypto/hash.hpp"

#include "core/types/assert.hpp"

#include <sodium.h>

namespace sanderling::crypto {

Hash hash(HashType type, ByteView content) {
    return hash(type, {content});
}

Hash hash(HashType type, std::initializer_list<ByteView> parts) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, 32);
    const auto prefix = static_cast<std::uint8_t>(type);
    crypto_generichash_update(&state, &prefix, 1);
    for (const ByteView part : parts) crypto_generichash_update(&state, part.data(), part.size());
    Hash out;
    crypto_generichash_final(&state, out.bytes.data(), out.bytes.size());
    return out;
}

std::array<std::uint8_t, 16> keyed_hash_16(ByteView key, ByteView content) {
    SANDERLING_ASSERT(key.size() == 32);
    std::array<std::uint8_t, 16> out{};
    crypto_generichash(out.data(), out.size(), content.data(), content.size(), key.data(),
                       key.size());
    return out;
}

}  // namespace sanderling::crypto
