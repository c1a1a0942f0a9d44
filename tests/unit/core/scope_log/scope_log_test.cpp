#include "core/scope_log/scope_log.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

namespace {

const PersonId jo = id_of<PersonId>(5);
const PersonId sam = id_of<PersonId>(6);
const Seq any{1000};

EpochChange epoch_body(std::uint32_t n) {
    return {KeyEpoch{n}, {}, box_key(1), n == 1 ? Bytes{} : Bytes(72, 1), Bytes(72, 2), {}};
}

class ScopeLogs : public testing::Test {
  protected:
    ScopeLogs() {
        o.take_in(o.device_cert(jo, jos_phone));
        o.take_in(o.device_cert(sam, sams_phone));
    }

    ScopeLogEntry next(Body body, Issuer issuer) const {
        ScopeLogEntry entry;
        entry.org = o.org;
        entry.scope = scope;
        entry.index = log.head() ? log.head()->index + 1 : 0;
        entry.previous = log.head() ? log.head()->hash : crypto::Hash{};
        entry.issuer = issuer;
        entry.claimed = hlc_at(now);
        entry.body = std::move(body);
        return entry;
    }
    SignedEntry by_registrar(Body body) const {
        return sign_entry(next(std::move(body), Issuer::of(o.registrar_id())), o.registrar);
    }
    SignedEntry by_device(Body body, const crypto::SigningKey& key) const {
        return sign_entry(next(std::move(body), Issuer::of(device_id(key.public_key))), key);
    }
    Result<void> append(const SignedEntry& entry) {
        const std::uint64_t last = log.head() ? number(log.head()->seq) : 0;
        return log.append(entry, Seq{last + 10}, o.directory);
    }
    Result<void> append(Body body) { return append(by_registrar(std::move(body))); }
    /// Seqs 10 create, 20 epoch 1, 30 jo as manager, 40 sam as officer.
    void found() {
        ASSERT_TRUE(append(Create{ScopeKind{7}, two_roles()}));
        ASSERT_TRUE(append(epoch_body(1)));
        ASSERT_TRUE(append(SetMember{Principal::of(jo), manager, {}, {}}));
        ASSERT_TRUE(append(SetMember{Principal::of(sam), officer, {}, {}}));
    }
    void expect_invalid(const Result<void>& result, std::string_view why) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, Errc::scope_log_invalid);
        EXPECT_NE(result.error().detail.find(why), std::string::npos) << result.error().detail;
    }

    Organisation o;
    ScopeId scope = id_of<ScopeId>(0x0c);
    crypto::SigningKey jos_phone = signing_key(11);
    crypto::SigningKey sams_phone = signing_key(12);
    Instant now = noon;
    ScopeLog log{o.org, scope};
};

}  // namespace

// Which of a former member's work claims to be older than the end: a cover that is over is taken
// out of the log a little later, and what was written between is not.
TEST_F(ScopeLogs, TellTheEndOfACoverAlsoAfterItsRemoval) {
    found();
    const Instant end = noon + std::chrono::hours(1);
    ASSERT_TRUE(append(SetMember{Principal::of(sam), officer, {}, end}));
    EXPECT_EQ(log.ended_after(sam, Seq{50}), end);

    now = end + std::chrono::seconds(5);
    ASSERT_TRUE(append(RemoveMember{Principal::of(sam)}));
    EXPECT_EQ(log.ended_after(sam, Seq{50}), end);

    ASSERT_TRUE(append(RemoveMember{Principal::of(jo)}));
    EXPECT_EQ(log.ended_after(jo, Seq{50}), now) << "who had no end is out from the removal on";
}

TEST_F(ScopeLogs, SayWhoIsInWithWhatRole) {
    found();

    const auto member = log.member_at(sam, any, noon);

    ASSERT_TRUE(member);
    EXPECT_EQ(member->role, officer);
    EXPECT_EQ(member->classes, 0b01U);
    EXPECT_TRUE(allows(member->rights, Right::write));
    EXPECT_FALSE(allows(member->rights, Right::manage));
    EXPECT_EQ(member->since, Seq{40});
    EXPECT_EQ(log.members_now().size(), 2U);
    EXPECT_EQ(log.kind(), ScopeKind{7});
    EXPECT_EQ(log.head()->index, 3U);
    EXPECT_EQ(log.head()->seq, Seq{40});
}

TEST_F(ScopeLogs, KnowNobodyWhoIsNotInThem) {
    found();

    EXPECT_FALSE(log.member_at(id_of<PersonId>(99), any, noon));
    EXPECT_FALSE(log.removed_since(id_of<PersonId>(99), Seq{50}, any, noon));
}

TEST_F(ScopeLogs, JudgeMembershipAsItStoodBeforeTheItem) {
    found();
    ASSERT_TRUE(append(RemoveMember{Principal::of(sam), RemovalReason::transferred}));

    EXPECT_FALSE(log.member_at(sam, Seq{40}, noon));
    EXPECT_TRUE(log.member_at(sam, Seq{41}, noon));
    EXPECT_TRUE(log.member_at(sam, Seq{50}, noon));
    EXPECT_FALSE(log.member_at(sam, Seq{51}, noon));
}

TEST_F(ScopeLogs, QuarantineOnlyWhatWasBasedBeforeTheRemoval) {
    found();
    ASSERT_TRUE(append(RemoveMember{Principal::of(sam), RemovalReason::transferred}));

    EXPECT_TRUE(log.removed_since(sam, Seq{45}, Seq{60}, noon));
    EXPECT_FALSE(log.removed_since(sam, Seq{50}, Seq{60}, noon));
    EXPECT_FALSE(log.removed_since(sam, Seq{39}, Seq{60}, noon));
    EXPECT_FALSE(log.removed_since(sam, Seq{45}, Seq{47}, noon));
    EXPECT_FALSE(log.removed_since(sam, Seq{UINT64_MAX}, Seq{60}, noon));
}

TEST_F(ScopeLogs, EndCoverByItself) {
    found();
    ASSERT_TRUE(append(SetMember{Principal::of(sam), officer, noon, noon + hour}));

    EXPECT_TRUE(log.member_at(sam, any, noon));
    EXPECT_FALSE(log.member_at(sam, any, noon + hour));
    EXPECT_FALSE(log.member_at(sam, any, Instant{noon.ms - 1}));
    EXPECT_TRUE(log.removed_since(sam, Seq{50}, any, noon + hour));
    EXPECT_FALSE(log.removed_since(sam, Seq{50}, any, noon));
}

TEST_F(ScopeLogs, KeepTheBeginningOfAMembershipThroughAChangeOfRole) {
    found();
    ASSERT_TRUE(append(SetMember{Principal::of(sam), manager, {}, {}}));
    EXPECT_EQ(log.member_at(sam, any, noon)->since, Seq{40});
    EXPECT_EQ(log.member_at(sam, any, noon)->role, manager);

    ASSERT_TRUE(append(RemoveMember{Principal::of(sam), RemovalReason::left}));
    ASSERT_TRUE(append(SetMember{Principal::of(sam), officer, {}, {}}));
    EXPECT_EQ(log.member_at(sam, any, noon)->since, Seq{70});
}

TEST_F(ScopeLogs, ApplyAPolicyFromItsPlaceOn) {
    found();
    RoleTable roles = two_roles();
    roles[1].classes = 0b11;
    ASSERT_TRUE(append(Policy{roles}));

    EXPECT_EQ(log.member_at(sam, Seq{50}, noon)->classes, 0b01U);
    EXPECT_EQ(log.member_at(sam, Seq{51}, noon)->classes, 0b11U);
}

TEST_F(ScopeLogs, FollowTheKeyEpochs) {
    found();
    ASSERT_TRUE(append(epoch_body(2)));

    EXPECT_EQ(log.current_epoch(), KeyEpoch{2});
    EXPECT_EQ(log.epoch_at(Seq{19}), KeyEpoch{});
    EXPECT_EQ(log.epoch_at(Seq{20}), KeyEpoch{1});
    EXPECT_EQ(log.epoch_at(Seq{49}), KeyEpoch{1});
    EXPECT_EQ(log.epoch_at(Seq{50}), KeyEpoch{2});
    ASSERT_NE(log.epoch_entry(KeyEpoch{2}), nullptr);
    EXPECT_EQ(log.epoch_entry(KeyEpoch{2})->index, 4U);
    EXPECT_EQ(log.epoch_entry(KeyEpoch{0}), nullptr);
    EXPECT_EQ(log.epoch_entry(KeyEpoch{3}), nullptr);
}

TEST_F(ScopeLogs, RefuseAGapAReplayAndAFork) {
    found();
    SignedEntry gap = by_registrar(epoch_body(2));
    gap.entry.index += 1;
    gap = sign_entry(gap.entry, o.registrar);
    const SignedEntry good = by_registrar(epoch_body(2));
    const SignedEntry rival = by_registrar(RemoveMember{Principal::of(sam), {}});

    EXPECT_EQ(append(gap).error().code, Errc::scope_log_moved);
    ASSERT_TRUE(append(good));
    EXPECT_EQ(append(good).error().code, Errc::scope_log_moved);
    EXPECT_EQ(append(rival).error().code, Errc::scope_log_moved);
    SignedEntry elsewhere = by_registrar(epoch_body(3));
    elsewhere.entry.previous = {};
    EXPECT_EQ(append(sign_entry(elsewhere.entry, o.registrar)).error().code, Errc::scope_log_moved);
}

TEST_F(ScopeLogs, RefuseAnotherScopeAndAnotherOrganisation) {
    SignedEntry entry = by_registrar(Create{ScopeKind{7}, two_roles()});
    entry.entry.scope = id_of<ScopeId>(0x0d);
    expect_invalid(append(sign_entry(entry.entry, o.registrar)), "another scope");
    entry.entry.scope = scope;
    entry.entry.org = id_of<OrgId>(0x0d);
    expect_invalid(append(sign_entry(entry.entry, o.registrar)), "another organisation");
}

TEST_F(ScopeLogs, RefuseAWrongSignature) {
    found();
    SignedEntry entry = by_registrar(SetMember{Principal::of(sam), manager, {}, {}});
    entry.signature.bytes[7] ^= 1U;

    expect_invalid(append(entry), "wrong signature");
    EXPECT_EQ(log.member_at(sam, any, noon)->role, officer);
}

TEST_F(ScopeLogs, RefuseAGhostPutInByTheServer) {
    found();
    const auto servers_own = signing_key(66);
    const Body ghost = SetMember{Principal::of(id_of<PersonId>(99)), officer, {}, {}};

    expect_invalid(append(by_device(ghost, servers_own)), "unknown device");
    expect_invalid(append(sign_entry(next(ghost, Issuer::of(registrar_id(servers_own.public_key))),
                                     servers_own)),
                   "unknown registrar");
    expect_invalid(append(sign_entry(next(ghost, Issuer::of(o.registrar_id())), servers_own)),
                   "wrong signature");
    EXPECT_FALSE(log.member_at(id_of<PersonId>(99), any, noon));
}

TEST_F(ScopeLogs, LetADeviceDoWhatItsPersonsRoleAllows) {
    found();

    EXPECT_TRUE(append(by_device(epoch_body(2), jos_phone)));
    EXPECT_TRUE(append(by_device(RemoveMember{Principal::of(sam), {}}, jos_phone)));
    expect_invalid(append(by_device(epoch_body(3), sams_phone)), "not a member");
}

TEST_F(ScopeLogs, RefuseADeviceWhoseRoleLacksTheRight) {
    found();

    expect_invalid(append(by_device(epoch_body(2), sams_phone)), "no right to mint epoch");
    expect_invalid(append(by_device(SetMember{Principal::of(sam), manager, {}, {}}, sams_phone)),
                   "no right to manage");
}

TEST_F(ScopeLogs, JudgeRightsAtThePrecedingEntry) {
    found();
    const SignedEntry entry = by_device(RemoveMember{Principal::of(jo), {}}, jos_phone);

    ASSERT_TRUE(append(entry));

    expect_invalid(append(by_device(epoch_body(2), jos_phone)), "not a member");
}

TEST_F(ScopeLogs, GainNothingFromAClaimedTimeInThePast) {
    found();
    ASSERT_TRUE(append(SetMember{Principal::of(jo), manager, noon, noon + hour}));
    const SignedEntry backdated = by_device(epoch_body(2), jos_phone);  // claims noon

    EXPECT_TRUE(log.check(backdated, o.directory, noon));
    expect_invalid(log.check(backdated, o.directory, noon + hour), "not a member");
    now = noon + hour;
    expect_invalid(append(by_device(epoch_body(2), jos_phone)), "not a member");
}

TEST_F(ScopeLogs, BeginWithACreateByARegistrarAndHaveNoOther) {
    expect_invalid(append(epoch_body(1)), "has to create");
    expect_invalid(append(by_device(Create{ScopeKind{7}, two_roles()}, jos_phone)),
                   "only a registrar");
    expect_invalid(append(Create{ScopeKind{7}, {}}), "without roles");
    found();
    expect_invalid(append(Create{ScopeKind{7}, two_roles()}), "exists already");
}

TEST_F(ScopeLogs, RefuseWhatMakesNoSense) {
    found();
    const Role unknown{9};

    expect_invalid(append(SetMember{Principal::of(sam), unknown, {}, {}}), "role 9");
    expect_invalid(append(SetMember{Principal::of(sam), officer, noon, noon}), "ends before");
    expect_invalid(append(SetMember{Principal::of(id_of<GroupId>(1)), officer, {}, {}}), "groups");
    expect_invalid(append(RemoveMember{Principal::of(id_of<PersonId>(99)), {}}), "not a member");
    expect_invalid(append(epoch_body(1)), "key epoch 1, expected 2");
    expect_invalid(append(epoch_body(3)), "key epoch 3, expected 2");
    EpochChange forgets = epoch_body(2);
    forgets.wrapped_previous.clear();
    expect_invalid(append(forgets), "carries the key before");
    RoleTable without_officer = two_roles();
    without_officer.pop_back();
    expect_invalid(append(Policy{without_officer}), "role 2 is left out");
}

TEST_F(ScopeLogs, RefuseAPlaceThatIsNotAfterTheLast) {
    found();
    const SignedEntry entry = by_registrar(epoch_body(2));

    expect_invalid(log.append(entry, Seq{40}, o.directory), "place in the chain");
    EXPECT_TRUE(log.append(entry, Seq{41}, o.directory));
}

// ---- Purge

TEST_F(ScopeLogs, TellWhatWasErasedAndByWhom) {
    found();
    const RecordId gone = id_of<RecordId>(1);
    const RecordId kept = id_of<RecordId>(2);

    ASSERT_TRUE(append(Purge{PurgeTarget::records, PurgeReason::mistaken, {gone}}));

    const PurgeRecord* purge = log.purge_of(gone);
    ASSERT_NE(purge, nullptr);
    EXPECT_EQ(purge->body.reason, PurgeReason::mistaken);
    EXPECT_EQ(purge->issuer, Issuer::of(o.registrar_id()));
    EXPECT_EQ(purge->seq, Seq{50});
    EXPECT_EQ(log.purge_of(kept), nullptr);
    EXPECT_EQ(log.scope_purge(), nullptr);
    EXPECT_EQ(log.members_now().size(), 2U);
}

TEST_F(ScopeLogs, KeepTheFirstPurgeOfARecord) {
    found();
    const RecordId gone = id_of<RecordId>(1);
    ASSERT_TRUE(append(Purge{PurgeTarget::records, PurgeReason::mistaken, {gone}}));

    ASSERT_TRUE(append(Purge{PurgeTarget::records, PurgeReason::retention, {gone}}));

    EXPECT_EQ(log.purge_of(gone)->seq, Seq{50});
    EXPECT_EQ(log.purges().size(), 2U);
}

TEST_F(ScopeLogs, EndWithThePurgeOfTheScope) {
    found();

    ASSERT_TRUE(append(Purge{PurgeTarget::scope, PurgeReason::retention, {}}));

    ASSERT_NE(log.scope_purge(), nullptr);
    EXPECT_EQ(log.purge_of(id_of<RecordId>(9)), log.scope_purge());
    EXPECT_TRUE(log.members_now().empty());
    EXPECT_TRUE(log.has_known(sam));
    EXPECT_TRUE(log.member_at(sam, Seq{50}, noon));
    EXPECT_FALSE(log.member_at(sam, Seq{51}, noon));
    expect_invalid(append(SetMember{Principal::of(sam), officer, {}, {}}), "was purged");
    expect_invalid(append(Purge{PurgeTarget::scope, PurgeReason::retention, {}}), "was purged");
}

TEST_F(ScopeLogs, LetADevicePurgeOnlyByThatRight) {
    found();
    const Purge purge{PurgeTarget::scope, PurgeReason::request, {}};
    expect_invalid(append(by_device(purge, jos_phone)), "no right to purge");

    RoleTable roles = two_roles();
    for (RoleRow& row : roles)
        if (row.role == manager) row.rights = row.rights | Right::purge;
    ASSERT_TRUE(append(Policy{roles}));

    expect_invalid(append(by_device(purge, sams_phone)), "no right to purge");
    EXPECT_TRUE(append(by_device(purge, jos_phone)));
}

// ---- Legal holds

TEST_F(ScopeLogs, RefuseToPurgeAHeldRecordAndNameTheHold) {
    found();
    const RecordId held = id_of<RecordId>(1);
    const RecordId other = id_of<RecordId>(2);
    ASSERT_TRUE(append(Hold{PurgeTarget::records, HoldReason::proceedings, {held}, {}}));

    for (const Purge& purge : {Purge{PurgeTarget::records, PurgeReason::request, {held}},
                               Purge{PurgeTarget::records, PurgeReason::retention, {held, other}},
                               Purge{PurgeTarget::scope, PurgeReason::retention, {}}}) {
        const auto refused = append(purge);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::on_hold);
        EXPECT_EQ(refused.error().detail, "legal hold 4 (proceedings), set 2023-11-14");
    }

    EXPECT_EQ(log.purges().size(), 0U);
    EXPECT_TRUE(append(Purge{PurgeTarget::records, PurgeReason::request, {other}}));
}

TEST_F(ScopeLogs, RefuseEveryPurgeInAHeldScope) {
    found();
    ASSERT_TRUE(append(Hold{PurgeTarget::scope, HoldReason::inquiry, {}, {}}));

    const auto refused =
        append(Purge{PurgeTarget::records, PurgeReason::request, {id_of<RecordId>(1)}});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::on_hold);
}

TEST_F(ScopeLogs, PurgeAgainWhenTheLastHoldIsReleased) {
    found();
    const RecordId held = id_of<RecordId>(1);
    const Purge purge{PurgeTarget::records, PurgeReason::request, {held}};
    ASSERT_TRUE(append(Hold{PurgeTarget::records, HoldReason::complaint, {held}, {}}));  // 4
    ASSERT_TRUE(append(Hold{PurgeTarget::scope, HoldReason::inquiry, {}, {}}));          // 5

    ASSERT_TRUE(append(ReleaseHold{4, {}}));
    EXPECT_EQ(append(purge).error().code, Errc::on_hold);
    EXPECT_EQ(log.hold_on(held)->index, 5U);
    ASSERT_TRUE(append(ReleaseHold{5, {}}));

    EXPECT_EQ(log.standing_hold(), nullptr);
    ASSERT_TRUE(log.holds()[0].released);
    EXPECT_EQ(log.holds()[0].released->seq, Seq{70});
    EXPECT_TRUE(append(purge));
}

TEST_F(ScopeLogs, ReleaseOnlyAHoldThatStands) {
    found();
    ASSERT_TRUE(append(Hold{PurgeTarget::scope, HoldReason::other, {}, {}}));

    expect_invalid(append(ReleaseHold{3, {}}), "is no hold");
    ASSERT_TRUE(append(ReleaseHold{4, {}}));
    expect_invalid(append(ReleaseHold{4, {}}), "was released before");
}

TEST_F(ScopeLogs, HoldNothingThatIsGone) {
    found();
    const RecordId gone = id_of<RecordId>(1);
    ASSERT_TRUE(append(Purge{PurgeTarget::records, PurgeReason::request, {gone}}));

    expect_invalid(append(Hold{PurgeTarget::records, HoldReason::other, {gone}, {}}), "was purged");
}

// Who may purge could otherwise release what forbids it.
TEST_F(ScopeLogs, LetADeviceHoldAndReleaseOnlyByThatRight) {
    found();
    const Hold hold{PurgeTarget::scope, HoldReason::other, {}, {}};
    RoleTable roles = two_roles();
    for (RoleRow& row : roles)
        if (row.role == manager) row.rights = row.rights | Right::purge;
    ASSERT_TRUE(append(Policy{roles}));
    expect_invalid(append(by_device(hold, jos_phone)), "no right to set and release holds");
    ASSERT_TRUE(append(hold));
    expect_invalid(append(by_device(ReleaseHold{5, {}}, jos_phone)),
                   "no right to set and release holds");

    for (RoleRow& row : roles)
        if (row.role == officer) row.rights = row.rights | Right::hold;
    ASSERT_TRUE(append(Policy{roles}));

    EXPECT_TRUE(append(by_device(ReleaseHold{5, {}}, sams_phone)));
}

TEST_F(ScopeLogs, RefuseAPurgeThatNamesNothingOrAnythingTwice) {
    found();
    const RecordId a = id_of<RecordId>(1);

    expect_invalid(append(Purge{PurgeTarget::records, PurgeReason::request, {}}), "names no");
    expect_invalid(append(Purge{PurgeTarget::scope, PurgeReason::request, {a}}), "names no");
    expect_invalid(append(Purge{PurgeTarget::records, PurgeReason::request, {a, a}}), "in order");
}

TEST_F(ScopeLogs, SayFromWhereADeviceCountsNoMore) {
    found();
    const DeviceId lost = device_id(jos_phone.public_key);
    const RevokeDevice revoke{lost, RevocationReason::lost, noon};

    ASSERT_TRUE(append(revoke));  // at 50

    EXPECT_EQ(log.revoked_at(lost, Seq{50}), nullptr);
    ASSERT_NE(log.revoked_at(lost, Seq{51}), nullptr);
    EXPECT_EQ(log.revoked_at(lost, Seq{51})->body, revoke);
    EXPECT_TRUE(log.member_at(jo, any, noon)) << "the person stays";
    expect_invalid(append(revoke), "revoked before");
    expect_invalid(append(by_device(RemoveMember{Principal::of(sam)}, jos_phone)),
                   "a revoked device");
}

}  // namespace sanderling::test
