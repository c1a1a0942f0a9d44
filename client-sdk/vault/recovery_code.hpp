// A code that a person writes down and keeps apart from the device: 26 characters of Crockford's
// base32, 130 random bits, and four that check them. The rule is docs/storage.md §6.
#pragma once

#include "core/crypto/random.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"

#include <string>
#include <string_view>

namespace sanderling::vault {

class RecoveryCode {
  public:
    static constexpr std::size_t secret_digits = 26;
    static constexpr std::size_t check_digits = 4;
    static constexpr std::size_t digits = secret_digits + check_digits;

    static RecoveryCode generate(crypto::Random& random);

    /// Any case, I and L for 1, O for 0, hyphens and spaces anywhere. Errc::invalid_argument for a
    /// code that nobody was given: a wrong number of characters, a character that is none of the
    /// alphabet, or check characters that do not fit (certainly so if at most four are mistyped,
    /// swapped ones among them; otherwise but for one in a million). So a code that parses and does
    /// not open a vault is another vault's.
    static Result<RecoveryCode> parse(std::string_view text);

    /// XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX. To be shown once; whoever holds it wipes it.
    std::string text() const;

    /// The 26 characters without the check, upper case: what the wrapping key is made from.
    crypto::Secret<secret_digits> characters() const;

    RecoveryCode clone() const;

  private:
    crypto::Secret<secret_digits> digits_{};  // 0 to 31 each
};

}  // namespace sanderling::vault
