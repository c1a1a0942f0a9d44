#include "tests/support/process.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

namespace sanderling::tests {
namespace {

using namespace std::chrono_literals;

ProcessCommand shell(std::string script) {
    return {.program = "/bin/sh", .arguments = {"-c", std::move(script)}};
}

TEST(Process, GivesLinesExitCodeAndErrorOutput) {
    std::vector<std::string> lines;

    const auto output = run_process(shell("echo one; echo two; printf three; echo oh >&2; exit 3"),
                                    10s, [&](const std::string& line) { lines.push_back(line); });

    ASSERT_TRUE(output);
    EXPECT_EQ(lines, (std::vector<std::string>{"one", "two", "three"}));
    EXPECT_EQ(output->exit.code, 3);
    EXPECT_EQ(output->exit.signal, 0);
    EXPECT_EQ(output->error, "oh\n");
}

TEST(Process, TakesAndGivesMoreThanAPipeHolds) {
    ProcessCommand command{.program = "/bin/cat"};
    for (int i = 0; i < 40'000; ++i) command.input += "line " + std::to_string(i) + "\n";
    const std::string input = command.input;

    const auto output = run_process(std::move(command), 20s);

    ASSERT_TRUE(output);
    EXPECT_TRUE(output->exit.is_success());
    EXPECT_EQ(output->out, input);
}

TEST(Process, ReplacesTheEnvironmentItNames) {
    auto command = shell("echo $SANDERLING_PROCESS_TEST $HOME");
    command.environment = {{"SANDERLING_PROCESS_TEST", "here"}, {"HOME", "/nowhere"}};

    const auto output = run_process(std::move(command), 10s);

    ASSERT_TRUE(output);
    EXPECT_EQ(output->out, "here /nowhere\n");
}

TEST(Process, KeepsTheErrorLog) {
    const auto log = std::filesystem::path(testing::TempDir()) / "process_test.log";
    std::filesystem::remove(log);
    auto command = shell("echo first >&2");
    command.error_log = log;

    ASSERT_TRUE(run_process(command, 10s));
    ASSERT_TRUE(run_process(command, 10s));

    std::ifstream file(log);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    EXPECT_EQ(text, "first\nfirst\n");
}

TEST(Process, SaysThatThereIsNoSuchProgram) {
    const auto process = Process::start({.program = "/nowhere/at-all"});

    ASSERT_FALSE(process);
    EXPECT_EQ(process.error().code, Errc::not_found);
}

TEST(Process, WaitsNoLongerThanTold) {
    auto process = Process::start(shell("sleep 60"));
    ASSERT_TRUE(process);

    EXPECT_EQ(process->read_line(50ms).error().code, Errc::timeout);
    EXPECT_EQ(process->wait(50ms).error().code, Errc::timeout);
    EXPECT_TRUE(process->is_running());
}

TEST(Process, IsGoneWhenItsOwnerIs) {
    pid_t pid = 0;
    {
        auto process = Process::start(shell("echo ready; sleep 60"));
        ASSERT_TRUE(process);
        ASSERT_EQ(process->read_line(10s).value(), "ready");
        pid = process->pid();
        ASSERT_EQ(kill(pid, 0), 0);
    }
    EXPECT_EQ(kill(pid, 0), -1);
    EXPECT_EQ(errno, ESRCH);
}

TEST(Process, IsKilledIfItDoesNotListen) {
    auto process = Process::start(shell("trap '' TERM; echo ready; while :; do sleep 1; done"));
    ASSERT_TRUE(process);
    ASSERT_EQ(process->read_line(10s).value(), "ready");

    EXPECT_EQ(process->stop(100ms).signal, SIGKILL);
}

TEST(Process, StopsWaitingWhenAskedTo) {
    std::stop_source stop;
    auto command = shell("sleep 60");
    command.stop = stop.get_token();
    std::jthread later([&] { stop.request_stop(); });

    const auto output = run_process(std::move(command), 30s);

    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, Errc::closed);
}

}  // namespace
}  // namespace sanderling::tests
