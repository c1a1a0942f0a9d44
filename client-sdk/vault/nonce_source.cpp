#include "client-sdk/vault/nonce_source.hpp"

#include <sodium.h>
#include <unistd.h>

namespace sanderling::vault {

std::span<const std::uint8_t, nonce_bytes> NonceSource::next() {
    const pid_t self = ::getpid();
    if (used_ == batch || owner_ != self) {
        randombytes_buf(drawn_.data(), drawn_.size());
        owner_ = self;
        used_ = 0;
    }
    const std::size_t at = used_++ * nonce_bytes;
    return std::span<const std::uint8_t, nonce_bytes>(drawn_.data() + at, nonce_bytes);
}

}  // namespace sanderling::vault
