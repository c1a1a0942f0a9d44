#include "client-sdk/vault/recovery_code.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace sanderling::vault {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t group = 5;

using Check = std::array<std::uint8_t, RecoveryCode::check_digits>;

// --- the field of 32 elements, x⁵ + x² + 1 -----------------------------------------------------

constexpr std::uint8_t doubled(std::uint8_t a) {
    const unsigned twice = unsigned{a} << 1U;
    return static_cast<std::uint8_t>((twice & 32U) != 0 ? twice ^ 0x25U : twice);
}

constexpr std::uint8_t product(std::uint8_t a, std::uint8_t b) {
    std::uint8_t sum = 0;
    for (unsigned bit = 0; bit < 5; ++bit) {
        if (((unsigned{b} >> bit) & 1U) != 0) sum ^= a;
        a = doubled(a);
    }
    return sum;
}

// The Reed-Solomon code with roots x, x², x³, x⁴: its generator without the leading 1, highest
// power first.
constexpr Check generator() {
    std::array<std::uint8_t, RecoveryCode::check_digits + 1> all{1};  // lowest power first
    std::uint8_t root = 2;
    for (std::size_t degree = 1; degree < all.size(); ++degree) {
        for (std::size_t i = degree; i > 0; --i)
            all[i] = static_cast<std::uint8_t>(all[i - 1] ^ product(all[i], root));
        all[0] = product(all[0], root);
        root = doubled(root);
    }
    Check out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = all[out.size() - 1 - i];
    return out;
}

// The remainder of the digits, as a polynomial, times x⁴.
Check check_of(std::span<const std::uint8_t, RecoveryCode::secret_digits> digits) {
    static constexpr Check divisor = generator();
    Check rest{};
    for (const std::uint8_t digit : digits) {
        const auto factor = static_cast<std::uint8_t>(digit ^ rest[0]);
        for (std::size_t i = 0; i + 1 < rest.size(); ++i)
            rest[i] = static_cast<std::uint8_t>(rest[i + 1] ^ product(factor, divisor[i]));
        rest.back() = product(factor, divisor.back());
    }
    return rest;
}

// --- characters --------------------------------------------------------------------------------

std::optional<std::uint8_t> digit_of(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    const std::size_t at = alphabet.find(c);
    if (at == std::string_view::npos) return std::nullopt;
    return static_cast<std::uint8_t>(at);
}

bool is_space(char c) {
    return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Error mistyped(std::string why) {
    return fail(Errc::invalid_argument, "the recovery code is mistyped: " + std::move(why));
}

}  // namespace

RecoveryCode RecoveryCode::generate(crypto::Random& random) {
    RecoveryCode code;
    random.fill(code.digits_.fill());
    for (std::uint8_t& digit : code.digits_.fill()) digit &= 31U;
    return code;
}

Result<RecoveryCode> RecoveryCode::parse(std::string_view text) {
    RecoveryCode code;
    Check check{};
    std::size_t count = 0;
    for (const char c : text) {
        if (is_space(c)) continue;
        const auto digit = digit_of(c);
        if (!digit) {
            return mistyped("character " + std::to_string(count + 1) +
                            " is neither a digit nor a letter it may have");
        }
        if (count < secret_digits) {
            code.digits_.fill()[count] = *digit;
        } else if (count < digits) {
            check[count - secret_digits] = *digit;
        }
        ++count;
    }
    if (count != digits) {
        return mistyped("it has " + std::to_string(digits) + " characters, and these are " +
                        std::to_string(count));
    }
    if (check_of(code.digits_.view()) != check) {
        return mistyped("its check characters do not fit the others");
    }
    return code;
}

std::string RecoveryCode::text() const {
    const Check check = check_of(digits_.view());
    std::string out;
    out.reserve(digits + digits / group);
    for (std::size_t i = 0; i < digits; ++i) {
        if (i != 0 && i % group == 0) out.push_back('-');
        out.push_back(alphabet[i < secret_digits ? digits_.view()[i] : check[i - secret_digits]]);
    }
    return out;
}

crypto::Secret<RecoveryCode::secret_digits> RecoveryCode::characters() const {
    crypto::Secret<secret_digits> out;
    for (std::size_t i = 0; i < secret_digits; ++i)
        out.fill()[i] = static_cast<std::uint8_t>(alphabet[digits_.view()[i]]);
    return out;
}

RecoveryCode RecoveryCode::clone() const {
    RecoveryCode copy;
    copy.digits_ = digits_.clone();
    return copy;
}

}  // namespace sanderling::vault
