// kill -9 of server and clients at random points, while two devices write: nothing
// that `write` returned for is lost, nothing is applied twice, and in the end all are equal.
#include "tests/integration/end_to_end/killed_writer.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <random>
#include <thread>

namespace sanderling::tests {
namespace {

/// SANDERLING_KILLS says how many (`./dev faults`: 500).
int kills() {
    const char* wanted = std::getenv("SANDERLING_KILLS");  // NOLINT(concurrency-mt-unsafe)
    return wanted != nullptr ? std::atoi(wanted) : 40;
}

TEST(OwnershipTest, AReplicaBelongsToOneProcessAtATime) {
    OrganisationFixture& org = organisation();
    const PersonId ann = org.hire("Ann of one process", "officer");
    const ScopeId scope = org.found("case", "case of one process");
    org.allocate(scope, ann);
    Phone phone(org, ann, "one-process");
    phone.sync();
    const RecordId shared = phone.visit(scope, "shared");
    const auto journal = (org.folder() / "one-process.journal").string();
    const ProcessCommand command{.program = SANDERLING_KILL_CLIENT,
                                 .arguments = {phone.folder().string(), to_text(scope),
                                               to_text(shared), journal, "x", "", "0"}};

    const auto second = must(run_process(command, patience));
    EXPECT_EQ(second.out, "in_use\n");
    EXPECT_FALSE(second.error.empty());

    phone.close();
    auto owner = must(Process::start(command));
    ASSERT_EQ(must(owner.read_line(patience)), "writing");
    const auto refused = phone.open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::in_use);

    owner.send_signal(SIGKILL);
    must(owner.wait(patience));
    must(phone.open());
    EXPECT_EQ(phone.count("SELECT count(*) FROM contact WHERE notes LIKE '%shared%'"), 1);
}

TEST(KillTest, LosesNothingAndAppliesNothingTwice) {
    OrganisationFixture& org = organisation();
    const PersonId ann = org.hire("Ann", "officer");
    const PersonId ben = org.hire("Ben", "officer");
    const ScopeId scope = org.found("case", "case");
    org.allocate(scope, ann);
    org.allocate(scope, ben);
    Phone of_ann(org, ann, "ann");
    Phone of_ben(org, ben, "ben");
    of_ann.sync();
    const RecordId shared = of_ann.visit(scope, "shared");
    of_ann.sync();
    of_ben.sync();
    const std::chrono::milliseconds at_once{0};
    KilledWriter of_a(of_ann, scope, {"a", {shared}, {}, at_once});
    KilledWriter of_b(of_ben, scope, {"b", {shared}, {}, at_once});
    const std::array<KilledWriter*, 2> writers{&of_a, &of_b};
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const ReportOnFailure report(org, {&of_a, &of_b});
    for (KilledWriter* writer : writers) writer->start();

    const int wanted = kills();
    for (int i = 0; i < wanted; ++i) {
        const std::size_t victim = random() % 4;  // the server twice as often as each client
        KilledWriter& writer = *writers.at(victim % 2);
        SCOPED_TRACE("kill " + std::to_string(i) + " of " + std::to_string(wanted) + ", victim " +
                     std::to_string(victim));
        ASSERT_TRUE(writer.moves_on());
        // The point of the kill is what is random here; nothing is waited for.
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 60'000));
        if (victim >= 2) {
            org.kill_server();
            org.start_server();
        } else {
            writer.kill();
            writer.start();
        }
    }
    for (KilledWriter* writer : writers) {
        writer->kill();
        must(writer->phone().open());
    }
    for (Phone* phone : {&of_ann, &of_ben, &of_ann}) phone->sync();

    const PersonId cat = org.hire("Cat", "officer");
    org.allocate(scope, cat);
    Phone of_cat(org, cat, "cat");
    for (Phone* phone : {&of_cat, &of_ann, &of_ben}) phone->sync();
    const auto entries = entries_on(of_cat);
    EXPECT_EQ(entries_on(of_ann), entries);
    EXPECT_EQ(entries_on(of_ben), entries);
    EXPECT_EQ(of_ann.scope(scope).digest, of_cat.scope(scope).digest);
    EXPECT_EQ(of_ben.scope(scope).digest, of_cat.scope(scope).digest);
    for (const auto& [entry, times] : entries) EXPECT_EQ(times, 1) << entry;
    std::size_t returned = 0;
    for (const KilledWriter* writer : writers)
        for (const std::string& entry : writer->returned()) {
            ++returned;
            EXPECT_TRUE(entries.contains(entry)) << "lost: " << entry;
        }
    // Each kill of a client may fall between the commit and the journal.
    const auto runs = static_cast<std::size_t>(of_a.runs() + of_b.runs());
    EXPECT_GE(returned, runs);
    EXPECT_LE(entries.size(), returned + runs + 1);
    for (Phone* phone : {&of_ann, &of_ben})
        EXPECT_EQ(must(phone->store().status()).refused_transactions, 0U);
}

}  // namespace
}  // namespace sanderling::tests
