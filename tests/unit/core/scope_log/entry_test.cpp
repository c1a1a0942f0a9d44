#include "core/scope_log/entry.hpp"

#include "tests/unit/core/scope_log/organisation.hpp"

#include <gtest/gtest.h>

namespace sanderling::test {

using namespace scope_log;

namespace {

SignedEntry entry_with(Body body) {
    const Organisation o;
    ScopeLogEntry entry;
    entry.org = o.org;
    entry.scope = id_of<ScopeId>(0x0c);
    entry.index = 3;
    entry.issuer = Issuer::of(o.registrar_id());
    entry.claimed = hlc_at(noon);
    entry.body = std::move(body);
    return sign_entry(std::move(entry), o.registrar);
}

// Org, scope and the rest before the body: 2 + 16 + 16 + 4 + 32 + 17 + 8.
constexpr std::size_t body_at = 95;

}  // namespace

TEST(ScopeLogEntry, ComesBackFromItsBytesWhateverItSays) {
    const Principal jo = Principal::of(id_of<PersonId>(5));
    const EpochChange epoch{KeyEpoch{2}, {}, box_key(1), Bytes(72, 1), Bytes(72, 2), {}};

    for (const Body& body :
         {Body{Create{ScopeKind{1}, two_roles()}}, Body{SetMember{jo, officer, noon, {}}},
          Body{RemoveMember{jo, RemovalReason::transferred}}, Body{epoch},
          Body{Policy{two_roles()}},
          Body{Decide{Decision::refuse, Seq{9}, {}, hlc_at(noon), DecisionReason::other, {1}}},
          Body{Purge{PurgeTarget::scope, PurgeReason::retention, {}}},
          Body{Purge{PurgeTarget::records,
                     PurgeReason::request,
                     {id_of<RecordId>(1), id_of<RecordId>(2)}}},
          Body{Hold{PurgeTarget::scope, HoldReason::proceedings, {}, {}}},
          Body{Hold{PurgeTarget::records, HoldReason::inquiry, {id_of<RecordId>(1)}, Bytes(93, 7)}},
          Body{ReleaseHold{4, Bytes(93, 7)}}}) {
        const SignedEntry entry = entry_with(body);
        const auto read = decode_entry(encode(entry));
        ASSERT_TRUE(read) << body.index();
        EXPECT_EQ(*read, entry);
    }
}

TEST(ScopeLogEntry, VerifiesUnderItsIssuerOnly) {
    const Organisation o;
    SignedEntry entry = entry_with(Create{ScopeKind{1}, two_roles()});

    EXPECT_TRUE(verify_entry(entry, o.registrar.public_key));
    EXPECT_FALSE(verify_entry(entry, o.root.public_key));
    entry.entry.index = 4;
    EXPECT_FALSE(verify_entry(entry, o.registrar.public_key));
}

TEST(ScopeLogEntry, RefusesReservedAndUnknownBodies) {
    Bytes bytes = encode(entry_with(Policy{two_roles()}));
    ASSERT_EQ(bytes[body_at], number(BodyType::policy));

    for (const std::uint8_t type : {std::uint8_t{11}, std::uint8_t{200}}) {
        bytes[body_at] = type;
        EXPECT_EQ(decode_entry(bytes).error().code, Errc::unsupported_version);
    }
}

TEST(ScopeLogEntry, RefusesEveryTruncation) {
    const Bytes bytes = encode(entry_with(Create{ScopeKind{1}, two_roles()}));

    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(decode_entry(ByteView(bytes).first(size)).error().code, Errc::malformed) << size;
}

TEST(ScopeLogEntry, RefusesRolesOutOfOrderOrTwice) {
    RoleTable roles = two_roles();
    roles.push_back(roles.front());

    EXPECT_EQ(decode_entry(encode(entry_with(Policy{roles}))).error().code, Errc::malformed);
}

TEST(ScopeLogEntry, RefusesAPurgeThatCouldBeSpelledOtherwise) {
    const RecordId a = id_of<RecordId>(1);
    const RecordId b = id_of<RecordId>(2);
    const std::vector<RecordId> too_many(limits::records_a_purge + 1, a);

    for (const Purge& purge : {Purge{PurgeTarget::records, PurgeReason::request, {b, a}},
                               Purge{PurgeTarget::records, PurgeReason::request, {a, a}},
                               Purge{PurgeTarget::records, PurgeReason::request, {}},
                               Purge{PurgeTarget::scope, PurgeReason::request, {a}},
                               Purge{PurgeTarget::records, PurgeReason::request, too_many}})
        EXPECT_EQ(decode_entry(encode(entry_with(purge))).error().code, Errc::malformed);
}

TEST(ScopeLogEntry, RefusesAHoldThatCouldBeSpelledOtherwise) {
    const RecordId a = id_of<RecordId>(1);
    const RecordId b = id_of<RecordId>(2);
    const std::vector<RecordId> too_many(limits::records_a_hold + 1, a);

    for (const std::vector<RecordId>& records :
         {std::vector{b, a}, std::vector{a, a}, {}, too_many})
        EXPECT_EQ(decode_entry(encode(entry_with(
                                   Hold{PurgeTarget::records, HoldReason::other, records, {}})))
                      .error()
                      .code,
                  Errc::malformed);
    EXPECT_EQ(decode_entry(encode(entry_with(Hold{PurgeTarget::scope, HoldReason::other, {a}, {}})))
                  .error()
                  .code,
              Errc::malformed);
}

TEST(ScopeLogEntry, DoesNotGuessWhatALaterHoldIsOn) {
    Bytes bytes = encode(entry_with(Hold{PurgeTarget::scope, HoldReason::other, {}, {}}));

    bytes[body_at + 1] = 3;

    EXPECT_EQ(decode_entry(bytes).error().code, Errc::unsupported_version);
}

TEST(ScopeLogEntry, HasRoomForTheLongestHold) {
    Hold hold{PurgeTarget::records, HoldReason::other, {}, Bytes(672, 1)};  // 512 bytes of text
    for (std::size_t i = 1; i <= limits::records_a_hold; ++i)
        hold.records.push_back(id_of<RecordId>(static_cast<std::uint8_t>(i)));

    EXPECT_TRUE(decode_entry(encode(entry_with(hold))));
}

TEST(ScopeLogEntry, DoesNotGuessWhatALaterPurgeErases) {
    Bytes bytes = encode(entry_with(Purge{PurgeTarget::scope, PurgeReason::request, {}}));

    bytes[body_at + 1] = 3;

    EXPECT_EQ(decode_entry(bytes).error().code, Errc::unsupported_version);
}

TEST(ScopeLogEntry, HoldsAsManyRecordsAsAPurgeMayName) {
    Purge purge{PurgeTarget::records, PurgeReason::retention, {}};
    for (std::size_t i = 1; i <= limits::records_a_purge; ++i)
        purge.records.push_back(id_of<RecordId>(static_cast<std::uint8_t>(i)));

    EXPECT_TRUE(decode_entry(encode(entry_with(purge))));
}

TEST(ScopeLogEntry, RefusesAnOversizedWrappedKey) {
    const EpochChange epoch{KeyEpoch{1}, {}, {}, {}, Bytes(limits::wrapped_key_bytes + 1), {}};

    EXPECT_EQ(decode_entry(encode(entry_with(epoch))).error().code, Errc::malformed);
}

}  // namespace sanderling::test
