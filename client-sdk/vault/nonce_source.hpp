// Random 24-byte nonces, drawn in batches because a system call for each page would cost as much as
// sealing it. Random and not counted: a counter repeats after a restored backup (docs/storage.md
// §3).
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sanderling::vault {

inline constexpr std::size_t nonce_bytes = 24;

/// Owned by one open file, so used by one thread at a time. A forked child never repeats a nonce of
/// its parent: what was drawn before the fork is thrown away.
class NonceSource {
  public:
    /// Valid until the next call.
    std::span<const std::uint8_t, nonce_bytes> next();

  private:
    static constexpr std::size_t batch = 64;

    std::array<std::uint8_t, batch * nonce_bytes> drawn_{};
    std::size_t used_ = batch;
    pid_t owner_ = 0;
};

}  // namespace sanderling::vault
