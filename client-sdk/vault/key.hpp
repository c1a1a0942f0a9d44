// What a person or a platform gives to open a vault, and how it becomes the key that wraps the
// database key. The rule is docs/storage.md §6.
#pragma once

#include "client-sdk/vault/keystore.hpp"
#include "client-sdk/vault/recovery_code.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace sanderling::vault {

/// A passphrase or PIN, UTF-8. Zeroed when it goes; the caller wipes what it was made from.
class Passphrase {
  public:
    explicit Passphrase(std::string_view text);
    Passphrase(Passphrase&&) noexcept = default;
    Passphrase& operator=(Passphrase&& other) noexcept;
    Passphrase(const Passphrase&) = delete;
    Passphrase& operator=(const Passphrase&) = delete;
    ~Passphrase();

    std::span<const std::uint8_t> view() const { return bytes_; }

  private:
    std::vector<std::uint8_t> bytes_;
};

/// Thirty-two random bytes that the application keeps, as in an item of the platform's keystore.
struct RawKey {
    crypto::Secret<32> bytes{};
};

/// A keystore that keeps or wraps a secret of its own for each vault.
struct KeystoreKey {
    std::shared_ptr<Keystore> keystore{};  // shared with the application; never null
};

using Key = std::variant<Passphrase, RawKey, RecoveryCode, KeystoreKey>;

/// The cost of Argon2id. The default is meant for phones; a test takes the least.
struct KdfCost {
    std::uint32_t operations = 3;
    std::uint64_t memory_bytes = std::uint64_t{64} << 20U;

    static constexpr KdfCost least() { return {.operations = 1, .memory_bytes = 8192}; }
};

/// Beyond these a slot is refused before any memory is taken: a slot file must not be a memory
/// bomb.
inline constexpr std::uint32_t kdf_operations_max = 16;
inline constexpr std::uint64_t kdf_memory_bytes_max = std::uint64_t{1} << 30U;
bool within_bounds(const KdfCost& cost);

using Salt = std::span<const std::uint8_t, 16>;

/// Argon2id; takes the memory and time `cost` says. Errc::invalid_argument beyond the bounds,
/// Errc::io if the memory cannot be had.
Result<crypto::Secret<32>> wrapping_key(const Passphrase& passphrase, Salt salt,
                                        const KdfCost& cost);
crypto::Secret<32> wrapping_key(const RawKey& key, Salt salt);
crypto::Secret<32> wrapping_key(const RecoveryCode& code, Salt salt);

}  // namespace sanderling::vault
