// Whoever presses Ctrl-C in the middle of the demonstration finds nothing of it left.
#include "tests/support/process.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <fstream>

namespace sanderling::tests {
namespace {

using namespace std::chrono_literals;

std::vector<pid_t> children_of(pid_t pid) {
    std::vector<pid_t> children;
    for (const auto& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
        std::ifstream file(task.path() / "children");
        for (pid_t child = 0; file >> child;) children.push_back(child);
    }
    return children;
}

bool is_gone(pid_t pid) {
    return kill(pid, 0) == -1 && errno == ESRCH;
}

TEST(Demo, LeavesNothingWhenInterrupted) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "demo_interrupted";
    std::filesystem::remove_all(folder);
    auto demo = Process::start(
        {.program = SANDERLING_DEMO, .arguments = {"--cases", "4", "--no-keep", "--dir", folder}});
    ASSERT_TRUE(demo);
    for (auto line = demo->read_line(60s);; line = demo->read_line(60s)) {
        ASSERT_TRUE(line) << demo->error_text();
        if (line->find("The caseload comes in") != std::string::npos) break;
    }
    const auto children = children_of(demo->pid());

    demo->send_signal(SIGINT);

    const auto exit = demo->wait(30s);
    ASSERT_TRUE(exit);
    EXPECT_EQ(exit->code, 130);
    EXPECT_GE(children.size(), 2U);  // the server and the keyholder
    for (const pid_t child : children) EXPECT_TRUE(is_gone(child)) << child;
    EXPECT_FALSE(std::filesystem::exists(folder));
}

}  // namespace
}  // namespace sanderling::tests
