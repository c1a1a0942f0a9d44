// One case, its officer Ann, and Ben's device, which the hostile server lies to. Every attack is
// made twice: on the product it is refused and reported, and afterwards the truth is taken; on the
// build whose check is removed it succeeds. docs/threat-model.md lists them all.
#pragma once

#include "client-sdk/replica/sync_store.hpp"
#include "core/commit/commit.hpp"
#include "core/scope_log/entry.hpp"
#include "tests/integration/end_to_end/phone.hpp"
#include "tests/integration/hostile_server/forger.hpp"
#include "tests/integration/hostile_server/removal.hpp"
#include "tests/integration/hostile_server/seen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

namespace sanderling::tests {

/// What becomes of the case on the device that is lied to.
enum class Stops : std::uint8_t { the_case, nothing };

/// What an attacker is after, and what stops him.
struct Attack {
    std::vector<Check> checks{};  // which stop it; most often one
    Errc refusal = Errc::ok;      // the code of the problem that is shown
    std::function<bool()> has_succeeded{};
    Stops stops = Stops::the_case;
    /// What people are shown; that of the case unless given.
    std::function<std::optional<Error>()> shown{};
    std::string server{};  // which Ben's device meets; the proxy unless given
};

/// Whether the forger makes the checkpoint fit the lie.
enum class Checkpoint : std::uint8_t { as_it_was, fitted };

class HostileServer : public ::testing::Test {
  protected:
    HostileServer();
    ~HostileServer() override;

    void SetUp() override;

    // ---- The people -----
    PersonId hire(const std::string& name, const std::string& role = "officer");
    /// Another device in this case, in sync with the real server.
    Phone& join(std::optional<Phone>& phone, const std::string& name,
                const std::string& role = "officer");
    /// Directly with the real server.
    void sync_truly(Phone& phone) { phone.sync(); }
    /// By the proxy, which is honest meanwhile.
    void sync_ben();
    /// Three visits by Ann that Ben's device has not seen.
    void let_things_happen();
    /// Sets one field of the first visit, which everybody has.
    void set_staff(Phone& phone, const std::string& staff);
    /// As Ben's device shows it.
    std::string staff();

    // ---- The lie -----
    /// Ben's next delivery of the case comes altered. After that nothing of the case comes.
    void alter(std::function<void(Served&)> change, Checkpoint checkpoint = Checkpoint::fitted);
    /// Messages from the server, one by one; beside `alter` if that comes after it.
    void alter_messages(std::function<void(wire::Message&)> change);
    /// Keeps what Ben's device sends while `alter` lies to it.
    void listen_with(std::shared_ptr<Seen> seen) { ear_ = std::move(seen); }
    /// The head of the scope log as Ben's device has it, and what an entry after it looks like.
    scope_log::ScopeLogEntry next_entry(scope_log::Body body);
    void go_online(Phone& phone, const std::string& server = {});

    /// Puts an entry with this body, signed by this key, behind what Ben's device gets next.
    void append_entry(scope_log::Body body, const scope_log::Issuer& issuer,
                      const crypto::SigningKey& key);
    scope_log::Issuer registrar();
    crypto::PublicKey root();
    scope_log::Issuer device_of(Phone& phone);
    /// The commits that Ben's device has.
    std::vector<commit::Commit> known_commits();
    /// A commit after `last` by the same replica, which deletes the record of the first visit. Made
    /// without any key of the case: what it seals is noise.
    commit::Commit deletion_after(const commit::Commit& last, const crypto::SigningKey& key);

    /// Ben's device meets the lie, then the truth.
    void make(const Attack& attack);
    /// Ben's device meets the real server, and has what everybody has.
    void expect_truth();

    // ---- What is seen -----
    std::int64_t visits() { return ben().count("SELECT count(*) FROM contact"); }
    std::set<PersonId> members_on(Phone& phone);
    std::optional<Error> session_problem() { return ben().agent().progress().problem; }
    ScopeInfo info() { return ben().scope(case_); }
    /// The private half of a device, as its owner, who works with the server, gives it away.
    sync::client::Identity stolen(Phone& phone);

    Phone& ann() { return *ann_; }
    Phone& ben() { return *ben_; }

    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    crypto::SigningKey stranger_ = crypto::SigningKey::generate();  // certified by nobody
    PersonId ghost_ = crypto::SystemRandom().id<PersonId>();        // admitted by nobody
    PersonId ann_id_{};
    PersonId ben_id_{};
    ScopeId case_{};
    std::optional<Phone> ann_{};
    std::optional<Phone> ben_{};
    OrgId org_id_{};
    HostileProxy proxy_;
    std::shared_ptr<Told> told_{};  // shared with what rewrites on the proxy's thread

  private:
    void expect_refused(const Attack& attack);
    void expect_success(const Attack& attack);

    std::shared_ptr<Seen> ear_ = std::make_shared<Seen>();  // shared with the proxy's thread
    std::function<void(wire::Message&)> beside_ = [](wire::Message&) {};
    std::shared_ptr<std::atomic<unsigned>> lies_ = std::make_shared<std::atomic<unsigned>>(0);
};

// ---- What lies are made of -----

/// The items of a delivery that are commits; of the log.
std::vector<std::size_t> commits_in(const Served& delivery);
commit::Commit commit_in(const Served& delivery, std::size_t item, OrgId org);
scope_log::SignedEntry entry_in(const Served& delivery, std::size_t item);
/// The last item that is an entry of this body.
template <class Body>
std::size_t entry_of(const Served& delivery) {
    for (std::size_t i = delivery.items.size(); i-- > 0;)
        if (delivery.items[i].verdict == commit::Verdict::control &&
            std::holds_alternative<Body>(entry_in(delivery, i).entry.body))
            return i;
    throw std::runtime_error("no such entry");
}
wire::FeedItem item_of(const scope_log::SignedEntry& entry, const wire::FeedItem& like);
wire::FeedItem item_of(const commit::Commit& commit, const wire::FeedItem& like);

}  // namespace sanderling::tests
