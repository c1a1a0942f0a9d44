// The typed form of an invite: an address and 26 characters of Crockford's base32, 130 bits, of
// which a lookup id and a sealing key are derived (docs/protocol.md §6).
#pragma once

#include "core/crypto/random.hpp"
#include "core/crypto/secret.hpp"
#include "core/types/error.hpp"

#include <string>
#include <string_view>

namespace sanderling::sealing {

using InviteId = Id<struct InviteTag>;

inline constexpr std::size_t invite_characters = 26;

/// The 26 characters. Whoever has them can enrol once.
class InviteSecret {
  public:
    static InviteSecret generate(crypto::Random& random);
    /// Any case, I and L for 1, O for 0, hyphens and spaces anywhere.
    /// Errors: invalid_argument, naming the character or the number of them.
    static Result<InviteSecret> parse(std::string_view text);
    InviteSecret clone() const;

    /// XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX
    std::string text() const;
    /// What the server knows an invite by. Says nothing about the key.
    InviteId id() const;
    crypto::Secret<32> key() const;

  private:
    crypto::Secret<invite_characters> digits_;  // 0 to 31 each
};

struct InviteAddress {
    std::string host{};  // a name or an address; IPv6 without brackets
    std::uint16_t port = 0;
    InviteSecret secret{};
};

/// What a person types: sanderling://HOST:PORT/XXXXX-XXXXX-XXXXX-XXXXX-XXXXXX
std::string invite_text(const InviteAddress& invite);
/// What a QR code has: the same, and the version of the form: …?v=1
std::string invite_uri(const InviteAddress& invite);
/// Of either form. Errors: invalid_argument, saying what is wrong in words for whoever typed it;
/// unsupported_version (a URI of a later version).
Result<InviteAddress> parse_invite(std::string_view text);

}  // namespace sanderling::sealing
