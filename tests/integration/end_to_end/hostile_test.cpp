// A server that alters what it delivers: the real replica takes in the real server's messages,
// changed on the way, stops that scope with a problem that says so, serves nothing of it, and goes
// on when it gets the truth.
#include "client-sdk/link/blocking_link.hpp"
#include "client-sdk/replica/sync_store.hpp"
#include "core/scope_log/entry.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// What the server sends for one scope in one go.
struct Delivery {
    std::vector<wire::FeedItem> items{};
    Seq first{};
    wire::ScopeCheckpoint checkpoint{};
};

/// The session of a device by hand, so that a test stands between server and replica.
class Between {
  public:
    Between(OrganisationFixture& org, Phone& phone, ScopeId scope)
        : scope_(scope), store_(phone.store()) {
        link::LinkOptions options;
        options.server = {"127.0.0.1", org.port()};
        options.trust = link::Pinned{{org.server_key()}};
        link_.emplace(must(link::BlockingLink::connect(options)));
        const auto me = must(store_.identity());
        crypto::SystemRandom random;
        must(link::say_hello(*link_, {me.certificate, me.key, me.replica, me.directory_cursor},
                             random, patience));
        const auto control = must(link_->await<wire::Control>(patience));
        for (const auto& position : must(store_.store_control(control)).positions)
            if (position.scope == scope) position_ = position;
    }

    /// Everything after the replica's place.
    Delivery fetch() {
        must(link_->send(wire::Subscribe{{position_}}));
        Delivery out;
        while (true) {
            auto message = must(link_->receive(patience));
            if (auto* data = std::get_if<wire::Data>(&message)) {
                if (out.items.empty()) out.first = data->first;
                for (wire::FeedItem& item : data->items) out.items.push_back(std::move(item));
            } else if (auto* checkpoint = std::get_if<wire::Checkpoint>(&message)) {
                out.checkpoint = checkpoint->scopes.at(0);
                return out;
            }
        }
    }
    /// As the server might have sent it.
    Error deliver(const Delivery& delivery) {
        wire::Data data;
        data.scope = scope_;
        data.first = delivery.first;
        data.head = delivery.checkpoint.seq;
        data.items = delivery.items;
        must(store_.stage_data(std::move(data), 1000));
        auto applied = must(store_.apply_checkpoint(delivery.checkpoint));
        while (applied.ask) {
            auto stored = must(store_.store_buckets(ask<wire::Buckets>(*applied.ask)));
            while (stored.ask) stored = must(store_.store_records(ask<wire::Records>(*stored.ask)));
            if (!stored.ready) return stored.problem;
            applied = must(store_.apply_checkpoint(*stored.ready));
        }
        return applied.problem;
    }

  private:
    template <class Answer>
    Answer ask(wire::Message question) {
        must(link_->send(std::move(question)));
        while (true) {
            auto message = must(link_->receive(patience));
            if (auto* answer = std::get_if<Answer>(&message)) return std::move(*answer);
        }
    }

    ScopeId scope_;
    replica::SyncStore store_;
    std::optional<link::BlockingLink> link_{};
    wire::Subscription position_{};
};

class HostileTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "officer");
    ScopeId case_ = org_.found("case", "case of " + name_);
    std::optional<Phone> of_ann_{};
    std::optional<Phone> of_ben_{};
    std::int64_t known_ = 0;  // to Ben's device
    int round_ = 0;
    std::optional<wire::ScopeCheckpoint> old_checkpoint_{};

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
        of_ann_.emplace(org_, ann_, name_ + "-ann");
        of_ben_.emplace(org_, ben_, name_ + "-ben");
        of_ann_->sync();
        of_ann_->visit(case_, "the first visit");
        of_ann_->sync();
        of_ben_->sync();
        known_ = of_ben_->count("SELECT count(*) FROM contact");
        ASSERT_EQ(known_, 1);
    }

    /// Three commits, a new member, and one commit more, which Ben's device has not seen.
    void let_things_happen() {
        ++round_;
        for (int i = 0; i < 3; ++i)
            of_ann_->visit(case_, "visit " + std::to_string(round_) + "." + std::to_string(i));
        of_ann_->sync();
        org_.allocate(case_, org_.hire("Eve " + std::to_string(round_) + name_, "officer"));
        of_ann_->sync();
        of_ann_->visit(case_, "visit " + std::to_string(round_) + ".3");
        of_ann_->sync();
    }

    /// Ben's device meets the altered delivery, and then the true one.
    void expect_refused(const std::string& what, const std::function<void(Delivery&)>& alter) {
        SCOPED_TRACE(what);
        let_things_happen();
        const ScopeInfo before = of_ben_->scope(case_);
        Between between(org_, *of_ben_, case_);
        const Delivery truth = between.fetch();
        ASSERT_EQ(truth.items.size(), 5U);
        Delivery lie = truth;
        alter(lie);

        const Error problem = between.deliver(lie);

        EXPECT_NE(problem.code, Errc::ok);
        EXPECT_THAT(problem.message(), Not(HasSubstr("internal")));
        const ScopeInfo stopped = of_ben_->scope(case_);
        EXPECT_EQ(stopped.state, ScopeState::stopped);
        ASSERT_TRUE(stopped.problem.has_value());
        EXPECT_FALSE(stopped.problem->message().empty());
        EXPECT_EQ(stopped.seq, before.seq);
        EXPECT_EQ(stopped.digest, before.digest);
        EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), known_);

        EXPECT_EQ(between.deliver(truth).code, Errc::ok);
        known_ += 4;
        EXPECT_EQ(of_ben_->scope(case_).state, ScopeState::ready);
        EXPECT_FALSE(of_ben_->scope(case_).problem.has_value());
        EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), known_);
        EXPECT_EQ(of_ben_->scope(case_).digest, of_ann_->scope(case_).digest);
        old_checkpoint_ = truth.checkpoint;
    }
    void forge_member(Delivery& d, const scope_log::Issuer& issuer, const crypto::SigningKey& key) {
        for (wire::FeedItem& item : d.items)
            if (item.verdict == commit::Verdict::control) {
                auto entry = must(scope_log::decode_entry(item.content)).entry;
                std::get<scope_log::SetMember>(entry.body).principal =
                    scope_log::Principal::of(crypto::SystemRandom().id<PersonId>());
                entry.issuer = issuer;
                item.content = scope_log::encode(scope_log::sign_entry(entry, key));
            }
    }
};

TEST_F(HostileTest, TheUnalteredDeliveryIsTaken) {
    let_things_happen();
    Between between(org_, *of_ben_, case_);

    EXPECT_EQ(between.deliver(between.fetch()).code, Errc::ok);
    EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 5);
}

TEST_F(HostileTest, WhatIsMissingRepeatedOrMovedIsNoticed) {
    expect_refused("an item dropped", [](Delivery& d) { d.items.erase(d.items.begin() + 1); });
    expect_refused("the last item dropped", [](Delivery& d) { d.items.pop_back(); });
    expect_refused("an entry dropped", [](Delivery& d) { d.items.erase(d.items.begin() + 3); });
    expect_refused("an item repeated",
                   [](Delivery& d) { d.items.insert(d.items.begin(), d.items.front()); });
    expect_refused("two items exchanged", [](Delivery& d) { std::swap(d.items[0], d.items[1]); });
    expect_refused("a page that is not there", [](Delivery& d) {
        d.first = Seq{number(d.first) + 1};
        d.items.erase(d.items.begin());
    });
    expect_refused("nothing but a checkpoint", [](Delivery& d) { d.items.clear(); });
}

TEST_F(HostileTest, WhatIsChangedIsNoticed) {
    expect_refused("a byte of a body", [](Delivery& d) { d.items[0].content.back() ^= 1U; });
    expect_refused("a byte of a header", [](Delivery& d) { d.items[1].content[20] ^= 1U; });
    expect_refused("a byte of an entry", [](Delivery& d) { d.items[3].content[60] ^= 1U; });
    expect_refused("a shorter commit", [](Delivery& d) { d.items[2].content.pop_back(); });
    expect_refused("another time",
                   [](Delivery& d) { d.items[2].t_eff = HlcTime{number(d.items[2].t_eff) + 9}; });
    expect_refused("a lower base", [](Delivery& d) { d.items[4].effective_base = Seq{0}; });
    expect_refused("a higher base", [](Delivery& d) {
        d.items[4].effective_base = Seq{number(d.items[4].effective_base) + 1};
    });
    expect_refused("another verdict",
                   [](Delivery& d) { d.items[0].verdict = commit::Verdict::quarantined; });
    expect_refused("a rejection",
                   [](Delivery& d) { d.items[0].verdict = commit::Verdict::rejected; });
}

// Content is left out of a replica's own commits, which it has. What it does not have another copy
// may have written under its id, so it takes a fresh one: a few times, since a server may be
// restored more than once, and not for as long as a server likes (protocol §5.6).
TEST_F(HostileTest, ContentThatIsLeftOutIsBelievedAFewTimes) {
    const auto replica = [&] { return must(of_ben_->store().status()).replica; };
    const auto leave_out = [](Delivery& d) { d.items[2].content.clear(); };
    for (int time = 0; time < 4; ++time) {
        SCOPED_TRACE(time);
        const ReplicaId before = replica();
        let_things_happen();
        {
            Between between(org_, *of_ben_, case_);
            Delivery lie = between.fetch();
            leave_out(lie);
            EXPECT_EQ(between.deliver(lie).code, Errc::malformed);
        }
        EXPECT_NE(replica(), before);
        EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), known_);
        Between between(org_, *of_ben_, case_);
        EXPECT_EQ(between.deliver(between.fetch()).code, Errc::ok);
        known_ += 4;
    }
    const ReplicaId last = replica();

    expect_refused("left out again", leave_out);

    EXPECT_EQ(replica(), last);
}

TEST_F(HostileTest, WhatIsForgedIsNoticed) {
    const auto key = crypto::SigningKey::generate();
    expect_refused("a member whom nobody admitted", [&](Delivery& d) {
        forge_member(d, scope_log::Issuer::of(scope_log::registrar_id(key.public_key)), key);
    });
    expect_refused("a member whom an officer admitted", [&](Delivery& d) {
        replica::SyncStore insides(of_ann_->store());
        const auto ann = must(insides.identity());
        forge_member(d, scope_log::Issuer::of(scope_log::device_id(ann.key.public_key)), ann.key);
    });
    expect_refused("a checkpoint of before",
                   [&](Delivery& d) { d.checkpoint = old_checkpoint_.value(); });
    expect_refused("another digest", [](Delivery& d) { d.checkpoint.digest = {}; });
    expect_refused("another chain", [](Delivery& d) { d.checkpoint.chain.bytes[31] ^= 1U; });
}

TEST_F(HostileTest, ARevocationThatTheLogDoesNotSayDestroysNothing) {
    replica::SyncStore store(of_ben_->store());
    const auto key = crypto::SigningKey::generate();
    scope_log::ScopeLogEntry entry;
    entry.scope = case_;
    entry.issuer = scope_log::Issuer::of(scope_log::registrar_id(key.public_key));
    entry.body = scope_log::RemoveMember{scope_log::Principal::of(ben_)};
    const Bytes forged = scope_log::encode(scope_log::sign_entry(entry, key));

    static_cast<void>(store.store_revoked({case_, {}}));
    static_cast<void>(store.store_revoked({case_, {{Seq{7}, forged}}}));
    static_cast<void>(store.store_revoked({case_, {{Seq{7}, Bytes(50, 1)}}}));

    EXPECT_NE(of_ben_->scope(case_).state, ScopeState::revoked);
    EXPECT_TRUE(of_ben_->scope(case_).problem.has_value());
    EXPECT_EQ(of_ben_->count("SELECT count(*) FROM contact"), 1);
    of_ben_->sync();
    EXPECT_EQ(of_ben_->scope(case_).state, ScopeState::ready);
}

}  // namespace
}  // namespace sanderling::tests
