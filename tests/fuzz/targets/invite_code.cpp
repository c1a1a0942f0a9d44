// What a person types: an invite (core/sealing/invite_code.hpp) or a recovery code
// (client-sdk/vault/recovery_code.hpp). What is understood has one spelling of ours, which says
// the same.
#include "core/sealing/invite_code.hpp"

#include "client-sdk/vault/recovery_code.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

namespace sanderling::fuzz {

namespace {

class Counting final : public crypto::Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) byte = next_++;
    }

  private:
    std::uint8_t next_ = 0;
};

std::string_view problem_with_invite(std::string_view text) {
    const auto invite = sealing::parse_invite(text);
    if (!invite) return {};
    const std::string spelled = sealing::invite_text(*invite);
    const auto again = sealing::parse_invite(spelled);
    if (!again) return "our own spelling of an invite is refused";
    if (again->host != invite->host || again->port != invite->port ||
        again->secret.text() != invite->secret.text())
        return "our own spelling of an invite says something else";
    if (invite->port == 0) return "an invite without a port";
    return {};
}

std::string_view problem_with_recovery_code(std::string_view text) {
    const auto code = vault::RecoveryCode::parse(text);
    if (!code) return {};
    const auto again = vault::RecoveryCode::parse(code->text());
    if (!again || !(again->characters() == code->characters()))
        return "our own spelling of a recovery code says something else";
    return {};
}

}  // namespace

std::string_view problem_with(ByteView input) {
    const std::string_view text = as_text(input);
    if (const auto problem = problem_with_invite(text); !problem.empty()) return problem;
    if (const auto problem = problem_with_recovery_code(text); !problem.empty()) return problem;
    const auto secret = sealing::InviteSecret::parse(text);
    if (secret && sealing::InviteSecret::parse(secret->text()).value().id() != secret->id())
        return "our own spelling of an invite's characters says something else";
    return {};
}

std::vector<Bytes> seeds() {
    Counting random;
    const auto secret = sealing::InviteSecret::generate(random);
    std::vector<std::string> texts{secret.text(), vault::RecoveryCode::generate(random).text()};
    for (const char* host : {"server.example", "127.0.0.1", "::1"})
        texts.push_back(sealing::invite_text({host, 8443, secret.clone()}));
    std::vector<Bytes> out;
    for (const std::string& text : texts) out.push_back(to_bytes(as_bytes(text)));
    return out;
}

}  // namespace sanderling::fuzz
