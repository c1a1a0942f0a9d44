// Key material: locked memory, zeroed on release, movable but not copyable, not printable, compared
// in constant time.
#pragma once

#include "core/types/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace sanderling::crypto {

namespace detail {
std::uint8_t* secret_allocate(std::size_t size);
void secret_free(std::uint8_t* data) noexcept;
bool secret_equal(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) noexcept;
}  // namespace detail

template <std::size_t N>
class Secret {
  public:
    static constexpr std::size_t size = N;

    /// All zero.
    Secret() : data_(detail::secret_allocate(N)) {}
    explicit Secret(std::span<const std::uint8_t, N> bytes) : Secret() {
        for (std::size_t i = 0; i < N; ++i) data_[i] = bytes[i];
    }
    Secret(Secret&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
    Secret& operator=(Secret&& other) noexcept {
        std::swap(data_, other.data_);
        return *this;
    }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret() { detail::secret_free(data_); }

    Secret clone() const { return Secret(view()); }
    std::span<const std::uint8_t, N> view() const {
        return std::span<const std::uint8_t, N>(data_, N);
    }
    std::span<std::uint8_t, N> fill() { return std::span<std::uint8_t, N>(data_, N); }

    friend bool operator==(const Secret& a, const Secret& b) {
        return detail::secret_equal(a.data_, b.data_, N);
    }

  private:
    std::uint8_t* data_;  // owned; from sodium_malloc
};

}  // namespace sanderling::crypto
