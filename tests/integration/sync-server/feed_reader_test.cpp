// Pages of the feed from the real store: what is sent whole, thinned, or not at all.
#include "sync-server/store/feed_reader.hpp"

#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"
#include "tests/integration/sync-server/trust.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sanderling::server {
namespace {

using commit::Verdict;
using sync::server::Page;
using namespace testing;  // the small organisation, not GoogleTest's

class FeedReaderTest : public ::testing::Test {
  protected:
    FeedReaderTest() : ann(trust.hire()), bob(trust.hire()), scope(trust.id<ScopeId>()) {}

    void SetUp() override {
        store = open_store(folder.path(), trust);
        reader = FeedReader::open(store_file(folder.path())).value();
        put(trust.found_scope(scope, ann));
        put(trust.change(scope, {Trust::admit(bob.person)}));
    }
    void put(const wire::LogPut& put) {
        WriteGroup group(*store, start);
        ASSERT_TRUE(group.put_log(put));
        group.commit();
    }
    commit::Commit push(const Colleague& author, Position& at,
                        const std::vector<RecordId>& records) {
        auto commit = trust.write(author, scope, records, at);
        WriteGroup group(*store, start);
        const auto verdicts = group.judge(prepared(push_of(scope, {commit}), trust.org()));
        group.commit();
        EXPECT_EQ(verdicts.at(0).code, Errc::ok);
        return commit;
    }
    sync::server::PageRead read(const Colleague& who, wire::Subscription from,
                                std::size_t bytes = 1 << 20, Instant now = start) {
        from.scope = scope;
        return reader->page({from, who.person, who.replica, bytes}, now);
    }
    Page page(const Colleague& who, const wire::Subscription& from = {},
              std::size_t bytes = 1 << 20) {
        return std::get<Page>(read(who, from, bytes).outcome);
    }
    commit::Commit commit_of(const wire::FeedItem& item) {
        return wire::unpack(item.content, trust.org(), scope).value();
    }

    TemporaryFolder folder;
    Trust trust;
    Colleague ann;
    Colleague bob;
    ScopeId scope;
    Position ann_at;
    Position bob_at;
    std::unique_ptr<Store> store;
    std::unique_ptr<FeedReader> reader;
};

TEST_F(FeedReaderTest, SendsEntriesAndCommitsInOrderWithACheckpoint) {
    const auto commit = push(ann, ann_at, {trust.id<RecordId>()});

    const Page all = page(bob);

    ASSERT_EQ(all.data.items.size(), 5U);
    EXPECT_EQ(all.data.first, Seq{1});
    EXPECT_EQ(all.data.items[0].verdict, Verdict::control);
    EXPECT_TRUE(scope_log::decode_entry(all.data.items[0].content));
    EXPECT_EQ(commit_of(all.data.items[4]), commit);
    ASSERT_TRUE(all.checkpoint);
    EXPECT_EQ(all.checkpoint->seq, Seq{5});
    EXPECT_EQ(all.checkpoint->watermark, Seq{5});
    EXPECT_EQ(all.chain, commit::chain_prefix(all.checkpoint->chain));
}

TEST_F(FeedReaderTest, DropsWhatWasReplacedForLongerThanTheRetention) {
    const RecordId record = trust.id<RecordId>();
    const RecordId other = trust.id<RecordId>();
    const auto gone = push(ann, ann_at, {record});         // seq 5
    const auto half = push(ann, ann_at, {record, other});  // seq 6, still live on the other
    const auto newest = push(ann, ann_at, {record});       // seq 7
    const Page before = page(bob);
    const auto trim = [&](Instant older_than) {
        WriteGroup group(*store, start);
        const Trimmed trimmed = group.trim(older_than, 100);
        group.commit();
        return trimmed;
    };

    EXPECT_EQ(trim(start).commits, 0U);
    const Trimmed trimmed = trim(start + std::chrono::hours(1));

    EXPECT_EQ(trimmed.commits, 2U);
    EXPECT_GT(trimmed.bytes, 0U);
    EXPECT_FALSE(trimmed.has_more);
    const Page after = page(bob);
    const Bytes& rest = after.data.items.at(4).content;
    ASSERT_TRUE(wire::is_remnant(rest));
    EXPECT_EQ(wire::decode_remnant(rest).value(), wire::remnant_of(gone.header));
    EXPECT_EQ(after.data.items.at(5).content, before.data.items.at(5).content);
    EXPECT_EQ(commit_of(after.data.items.at(5)).header, half.header);
    EXPECT_EQ(commit_of(after.data.items.at(6)), newest);
    EXPECT_EQ(after.checkpoint->digest, before.checkpoint->digest);
    EXPECT_EQ(after.chain, before.chain);
    EXPECT_EQ(trim(start + std::chrono::hours(2)).commits, 0U);
    // A push that is repeated after years still gets the answer of the first.
    WriteGroup group(*store, start);
    const auto verdicts = group.judge(prepared(push_of(scope, {gone}), trust.org()));
    EXPECT_EQ(verdicts.at(0).verdict, Verdict::accepted);
    EXPECT_EQ(verdicts.at(0).seq, Seq{5});
}

TEST_F(FeedReaderTest, SendsLiveSetsPageByPageToMembersOnly) {
    std::vector<RecordId> records;
    for (int i = 0; i < 30; ++i) {
        records.push_back(trust.id<RecordId>());
        push(ann, ann_at, {records.back()});
    }
    const auto sums = reader->buckets({{scope}, bob.person}, start);
    ASSERT_TRUE(std::holds_alternative<wire::Buckets>(sums.outcome));
    EXPECT_EQ(merge::decode_bucket_sums(std::get<wire::Buckets>(sums.outcome).sums).value().total(),
              page(bob).checkpoint->digest);

    wire::RecordsGet get{.scope = scope};
    get.buckets.fill(0xFF);
    std::set<RecordId> seen;
    for (int pages = 1;; ++pages) {
        const auto read = reader->records({get, bob.person, 8'000}, start);
        const auto& answer = std::get<wire::Records>(read.outcome);
        for (const wire::LiveRecord& record : answer.records) {
            EXPECT_EQ(record.entries.size(), 9U);
            EXPECT_TRUE(seen.insert(record.record).second);
        }
        get.after = answer.records.back().record;
        if (answer.more != 0) continue;
        EXPECT_GT(pages, 2);
        break;
    }
    std::sort(records.begin(), records.end());
    EXPECT_TRUE(std::equal(seen.begin(), seen.end(), records.begin(), records.end()));

    const Colleague stranger = trust.hire();
    EXPECT_EQ(std::get<Error>(reader->buckets({{scope}, stranger.person}, start).outcome).code,
              Errc::unknown_scope);
    EXPECT_EQ(std::get<Error>(reader->records({get, stranger.person, 100}, start).outcome).code,
              Errc::unknown_scope);
}

TEST_F(FeedReaderTest, LeavesOutWhatTheReaderWroteItselfAndHolds) {
    push(ann, ann_at, {trust.id<RecordId>()});

    push(ann, ann_at, {trust.id<RecordId>()});
    const auto is_empty = [&](const Colleague& who, Counter own_from) {
        wire::Subscription from;
        from.own_from = own_from;
        const auto items = page(who, from).data.items;
        return std::pair(items.at(4).content.empty(), items.at(5).content.empty());
    };

    EXPECT_EQ(is_empty(ann, Counter{1}), std::pair(true, true));
    EXPECT_EQ(is_empty(ann, Counter{2}), std::pair(false, true));
    EXPECT_EQ(is_empty(ann, Counter{0}), std::pair(false, false));
    EXPECT_EQ(is_empty(bob, Counter{1}), std::pair(false, false));
}

TEST_F(FeedReaderTest, SendsStubsForWhatIsNotLiveAnyMore) {
    const auto edited = trust.id<RecordId>();
    const auto kept = trust.id<RecordId>();
    push(ann, ann_at, {edited, kept});
    push(ann, ann_at, {edited});

    const Page all = page(bob);

    const auto first = commit_of(all.data.items[4]);
    EXPECT_FALSE(first.patches[0].ciphertext);
    EXPECT_TRUE(first.patches[1].ciphertext);
    EXPECT_TRUE(commit::check_leaves(first));  // a stub still proves what was signed
    EXPECT_TRUE(commit::check_signature(first.header, first.signature, ann.key.public_key));
    EXPECT_TRUE(commit_of(all.data.items[5]).patches[0].ciphertext);
}

TEST_F(FeedReaderTest, GoesOnWhereAPageEnded) {
    for (int i = 0; i < 10; ++i) push(ann, ann_at, {trust.id<RecordId>()});

    wire::Subscription from{.scope = scope, .generation = store->generation()};
    std::size_t items = 0;
    std::size_t pages = 0;
    for (;; ++pages) {
        const Page next = page(bob, from, 1000);
        ASSERT_GE(next.data.items.size(), 1U);
        ASSERT_EQ(number(next.data.first), number(from.after) + 1);
        items += next.data.items.size();
        from.after = Seq{number(from.after) + next.data.items.size()};
        from.chain = next.chain;
        if (next.checkpoint) break;
    }

    EXPECT_EQ(items, 14U);
    EXPECT_GT(pages, 3U);
    const Page nothing_new = page(bob, from);
    EXPECT_TRUE(nothing_new.data.items.empty());
    EXPECT_TRUE(nothing_new.checkpoint);
}

TEST_F(FeedReaderTest, RefusesAPlaceInAnotherHistory) {
    const auto code = [&](const wire::Subscription& from) {
        return std::get<Error>(read(bob, from).outcome).code;
    };
    const auto here = store->generation();
    const auto other = Generation{number(here) + 1};
    const Page first = page(bob);

    EXPECT_EQ(code({.scope = scope, .generation = here, .after = Seq{4}}), Errc::base_unknown);
    EXPECT_EQ(code({.scope = scope, .generation = here, .after = Seq{9}, .chain = first.chain}),
              Errc::base_unknown);
    EXPECT_TRUE(std::holds_alternative<Page>(
        read(bob, {.scope = scope,
                   .generation = other,
                   .after = Seq{number(first.data.first) + first.data.items.size() - 1},
                   .chain = first.chain})
            .outcome))
        << "the same history, whoever numbered it";
}

TEST_F(FeedReaderTest, TellsAStrangerNothingAndAFormerMemberTheEnd) {
    const Colleague stranger = trust.hire();
    const Page seen = page(bob);
    put(trust.change(scope, {Trust::remove(bob.person)}));
    put(trust.change(scope, {Trust::admit(stranger.person), Trust::remove(stranger.person)}));

    const auto revoked = std::get<wire::Revoked>(
        read(bob, {.scope = scope, .after = Seq{4}, .chain = seen.chain}).outcome);
    EXPECT_EQ(std::get<Error>(read(bob, {.scope = scope, .after = Seq{4}}).outcome).code,
              Errc::base_unknown)
        << "from a place of another history nothing proves the end";
    ASSERT_EQ(revoked.entries.size(), 1U);
    EXPECT_EQ(revoked.entries[0].seq, Seq{5});
    const Colleague nobody = trust.hire();
    EXPECT_EQ(std::get<Error>(read(nobody, {}).outcome).code, Errc::unknown_scope);
}

TEST_F(FeedReaderTest, EndsATimedMembershipByItself) {
    const Colleague cover = trust.hire();
    const Instant until = start + std::chrono::hours(1);
    put(trust.change(scope, {Trust::admit(cover.person, until)}));

    EXPECT_TRUE(std::holds_alternative<Page>(read(cover, {}).outcome));
    EXPECT_TRUE(std::holds_alternative<wire::Revoked>(read(cover, {}, 1 << 20, until).outcome));
}

TEST_F(FeedReaderTest, ControlNamesScopesEnvelopesAndEndings) {
    const auto control = reader->control({ann.device, ann.person, 0, {}}, start).read.control;
    EXPECT_EQ(control.certificates.size(), 3U);  // registrar, ann, bob
    ASSERT_EQ(control.epoch_envelopes.size(), 1U);
    ASSERT_EQ(control.scopes.size(), 1U);
    EXPECT_EQ(control.scopes[0].head, Seq{4});
    EXPECT_EQ(control.scopes[0].records, 0U);

    const auto later =
        reader->control({ann.device, ann.person, control.directory_cursor, {}}, start);
    EXPECT_TRUE(later.read.control.certificates.empty());
    EXPECT_TRUE(later.read.control.epoch_envelopes.empty());

    put(trust.change(scope, {Trust::remove(bob.person)}));
    const auto gone = reader->control({bob.device, bob.person, 0, {{scope, Seq{4}}}}, start);
    EXPECT_TRUE(gone.read.control.scopes.empty());
    ASSERT_EQ(gone.read.revoked.size(), 1U);
    EXPECT_EQ(gone.read.revoked[0].entries.size(), 1U);
}

TEST_F(FeedReaderTest, CountsRecordsAndBytesForProgress) {
    const auto record = trust.id<RecordId>();
    push(ann, ann_at, {record, trust.id<RecordId>()});
    push(ann, ann_at, {record});

    const auto control = reader->control({bob.device, bob.person, 0, {}}, start).read.control;
    const auto items = page(bob);
    const auto half = page(bob, {}, 1);

    EXPECT_EQ(control.scopes.at(0).records, 2U);
    EXPECT_EQ(items.data.bytes, control.scopes.at(0).bytes);
    EXPECT_EQ(half.data.bytes, half.data.items.at(0).content.size());
}

TEST_F(FeedReaderTest, InvitesAreForOneUseAndForATime) {
    const auto invite = trust.id<wire::InviteLookup>();
    const Instant expires = start + std::chrono::hours(1);
    const auto write = [&](auto&& change) {
        WriteGroup group(*store, start);
        auto result = change(group);
        group.commit();
        return result ? Errc::ok : result.error().code;
    };
    const auto answer = [&](WriteGroup& g) {
        return g.answer_enrolment({.request = 1, .lookup = invite});
    };

    EXPECT_EQ(reader->offer(invite, start).error().code, Errc::invite_unknown);
    EXPECT_EQ(write([&](WriteGroup& g) {
                  return g.keep_enrolment({invite, {1}});
              }),
              Errc::invite_unknown);
    EXPECT_EQ(write([&](WriteGroup& g) {
                  return g.put_invite({1, invite, expires, {5}});
              }),
              Errc::ok);
    EXPECT_EQ(reader->offer(invite, start).value(), Bytes{5});
    EXPECT_EQ(reader->offer(invite, expires).error().code, Errc::invite_expired);
    EXPECT_EQ(write([&](WriteGroup& g) { return g.keep_enrolment({invite, {1}}); }), Errc::ok);
    EXPECT_EQ(reader->enrolments().size(), 1U);
    EXPECT_EQ(write(answer), Errc::ok);
    EXPECT_TRUE(reader->enrolments().empty());
    EXPECT_EQ(reader->offer(invite, start).error().code, Errc::invite_used);
    EXPECT_EQ(write(answer), Errc::invite_used);
}

TEST_F(FeedReaderTest, AdmitsCertifiedPeersWhileTheirCertificateIsValid) {
    const Colleague brief = trust.hire(start + std::chrono::hours(1));
    const Trust other;
    WriteGroup group(*store, start);

    EXPECT_TRUE(group.admit(brief.certificate, brief.replica));
    EXPECT_TRUE(std::holds_alternative<sync::server::RegistrarPeer>(
        group.admit(trust.registrar_certificate(), {}).value()));
    EXPECT_EQ(group.admit(other.registrar_certificate(), {}).error().code, Errc::unauthenticated);
    EXPECT_EQ(group.admit(Bytes{1, 2, 3}, {}).error().code, Errc::malformed);
    group.commit();
    WriteGroup later(*store, start + std::chrono::hours(2));
    EXPECT_EQ(later.admit(brief.certificate, brief.replica).error().code,
              Errc::certificate_expired);
}

}  // namespace
}  // namespace sanderling::server
