// kill -9 of server and clients at random points, while two devices write: nothing
// that `write` returned for is lost, nothing is applied twice, and in the end all are equal.
#include "tests/integration/end_to_end/phone.hpp"

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

/// A client process of one device, started again after each kill.
class Writer {
  public:
    Writer(Phone& phone, ScopeId scope, RecordId shared, std::string name)
        : phone_(phone), scope_(scope), shared_(shared), name_(std::move(name)) {
        phone_.close();
    }

    void start() {
        ++run_;
        process_.emplace(must(Process::start(
            {.program = SANDERLING_KILL_CLIENT,
             .arguments = {phone_.folder().string(), to_text(scope_), to_text(shared_),
                           journal().string(), name_ + std::to_string(run_)}})));
        const auto line = process_->read_line(patience);
        if (!line || *line != "writing")
            throw std::runtime_error("a client did not start: " + process_->error_text());
    }
    void kill() {
        process_->send_signal(SIGKILL);
        const ProcessExit exit = must(process_->wait(patience));
        // Had it ended by itself, it would have met an error that a client must not meet.
        EXPECT_EQ(exit.signal, SIGKILL) << process_->error_text();
    }
    std::vector<std::string> returned() const {
        std::vector<std::string> out;
        std::ifstream in(journal());
        for (std::string line; std::getline(in, line);) out.push_back(line);
        return out;
    }
    /// Until it has written something since now.
    bool moves_on() {
        const std::size_t before = returned().size();
        return wait_for([&] { return returned().size() > before || !process_->is_running(); }) &&
               process_->is_running();
    }
    std::string error_text() const { return process_->error_text(); }
    int runs() const { return run_; }
    Phone& phone() { return phone_; }

  private:
    std::filesystem::path journal() const { return phone_.folder().string() + ".journal"; }

    Phone& phone_;
    ScopeId scope_;
    RecordId shared_;
    std::string name_;
    std::optional<Process> process_{};
    int run_ = 0;
};

/// How often each log entry is there.
std::map<std::string, int> entries_on(Phone& phone) {
    std::map<std::string, int> out;
    const Rows rows = must(phone.store().query("SELECT notes FROM contact"));
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const auto& entry :
             nlohmann::json::parse(rows.get<std::string>(i, "notes").value_or("[]")))
            ++out[entry.get<std::string>()];
    return out;
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
    const ProcessCommand command{
        .program = SANDERLING_KILL_CLIENT,
        .arguments = {phone.folder().string(), to_text(scope), to_text(shared), journal, "x"}};

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
    std::array<Writer, 2> writers{Writer(of_ann, scope, shared, "a"),
                                  Writer(of_ben, scope, shared, "b")};
    for (Writer& writer : writers) writer.start();
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);

    const int wanted = kills();
    for (int i = 0; i < wanted; ++i) {
        const std::size_t victim = random() % 4;  // the server twice as often as each client
        Writer& writer = writers[victim % 2];
        ASSERT_TRUE(writer.moves_on()) << writer.error_text();
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
    for (Writer& writer : writers) {
        writer.kill();
        must(writer.phone().open());
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
    for (const Writer& writer : writers)
        for (const std::string& entry : writer.returned()) {
            ++returned;
            EXPECT_TRUE(entries.contains(entry)) << "lost: " << entry;
        }
    // Each kill of a client may fall between the commit and the journal.
    const auto runs = static_cast<std::size_t>(writers[0].runs() + writers[1].runs());
    EXPECT_GE(returned, runs);
    EXPECT_LE(entries.size(), returned + runs + 1);
    for (Phone* phone : {&of_ann, &of_ben})
        EXPECT_EQ(must(phone->store().status()).refused_transactions, 0U);
}

}  // namespace
}  // namespace sanderling::tests
