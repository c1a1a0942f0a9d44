// A malicious server and late work: decisions that nobody has made, and other work than was
// accepted.
#include "core/wire/accepted_work.hpp"
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

/// What a device is about to send, as it would leave it.
std::vector<commit::Commit> unsent(Phone& phone, OrgId org, ScopeId scope) {
    std::vector<commit::Commit> out;
    const auto taken = must(replica::SyncStore(phone.store()).take_outbox({.bytes = 1U << 20U}));
    for (const auto& transaction : taken.transactions)
        for (const wire::PushedCommit& pushed : transaction)
            out.push_back(must(wire::unpack(pushed.packed, org, scope)));
    return out;
}

/// Answers the question for decisions itself.
Rewrite deciding(std::vector<wire::DecidedCommit> decided) {
    return [decided](From from, wire::Message message) -> Passed {
        if (std::holds_alternative<wire::DecisionsGet>(message))
            return {.to_client = {wire::Decisions{decided}}};
        return Passed::on(from, std::move(message));
    };
}

bool is_refused(Phone& phone, const Dot& dot) {
    for (const OutboxItem& item : must(phone.store().outbox()))
        if (item.dot() == dot) return item.verdict.code == Errc::late_work_refused;
    return false;
}

}  // namespace

// Ben was removed, and two of his visits are held until somebody decides.
TEST_F(HostileServer, ADecisionThatNobodyMade) {
    ben().visit(case_, "held");
    const commit::Commit held = unsent(ben(), org_id_, case_).at(0);
    org_.withdraw(case_, ben_id_);
    sync_ben();
    auto entry = next_entry(scope_log::Decide{.decision = scope_log::Decision::refuse,
                                              .seq = Seq{8},
                                              .commit = commit::commit_hash(held.header),
                                              .t_eff = HlcTime{1}});
    const Bytes forged = scope_log::encode(scope_log::sign_entry(entry, stranger_));
    proxy_.rewrite(deciding({{case_, held.header.dot(), Seq{9}, Seq{9}, forged}}));

    const Removal removal({Check::decision_signature});
    go_online(ben());

    const auto succeeded = [&] { return is_refused(ben(), held.header.dot()); };
    const auto told = [&] { return info().problem && info().problem->code == Errc::bad_signature; };
    EXPECT_TRUE(wait_for([&] { return can_remove_checks() ? succeeded() : told(); }));
    ben().go_offline();
    EXPECT_EQ(succeeded(), can_remove_checks());
    EXPECT_EQ(must(ben().store().outbox()).size(), 1U) << "the work is kept";
}

// Ben's device is to let go of the case for a receipt that the server's key has not signed.
TEST_F(HostileServer, AReceiptThatAnotherKeySigned) {
    ben().visit(case_, "held");
    org_.withdraw(case_, ben_id_);
    proxy_.rewrite([](From from, wire::Message message) {
        if (auto* receipt = std::get_if<wire::Receipt>(&message)) receipt->signature.back() ^= 1U;
        return Passed::on(from, std::move(message));
    });

    const Removal removal({Check::receipt_signature});
    go_online(ben());

    const auto succeeded = [&] { return info().state == ScopeState::revoked; };
    const auto told = [&] { return info().problem && info().problem->code == Errc::bad_signature; };
    EXPECT_TRUE(wait_for([&] { return can_remove_checks() ? succeeded() : told(); }));
    ben().go_offline();
    EXPECT_EQ(succeeded(), can_remove_checks());
    if (can_remove_checks()) return;
    EXPECT_EQ(info().state, ScopeState::leaving);
    EXPECT_EQ(visits(), 0) << "nothing is seen of it all the same";
    sync_ben();
    EXPECT_EQ(info().state, ScopeState::revoked) << "the truth is taken";
}

TEST_F(HostileServer, ADecisionOnOtherWork) {
    std::optional<Phone> of_mia;
    Phone& mia = join(of_mia, "Mia", "manager");
    sync_ben();
    ben().visit(case_, "held, and refused");
    ben().visit(case_, "held, and not decided on");
    const auto held = unsent(ben(), org_id_, case_);
    org_.withdraw(case_, ben_id_);
    sync_ben();
    sync_truly(mia);
    must(mia.store().decide(case_, held.at(0).header.dot(), Decision::refuse));
    sync_truly(mia);
    // As the server would tell of the first one.
    proxy_.rewrite([other = held.at(1).header.dot()](From from, wire::Message message) {
        if (auto* decisions = std::get_if<wire::Decisions>(&message))
            for (wire::DecidedCommit& decided : decisions->commits) decided.dot = other;
        return Passed::on(from, std::move(message));
    });

    const Removal removal({Check::decision_commit});
    go_online(ben());

    const auto succeeded = [&] { return is_refused(ben(), held.at(1).header.dot()); };
    const auto told = [&] { return info().problem && info().problem->code == Errc::malformed; };
    EXPECT_TRUE(wait_for([&] { return can_remove_checks() ? succeeded() : told(); }));
    ben().go_offline();
    EXPECT_EQ(succeeded(), can_remove_checks());
    if (can_remove_checks()) return;
    sync_ben();
    EXPECT_TRUE(is_refused(ben(), held.at(0).header.dot())) << "the truth is taken";
}

TEST_F(HostileServer, OtherWorkThanWasAccepted) {
    std::optional<Phone> of_mia;
    Phone& mia = join(of_mia, "Mia", "manager");
    std::optional<Phone> of_eve;
    const PersonId eve = join(of_eve, "Eve").person();
    sync_ben();
    of_eve->visit(case_, "which Mia accepts");
    of_eve->visit(case_, "which Mia does not accept");
    const auto held = unsent(*of_eve, org_id_, case_);
    org_.withdraw(case_, eve);
    sync_truly(*of_eve);
    sync_truly(mia);
    must(mia.store().decide(case_, held.at(0).header.dot(), Decision::accept));
    sync_truly(mia);
    alter([other = wire::pack(held.at(1))](Served& d) {
        for (wire::FeedItem& item : d.items) {
            if (!wire::is_accepted_work(item.content)) continue;
            const Bytes entry = to_bytes(wire::signed_entry_of(item.content));
            item.content = wire::encode(wire::AcceptedWork{entry, other});
        }
    });

    // Either stops it alone: nobody has decided that the other one counts.
    make({.checks = {Check::accepted_work, Check::author_membership},
          .refusal = Errc::malformed,
          .has_succeeded = [&] {
              return ben().count("SELECT count(*) FROM contact") == 2 &&
                     must(ben().store().search("does not accept")).size() == 1;
          }});
}

}  // namespace sanderling::tests
