#include "client-sdk/keyholder/state.hpp"

#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sanderling::keyholder {
namespace {

TEST(State, ComesBackFromItsBytes) {
    Office o;
    const PersonId jo = o.person("Jo");
    const ScopeId file = o.case_file("Case 1");
    o.done(Allocate{"Case 1", "Jo", "", {}, {}});
    o.done(InvitePerson{"Jo"});

    const Bytes bytes = encode(o.state);
    const auto read = decode_state(bytes);

    ASSERT_TRUE(read);
    EXPECT_EQ(encode(*read), bytes);
    EXPECT_EQ(read->root.public_key, o.state.root.public_key);
    EXPECT_TRUE(read->root.secret == o.state.root.secret);
    EXPECT_TRUE(read->people.at(jo).keys[0].pair.secret ==
                o.state.people.at(jo).keys[0].pair.secret);
    EXPECT_TRUE(read->scopes.at(file).token == o.state.scopes.at(file).token);
    EXPECT_EQ(read->invites.size(), 1U);
    EXPECT_EQ(read->server->port, 7443);
}

TEST(State, RefusesEveryTruncation) {
    Office o;
    o.person("Jo");
    o.case_file("Case 1");
    const Bytes bytes = encode(o.state);

    for (std::size_t size = 0; size < bytes.size(); size += 3)
        EXPECT_FALSE(decode_state(ByteView(bytes).first(size))) << size;
}

TEST(State, DescribesTheOrganisationWithoutASecret) {
    const Office o;

    const auto json = nlohmann::json::parse(public_description(o.state));

    EXPECT_EQ(json["org"], to_text(o.state.org));
    EXPECT_EQ(json["root"], to_hex(o.state.root.public_key.view()));
    EXPECT_EQ(json["registrar"], to_hex(o.state.registrar_cert));
    EXPECT_EQ(json.size(), 4U);
}

}  // namespace
}  // namespace sanderling::keyholder
