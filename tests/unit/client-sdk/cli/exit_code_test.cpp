#include "client-sdk/cli/exit_code.hpp"

#include <gtest/gtest.h>

namespace sanderling::cli {
namespace {

TEST(ExitCode, IsWhatTheManualSays) {
    EXPECT_EQ(exit_of(Errc::ok), Exit::ok);
    EXPECT_EQ(exit_of(Errc::wrong_key), Exit::wrong_key);
    EXPECT_EQ(exit_of(Errc::not_found), Exit::not_found);
    EXPECT_EQ(exit_of(Errc::timeout), Exit::offline);
    EXPECT_EQ(exit_of(Errc::not_permitted), Exit::refused);
    EXPECT_EQ(exit_of(Errc::invite_used), Exit::refused);
    EXPECT_EQ(exit_of(Errc::conflict_closed), Exit::conflict);
    EXPECT_EQ(exit_of(Errc::corrupt), Exit::damaged);
    EXPECT_EQ(exit_of(Errc::disk_full), Exit::disk_full);
    EXPECT_EQ(exit_of(Errc::in_use), Exit::in_use);
    EXPECT_EQ(exit_of(Errc::internal), Exit::failed);
}

TEST(ExitCode, KeepsItsNumbers) {
    EXPECT_EQ(static_cast<int>(Exit::wrong_key), 3);
    EXPECT_EQ(static_cast<int>(Exit::not_found), 4);
    EXPECT_EQ(static_cast<int>(Exit::offline), 5);
    EXPECT_EQ(static_cast<int>(Exit::refused), 6);
    EXPECT_EQ(static_cast<int>(Exit::conflict), 7);
    EXPECT_EQ(static_cast<int>(Exit::damaged), 8);
    EXPECT_EQ(static_cast<int>(Exit::disk_full), 9);
    EXPECT_EQ(static_cast<int>(Exit::some_rejected), 10);
    EXPECT_EQ(static_cast<int>(Exit::in_use), 11);
}

}  // namespace
}  // namespace sanderling::cli
