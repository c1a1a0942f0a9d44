// Keys derived from an epoch key, one for each purpose, so that no two uses share a key. Private to
// core/sealing. The numbers are part of the format: never changed, never reused.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace sanderling::sealing {

enum class Purpose : std::uint64_t {
    content = 1,
    deposit = 2,
    wrap_previous = 3,
    wrap_token = 4,
    note = 5,
    deposit_token = 6
};

/// On the stack, zeroed at the end: a seal needs one for a microsecond.
class Subkey {
  public:
    Subkey(std::span<const std::uint8_t, 32> epoch_key, Purpose purpose);
    ~Subkey();
    Subkey(const Subkey&) = delete;
    Subkey& operator=(const Subkey&) = delete;

    std::span<const std::uint8_t, 32> view() const { return bytes_; }

  private:
    std::array<std::uint8_t, 32> bytes_{};
};

}  // namespace sanderling::sealing
