// A disk that fails at the n-th call of a workload: opening, inserts, updates, sending, receiving,
// a scope that is withdrawn. Whatever call it is, an error is a value, nothing that was
// acknowledged is lost, nothing is there by half, and the replica and its outbox go on when the
// disk does.
//
// SANDERLING_FAULTS=all tries every call of the workload (`./dev faults`); otherwise some.
#include "client-sdk/vault/vault.hpp"
#include "tests/integration/client-sdk/replica/fixture.hpp"
#include "tests/support/faulty_disk.hpp"

#include <cstdlib>
#include <map>
#include <set>

namespace sanderling::tests {
namespace {

bool tries_every_call() {
    const char* wanted = std::getenv("SANDERLING_FAULTS");  // NOLINT(concurrency-mt-unsafe)
    return wanted != nullptr && std::string_view(wanted) == "all";
}

/// What an application was told, and what it may find.
class Told {
  public:
    void returned(const Result<Receipt>& result, const std::vector<RecordId>& records,
                  const std::string& staff) {
        if (result)
            for (const RecordId id : records) kept_[id] = staff;
        else
            note(result.error());
        // At a failed commit nobody can say whether the disk has it after a crash.
        if (!result) unsure_.push_back({records, staff});
    }
    void note(const Error& error) {
        static const std::set<Errc> clear{Errc::io, Errc::disk_full, Errc::corrupt};
        EXPECT_TRUE(clear.contains(error.code)) << error.message();
        ++errors_;
    }
    void note(const Result<void>& result) {
        if (!result) note(result.error());
    }

    /// What was acknowledged is there; of each other transaction all or nothing.
    void check(Device& device) const {
        for (const auto& [id, staff] : kept_) {
            const std::string found = text(device.get("contact", id), "staff");
            EXPECT_TRUE(found == staff || is_unsure(id, found)) << found << ", not " << staff;
        }
        for (const auto& [records, staff] : unsure_) {
            std::size_t there = 0;
            for (const RecordId id : records)
                if (text(device.get("contact", id), "staff") == staff) ++there;
            EXPECT_TRUE(there == 0 || there == records.size()) << "half of " << staff;
        }
    }
    void check_nothing_of_what_failed(Device& device) const {
        for (const auto& [records, staff] : unsure_)
            for (const RecordId id : records)
                EXPECT_NE(text(device.get("contact", id), "staff"), staff);
    }
    std::size_t errors() const { return errors_; }

  private:
    struct Unsure {
        std::vector<RecordId> records;
        std::string staff;
    };
    bool is_unsure(RecordId id, const std::string& staff) const {
        return std::any_of(unsure_.begin(), unsure_.end(), [&](const Unsure& u) {
            return u.staff == staff &&
                   std::find(u.records.begin(), u.records.end(), id) != u.records.end();
        });
    }

    std::map<RecordId, std::string> kept_{};
    std::vector<Unsure> unsure_{};
    std::size_t errors_ = 0;
};

/// An officer with two cases, of which one is to be withdrawn, and a colleague whose work is to
/// come.
class Case {
  public:
    Case() {
        for (const ScopeId scope : {kept, lost}) {
            organisation_.admit(scope, officer.person(), "officer");
            organisation_.admit(scope, colleague.person(), "officer");
        }
        for (Device* device : {&officer, &colleague, &officer}) device->sync();
        old_ = officer.insert(kept, "contact", contact("old"));
        officer.insert(lost, "contact", contact("of the lost case"));
        for (Device* device : {&officer, &colleague}) device->sync();
        theirs_ = colleague.insert(kept, "contact", contact("theirs"));
        colleague.update("contact", old_, {{"place", std::string("office")}});
        colleague.sync();
        organisation_.remove(lost, officer.person());
    }

    /// Every call that may fail is in here.
    void work(Told& told) {
        try {
            officer.reopen();
        } catch (const std::exception&) {  // the store is not open
            return;
        }
        insert(told, "pair", 2);
        update(told, "changed");
        told.note(sync());
        insert(told, "late", 1);
        told.note(sync());
    }
    Result<Receipt> insert_one() {
        return officer.store().write([&](Transaction& tx) -> Result<void> {
            const auto id = tx.insert(kept, "contact", contact("one"));
            return id ? Result<void>{} : id.error();
        });
    }
    /// With a sound disk.
    void check(const Told& told) {
        check_files();
        officer.reopen();
        told.check(officer);
        for (Device* device : {&officer, &colleague, &officer}) device->sync();
        told.check(officer);
        told.check(colleague);
        EXPECT_EQ(text(officer.get("contact", theirs_), "staff"), "theirs");
        EXPECT_EQ(text(officer.get("contact", old_), "place"), "office");
        EXPECT_EQ(officer.scope(kept)->digest, colleague.scope(kept)->digest);
        EXPECT_EQ(officer.scope(lost)->state, ScopeState::revoked);
        const auto gone =
            officer.store().query("SELECT * FROM contact WHERE staff = 'of the lost case'");
        EXPECT_TRUE(gone.value().empty());
        EXPECT_EQ(officer.store().status().value().unsent_transactions, 0U);
        EXPECT_EQ(officer.store().status().value().refused_transactions, 0U);
    }

  private:
    const schema::Schema& schema_ = probation::schema();
    Organisation organisation_{schema_};

  public:
    ScopeId kept = organisation_.create_scope("case");
    ScopeId lost = organisation_.create_scope("case");
    Device officer{organisation_, organisation_.add_person(), schema_};
    Device colleague{organisation_, organisation_.add_person(), schema_};

  private:
    static Row contact(const std::string& staff) {
        return {{"type", std::string("home_visit")},
                {"staff", staff},
                {"notes", List{std::string(700, 'n')}}};
    }
    void insert(Told& told, const std::string& staff, std::size_t count) {
        std::vector<RecordId> made;
        const auto result = officer.store().write([&](Transaction& tx) -> Result<void> {
            for (std::size_t i = 0; i < count; ++i) {
                const auto id = tx.insert(kept, "contact", contact(staff));
                if (!id) return id.error();
                made.push_back(*id);
            }
            return {};
        });
        told.returned(result, made, staff);
    }
    void update(Told& told, const std::string& staff) {
        const auto result = officer.store().write([&](Transaction& tx) {
            return tx.update("contact", old_, {{"staff", staff}});
        });
        told.returned(result, {old_}, staff);
    }
    /// As the agent does it: an error ends the session.
    Result<void> sync() {
        replica::SyncStore& agent = officer.agent();
        const auto identity = agent.identity();
        if (!identity) return identity.error();
        const auto control = agent.store_control(
            organisation_.server().control(officer.person(), identity->directory_cursor));
        if (!control) return control.error();
        if (auto pushed = push(agent); !pushed) return pushed;
        for (const wire::Subscription& from : control->positions)
            if (auto pulled = pull(agent, identity->replica, from); !pulled) return pulled;
        return {};
    }
    Result<void> push(replica::SyncStore& agent) {
        using From = sync::client::TakeOutbox::From;
        for (From from = From::first_unanswered;; from = From::after_last_taken) {
            const auto taken = agent.take_outbox({.from = from, .bytes = 64 * 1024});
            if (!taken) return taken.error();
            if (taken->transactions.empty()) return {};
            const wire::Ack ack = organisation_.server().push(taken->transactions);
            if (auto stored = agent.store_verdicts(ack); !stored) return stored.error();
        }
    }
    Result<void> pull(replica::SyncStore& agent, ReplicaId own, const wire::Subscription& from) {
        FeedAnswer answer = organisation_.server().feed(officer.person(), own, from);
        if (auto* revoked = std::get_if<wire::Revoked>(&answer)) {
            auto stored = agent.store_revoked(*revoked);
            return stored ? Result<void>{} : stored.error();
        }
        auto& feed = std::get<Feed>(answer);
        for (wire::Data& data : feed.data)
            if (auto staged = agent.stage_data(std::move(data), 1); !staged) return staged.error();
        auto applied = agent.apply_checkpoint(feed.checkpoint);
        return applied ? Result<void>{} : applied.error();
    }
    void check_files() {
        officer.close();
        const auto vault = vault::Vault::open(officer.directory(), Device::key());
        ASSERT_TRUE(vault) << vault.error().message();
        auto database = vault->open_connection();
        ASSERT_TRUE(database) << database.error().message();
        EXPECT_EQ(database->query_text("PRAGMA integrity_check"), "ok");
    }

    RecordId old_{};
    RecordId theirs_{};
};

class FaultTest : public ::testing::TestWithParam<DiskFault> {
  protected:
    // A disk that has gone does not come back for the process that saw it go.
    bool is_passing() const {
        return GetParam() != DiskFault::torn && GetParam() != DiskFault::gone;
    }
};

TEST_P(FaultTest, LosesNothingAtAnyCall) {
    const std::size_t step = tries_every_call() ? 1 : 149;
    std::size_t tried = 0;
    std::size_t noticed = 0;
    bool has_struck = true;
    for (std::size_t at = static_cast<std::size_t>(GetParam()); has_struck; at += step, ++tried) {
        FaultyDisk disk;
        Case the_case;
        Told told;
        disk.arm(GetParam(), at);

        the_case.work(told);

        has_struck = disk.has_struck();
        if (told.errors() != 0 || !the_case.officer.is_open()) ++noticed;
        SCOPED_TRACE("call " + std::to_string(at) + ": " + disk.struck());
        disk.disarm();
        try {
            if (is_passing() && the_case.officer.is_open())
                told.check_nothing_of_what_failed(the_case.officer);
            the_case.check(told);
        } catch (const std::exception& error) {
            ADD_FAILURE() << error.what();
        }
        if (HasFailure()) return;
    }
    EXPECT_GT(tried * step, 1000U);  // so many calls the workload has
    EXPECT_GT(noticed, 0U);
}

// What was being read into memory when the disk failed must not be taken for all there is: a scope
// log by half says that nobody may write, a forgotten position that a number is free.
TEST(PassingFaultTest, TheNextWriteSucceedsWhicheverCallHadFailed) {
    FaultyDisk disk;
    Case the_case;
    std::size_t written = 0;
    std::size_t failed = 0;
    bool has_struck = true;
    for (std::size_t at = 0; has_struck; ++at) {
        the_case.officer.reopen();
        disk.arm(DiskFault::error, at);
        const auto first = the_case.insert_one();
        has_struck = disk.has_struck();
        disk.disarm();
        ++(first ? written : failed);

        const auto second = the_case.insert_one();

        ASSERT_TRUE(second) << "call " << at << ": " << disk.struck() << ": "
                            << second.error().message();
        ++written;
        if (!first) {
            EXPECT_EQ(first.error().code, Errc::io) << first.error().message();
        }
    }
    EXPECT_GT(failed, 10U);
    const auto found = the_case.officer.store().query("SELECT * FROM contact WHERE staff = 'one'");
    EXPECT_EQ(found.value().size(), written);
    the_case.check(Told());
}

INSTANTIATE_TEST_SUITE_P(Disks, FaultTest,
                         ::testing::Values(DiskFault::error, DiskFault::full, DiskFault::cut_short,
                                           DiskFault::torn, DiskFault::gone),
                         [](const auto& param) -> std::string {
                             switch (param.param) {
                                 case DiskFault::error:
                                     return "Error";
                                 case DiskFault::full:
                                     return "Full";
                                 case DiskFault::cut_short:
                                     return "CutShort";
                                 case DiskFault::torn:
                                     return "Torn";
                                 case DiskFault::gone:
                                     return "Gone";
                             }
                             return "";
                         });

}  // namespace
}  // namespace sanderling::tests
