#include "client-sdk/link/address.hpp"

#include <gtest/gtest.h>

namespace sanderling::link {
namespace {

TEST(ServerAddress, IsReadInAllItsSpellings) {
    const ServerAddress expected{"sync.example.org", 7443};

    EXPECT_EQ(*parse_server("wss://sync.example.org:7443/sync"), expected);
    EXPECT_EQ(*parse_server("wss://sync.example.org:7443/"), expected);
    EXPECT_EQ(*parse_server("wss://sync.example.org:7443"), expected);
    EXPECT_EQ(*parse_server("sync.example.org:7443"), expected);
    EXPECT_EQ(*parse_server("[::1]:7443"), (ServerAddress{"::1", 7443}));
}

TEST(ServerAddress, IsSpelledSoThatItReadsAgain) {
    for (const ServerAddress& server : {ServerAddress{"10.0.0.1", 1}, ServerAddress{"::1", 65535}})
        EXPECT_EQ(*parse_server(to_text(server)), server);
}

TEST(ServerAddress, RefusesWhatIsNotEncryptedOrNotThere) {
    for (const char* text :
         {"ws://host:1/sync", "https://host:1", "host", "host:", "host:0", "host:65536", "host:1x",
          ":7443", "::1:7443", "wss://host:1/other", "user@host:1", "ho st:1", ""})
        EXPECT_FALSE(parse_server(text)) << text;
}

}  // namespace
}  // namespace sanderling::link
