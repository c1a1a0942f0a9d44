#include "core/sealing/invite_code.hpp"

#include "tests/unit/core/sealing/fixed_random.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace sealing;

namespace {

std::string problem_with(std::string_view text) {
    const auto parsed = parse_invite(text);
    return parsed ? "" : parsed.error().detail;
}

}  // namespace

TEST(InviteCode, IsReadHoweverItIsTyped) {
    const InviteSecret invite = InviteSecret::parse("01234-56789-ABCDE-FGHJK-MNPQRS").value();

    EXPECT_EQ(invite.text(), "01234-56789-ABCDE-FGHJK-MNPQRS");
    EXPECT_EQ(InviteSecret::parse("oi234 56789-abcde-fghjk-mnpqrs")->text(), invite.text());
    EXPECT_EQ(InviteSecret::parse("Ol23456789ABCDEFGHJKMNPQRS")->id(), invite.id());
    EXPECT_TRUE(InviteSecret::parse("OL23456789ABCDEFGHJKMNPQRS")->key() == invite.key());
}

TEST(InviteCode, SaysWhatIsWrongWithIt) {
    EXPECT_EQ(InviteSecret::parse("01234").error().detail,
              "an invite has 26 characters, this one has 5");
    EXPECT_EQ(InviteSecret::parse("01234-56789-ABCDE-FGHJK-MNPQRST").error().detail,
              "an invite has 26 characters, this one has 27");
    EXPECT_EQ(InviteSecret::parse("U1234-56789-ABCDE-FGHJK-MNPQRS").error().detail,
              "'U' does not occur in an invite");
}

TEST(InviteCode, HasALookupIdThatIsNotItsKey) {
    crypto::SystemRandom random;
    const InviteSecret one = InviteSecret::generate(random);
    const InviteSecret two = InviteSecret::generate(random);

    EXPECT_NE(one.text(), two.text());
    EXPECT_NE(one.id(), two.id());
    EXPECT_FALSE(one.key() == two.key());
    const InviteId id = one.id();
    const crypto::Secret<32> key = one.key();
    EXPECT_FALSE(std::equal(id.bytes.begin(), id.bytes.end(), key.view().begin()));
}

TEST(InviteText, ComesBackFromItsText) {
    FixedRandom random;
    const InviteAddress invite{"sync.example.org", 7443, InviteSecret::generate(random)};

    EXPECT_EQ(invite_uri(invite), invite_text(invite) + "?v=1");
    EXPECT_EQ(parse_invite(invite_uri(invite))->secret.text(), invite.secret.text());
    EXPECT_EQ(parse_invite(invite_text(invite) + "?v=2").error().code, Errc::unsupported_version);
    const auto parsed = parse_invite("  " + invite_text(invite) + "\n");

    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->host, invite.host);
    EXPECT_EQ(parsed->port, invite.port);
    EXPECT_EQ(parsed->secret.text(), invite.secret.text());
}

TEST(InviteText, PutsIpv6InBrackets) {
    FixedRandom random;
    const InviteAddress invite{"::1", 7443, InviteSecret::generate(random)};

    EXPECT_EQ(invite_text(invite).substr(0, 23), "sanderling://[::1]:7443");
    EXPECT_EQ(parse_invite(invite_text(invite))->host, "::1");
}

TEST(InviteText, SaysWhatIsWrongWithIt) {
    const std::string code = "/01234-56789-ABCDE-FGHJK-MNPQRS";

    EXPECT_EQ(problem_with("https://host:1" + code), "an invite begins with sanderling://");
    EXPECT_EQ(problem_with("sanderling://host:1"),
              "the invite lacks its 26 characters after the address");
    EXPECT_EQ(problem_with("sanderling://host" + code),
              "the invite's address lacks its port, as in HOST:PORT");
    EXPECT_EQ(problem_with("sanderling://[::1]" + code),
              "the invite's address lacks its port, as in HOST:PORT");
    EXPECT_EQ(problem_with("sanderling://:1" + code), "the invite's address lacks its host");
    EXPECT_EQ(problem_with("sanderling://host:99999" + code),
              "the port of the invite's address is not a number from 1 to 65535");
    EXPECT_EQ(problem_with("sanderling://::1:5" + code),
              "an IPv6 address stands in brackets, as in [::1]:PORT");
    EXPECT_EQ(problem_with("sanderling://host:1/ABC"),
              "an invite has 26 characters, this one has 3");
    EXPECT_EQ(problem_with(""), "an invite begins with sanderling://");
}

}  // namespace sanderling::test
