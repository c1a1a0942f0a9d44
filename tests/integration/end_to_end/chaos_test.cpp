// Two real clients and a real server through a network that cuts, delays and reorders, all of them
// killed with SIGKILL at random: when the faults stop, everything that a writer was told is kept is
// there once, and all devices are equal. `./dev chaos` runs it for ten minutes (docs/suites.md).
#include "tests/integration/end_to_end/killed_writer.hpp"
#include "tests/support/rough_proxy.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>
#include <thread>

namespace sanderling::tests {
namespace {

using Clock = std::chrono::steady_clock;

std::uint64_t given(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

struct Kills {
    int server = 0;
    int clients = 0;
};

class Chaos {
  public:
    Chaos(OrganisationFixture& organisation, std::vector<KilledWriter*> writers,
          const RoughProxy& proxy, std::uint64_t seed)
        : organisation_(organisation), writers_(std::move(writers)), proxy_(proxy), random_(seed) {}

    void run(std::chrono::seconds length) {
        begun_ = Clock::now();
        const auto until = begun_ + length;
        auto tell_at = begun_ + std::chrono::seconds{10};
        while (Clock::now() < until) {
            if (Clock::now() >= tell_at) {
                tell();
                tell_at += std::chrono::seconds{10};
            }
            pause(50, 1500);
            if (random_() % 2 == 0)
                kill_server();
            else
                kill_client(*writers_[random_() % writers_.size()]);
        }
    }
    void tell() const {
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun_).count();
        std::size_t returned = 0;
        for (const KilledWriter* writer : writers_) returned += writer->returned().size();
        std::cout << seconds << " s: " << returned << " writes, " << kills_.server
                  << " kills of the server, " << kills_.clients
                  << " of clients; network: " << proxy_.figures().text() << std::endl;
    }
    const Kills& kills() const { return kills_; }

  private:
    // When the kills fall is what is random here; nothing is waited for.
    void pause(unsigned least_ms, unsigned most_ms) {
        std::this_thread::sleep_for(
            std::chrono::milliseconds{least_ms + random_() % (most_ms - least_ms)});
    }
    void kill_server() {
        organisation_.kill_server();
        if (random_() % 2 == 0) pause(1, 800);
        organisation_.start_server();
        ++kills_.server;
    }
    void kill_client(KilledWriter& writer) {
        writer.kill();
        if (random_() % 2 == 0) pause(1, 400);
        writer.start();
        ++kills_.clients;
    }

    OrganisationFixture& organisation_;
    std::vector<KilledWriter*> writers_;
    const RoughProxy& proxy_;
    std::mt19937_64 random_;
    Kills kills_{};
    Clock::time_point begun_{};
};

/// Everything that a phone shows of a scope, to be compared.
struct Shown {
    std::string digest{};
    Seq seq{};
    std::int64_t contacts = 0;
    std::map<std::string, int> entries{};

    friend bool operator==(const Shown&, const Shown&) = default;
};

Shown shown_on(Phone& phone, ScopeId scope) {
    const ScopeInfo info = phone.scope(scope);
    return {info.digest, info.seq, phone.count("SELECT count(*) FROM contact"), entries_on(phone)};
}

void expect_equal(const Shown& a, const Shown& b, const std::string& whose) {
    EXPECT_EQ(a.digest, b.digest) << whose;
    EXPECT_EQ(a.seq, b.seq) << whose;
    EXPECT_EQ(a.contacts, b.contacts) << whose;
    EXPECT_EQ(a.entries, b.entries) << whose;
}

/// Returns how many writes had returned.
std::size_t expect_kept(const Shown& shown, const std::vector<KilledWriter*>& writers,
                        std::size_t shared) {
    std::size_t returned = 0;
    std::size_t runs = 0;
    for (const KilledWriter* writer : writers) {
        for (const std::string& entry : writer->returned()) {
            ++returned;
            EXPECT_TRUE(shown.entries.contains(entry)) << "lost: " << entry;
        }
        runs += static_cast<std::size_t>(writer->runs());
    }
    for (const auto& [entry, times] : shown.entries) EXPECT_EQ(times, 1) << entry;
    // A kill may fall between a commit and the line that says that it returned.
    EXPECT_LE(shown.entries.size(), returned + runs + shared);
    return returned;
}

TEST(ChaosTest, EverythingKeptIsThereOnceAndAllAreEqual) {
    const std::uint64_t seed = given("SANDERLING_CHAOS_SEED", std::random_device{}());
    const std::chrono::seconds length{given("SANDERLING_CHAOS_SECONDS", 20)};
    const std::chrono::seconds settling{60 + length.count()};
    std::cout << "seed " << seed << ", " << length.count() << " s" << std::endl;
    SCOPED_TRACE("seed " + std::to_string(seed));
    OrganisationFixture& org = organisation();
    const PersonId ann = org.hire("Ann", "officer");
    const PersonId ben = org.hire("Ben", "officer");
    const ScopeId scope = org.found("case", "case");
    org.allocate(scope, ann);
    org.allocate(scope, ben);
    Phone of_ann(org, ann, "ann");
    Phone of_ben(org, ben, "ben");
    of_ann.sync();
    std::vector<RecordId> shared;
    for (int i = 0; i < 20; ++i)
        shared.push_back(of_ann.visit(scope, "shared " + std::to_string(i)));
    of_ann.sync();
    of_ben.sync();
    RoughProxy proxy(org.port(), seed);
    const std::chrono::milliseconds between_writes{40};
    KilledWriter a(of_ann, scope, {"a", shared, proxy.address(), between_writes});
    KilledWriter b(of_ben, scope, {"b", shared, proxy.address(), between_writes});
    const std::vector<KilledWriter*> writers{&a, &b};
    Chaos chaos(org, writers, proxy, seed);
    const ReportOnFailure report(org, writers);

    try {
        for (KilledWriter* writer : writers) writer->start();
        chaos.run(length);
        for (KilledWriter* writer : writers) writer->kill();
        // From here on there are no faults, and no proxy.
        for (Phone* phone : {&of_ann, &of_ben}) must(phone->open());
        for (Phone* phone : {&of_ann, &of_ben, &of_ann}) phone->sync(settling);
        const PersonId cat = org.hire("Cat", "officer");
        org.allocate(scope, cat);
        Phone of_cat(org, cat, "cat");
        for (Phone* phone : {&of_cat, &of_ann, &of_ben}) phone->sync(settling);

        const Shown shown = shown_on(of_cat, scope);
        expect_equal(shown_on(of_ann, scope), shown, "Ann");
        expect_equal(shown_on(of_ben, scope), shown, "Ben");
        const std::size_t returned = expect_kept(shown, writers, shared.size());
        for (Phone* phone : {&of_ann, &of_ben}) {
            EXPECT_EQ(must(phone->store().status()).refused_transactions, 0U);
            EXPECT_EQ(must(phone->store().status()).unsent_transactions, 0U);
        }
        EXPECT_GE(returned, writers.size());
        const RoughFigures network = proxy.figures();
        EXPECT_GT(network.cut, 0U);
        EXPECT_GT(chaos.kills().server + chaos.kills().clients, 1);
        chaos.tell();
        std::cout << "at seq " << number(shown.seq) << " three devices are equal: digest "
                  << shown.digest << ", " << shown.contacts << " contacts, " << shown.entries.size()
                  << " entries, " << returned << " of them confirmed to "
                  << "their writers" << std::endl;
    } catch (const std::exception& e) {
        chaos.tell();
        ADD_FAILURE() << e.what();
    }
}

}  // namespace
}  // namespace sanderling::tests
