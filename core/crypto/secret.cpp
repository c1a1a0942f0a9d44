#include "core/crypto/secret.hpp"

#include <sodium.h>

#include <new>

namespace sanderling::crypto::detail {

std::uint8_t* secret_allocate(std::size_t size) {
    if (sodium_init() < 0) throw std::bad_alloc();
    void* p = sodium_malloc(size);
    if (p == nullptr) throw std::bad_alloc();
    sodium_memzero(p, size);
    return static_cast<std::uint8_t*>(p);
}

void secret_free(std::uint8_t* data) noexcept {
    if (data != nullptr) sodium_free(data);
}

bool secret_equal(const std::uint8_t* a, const std::uint8_t* b, std::size_t size) noexcept {
    return sodium_memcmp(a, b, size) == 0;
}

}  // namespace sanderling::crypto::detail
