// A malicious server and the session: its TLS key, its version, and messages that are made to do
// harm before anything in them is verified.
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/other_key.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

// The impostor greets the device himself, since the real server would notice that the device's
// signature is over another key.
TEST_F(HostileServer, AnotherTlsKey) {
    HostileProxy impostor(with_another_key(org_, name_));
    const auto seen = std::make_shared<Seen>();
    impostor.rewrite([seen](From from, wire::Message message) -> Passed {
        if (from == From::server) return Passed::on(from, std::move(message));
        seen->keep(message);
        if (!std::holds_alternative<wire::Hello>(message)) return Passed::nothing();
        return {.to_client = {wire::Welcome{wire::protocol_version, Generation{1}, Instant{1}},
                              wire::Control{}}};
    });
    ben().visit(case_, "not for the impostor");

    make({.checks = {Check::tls_pin},
          .refusal = Errc::wrong_server,
          .has_succeeded = [&] { return seen->has<wire::Hello>(); },
          .shown = [&] { return session_problem(); },
          .server = impostor.address()});
}

TEST_F(HostileServer, AVersionThatIsNoLongerSpoken) {
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([seen](From from, wire::Message message) {
        seen->keep(message);
        if (auto* challenge = std::get_if<wire::Challenge>(&message))
            challenge->version_min = challenge->version_max = 0;
        return Passed::on(from, std::move(message));
    });

    make({.checks = {Check::version_range},
          .refusal = Errc::unsupported_version,
          .has_succeeded =
              [&] {
                  const auto hellos = seen->all<wire::Hello>();
                  return !hellos.empty() && hellos.back().version == 0;
              },
          .shown = [&] { return session_problem(); }});
}

// 60 KB that say 17 MB: a shape of a thousand paths, and eight hundred patches that have it.
commit::Commit bomb_after(const commit::Commit& last, const crypto::SigningKey& key) {
    commit::Commit out;
    out.header = last.header;
    commit::Patch patch;
    crypto::SystemRandom random;
    for (int i = 0; i < 1000; ++i) {
        commit::PathWrite& path = patch.paths.emplace_back();
        random.fill(path.token.bytes);
    }
    for (int i = 0; i < 800; ++i) {
        patch.record = random.id<RecordId>();
        out.patches.push_back(patch);
    }
    out.header.leaves.assign(out.patches.size(), crypto::Hash{});
    out.header.counter = Counter{number(last.header.counter) + 1};
    out.header.previous = commit::commit_hash(last.header);
    out.signature = crypto::sign(crypto::SignDomain::commit, commit::commit_hash(out.header), key);
    return out;
}

// Without the limit it is built before its signature is found to be wrong.
TEST_F(HostileServer, ACommitThatSwellsWhenItIsUnpacked) {
    let_things_happen();
    alter(
        [this](Served& d) {
            const auto last = commit_in(d, d.items.size() - 1, org_id_);
            d.items.push_back(item_of(bomb_after(last, stranger_), d.items.back()));
            d.items.back().verdict = commit::Verdict::quarantined;
        },
        Checkpoint::as_it_was);

    make({.checks = {Check::visible_limit}, .refusal = Errc::malformed, .has_succeeded = [&] {
              return info().problem && info().problem->code == Errc::bad_signature;
          }});
}

// What it is sent is true, and only too much at once: a phone would have to hold all of it before
// any of it is looked at.
TEST_F(HostileServer, AFrameBeyondTheLimit) {
    crypto::SystemRandom random;
    for (int i = 0; i < 12; ++i) {
        std::array<std::uint8_t, 30'000> noise{};
        random.fill(noise);
        must(ann().store().write([&](Transaction& tx) -> Result<void> {
            for (int k = 0; k < 4; ++k) {
                random.fill(noise);
                probation::Contact contact;
                contact.type = probation::ContactType::home_visit;
                contact.notes = {to_hex(noise)};
                if (auto made = tx.insert(case_, contact); !made) return made.error();
            }
            return {};
        }));
    }
    sync_truly(ann());
    alter([](Served&) {});

    make({.checks = {Check::frame_size},
          .refusal = Errc::too_large,
          .has_succeeded = [&] { return visits() == 49; },
          .shown = [&] { return session_problem(); }});
}

// ---- Answers to what was written here -----

/// Says of the first commit pushed that it was taken, at the place after `head`, and takes nothing
/// of this session.
Rewrite falsely_acknowledging(OrgId org, Seq head, std::shared_ptr<Seen> seen) {
    return [org, head, seen](From from, wire::Message message) -> Passed {
        const auto* push = std::get_if<wire::Push>(&message);
        if (push == nullptr) return Passed::on(from, std::move(message));
        const bool is_first = !seen->has<wire::Push>();
        seen->keep(message);
        if (!is_first) return Passed::nothing();
        const wire::PushedCommit& pushed = push->transactions.at(0).at(0);
        const auto commit = must(wire::unpack(pushed.packed, org, pushed.scope));
        const Seq at{number(head) + 1};
        return {.to_client = {wire::Ack{{{.scope = pushed.scope,
                                          .dot = commit.header.dot(),
                                          .seq = at,
                                          .watermark = at}}}}};
    };
}

TEST_F(HostileServer, AnAcknowledgementOfWhatItDoesNotTake) {
    const auto seen = std::make_shared<Seen>();
    ben().visit(case_, "which the server drops");
    proxy_.rewrite(falsely_acknowledging(org_id_, info().seq, seen));
    const auto delivery = [&] { return must(ben().store().outbox()).at(0).delivery; };
    const Removal removal({Check::acknowledged_in_log});
    go_online(ben());
    ASSERT_TRUE(wait_for([&] { return delivery() == Delivery::accepted; }));

    let_things_happen();  // … and something else stands at that place

    ASSERT_TRUE(wait_for([&] { return visits() == 5; }));
    if (can_remove_checks()) {
        EXPECT_EQ(delivery(), Delivery::accepted) << "and it is never sent again";
        EXPECT_FALSE(info().problem.has_value());
        return ben().go_offline();
    }
    EXPECT_TRUE(wait_for([&] { return seen->all<wire::Push>().size() >= 2; })) << "sent again";
    ben().go_offline();
    EXPECT_EQ(delivery(), Delivery::sent);
    ASSERT_TRUE(info().problem.has_value());
    EXPECT_EQ(info().problem->code, Errc::corrupt);
    expect_truth();
    EXPECT_EQ(visits(), 5);
}

}  // namespace
}  // namespace sanderling::tests
