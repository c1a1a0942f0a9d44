// X25519 public keys, as certificates and epochs carry them. Sealing to one lives in core/sealing,
// which a server never links; the type is here because certificates are read by every side.
#pragma once

#include "core/types/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>

namespace sanderling::crypto {

struct BoxPublicKey {  // X25519
    std::array<std::uint8_t, 32> bytes{};
    friend auto operator<=>(const BoxPublicKey&, const BoxPublicKey&) = default;
    ByteView view() const { return bytes; }
};

}  // namespace sanderling::crypto
