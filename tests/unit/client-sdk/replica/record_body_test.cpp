#include "client-sdk/replica/record_body.hpp"

#include "client-sdk/replica/visible.hpp"

#include <gtest/gtest.h>

namespace sanderling::replica {
namespace {

Token token(std::uint8_t n) {
    Token out;
    out.bytes[0] = n;
    return out;
}
ReplicaId replica_of(std::uint8_t n) {
    ReplicaId out;
    out.bytes[0] = n;
    return out;
}

commit::PathWrite put(Token at) {
    return {.token = at};
}

void confirm(RecordBody& body, Dot dot, Seq seq, Token at, Bytes value, merge::Digest& digest) {
    const commit::Patch patch{.paths = {put(at)}};
    const merge::WriteContext x{
        .dot = dot, .seq = seq, .t_eff = HlcTime{number(seq)}, .base = Seq{number(seq) - 1}};
    body.confirm(patch, 0, x, HlcTime{99},
                 {{.token = at, .dot = dot, .field = FieldNumber{1}, .value = std::move(value)}},
                 digest);
}

RecordBody sample() {
    RecordBody body;
    merge::Digest digest;
    confirm(body, {replica_of(1), Counter{1}}, Seq{1}, token(1), {1, 2}, digest);
    confirm(body, {replica_of(2), Counter{1}}, Seq{2}, token(2), {3}, digest);
    PendingPatch pending{.dot = {replica_of(9), Counter{5}},
                         .clock = HlcTime{77},
                         .base = Seq{2},
                         .own = Counter{4},
                         .ancestry = {{replica_of(8), Counter{6}}, {replica_of(7), Counter{1}}},
                         .index = 3};
    pending.paths.push_back({.write = put(token(1)), .field = FieldNumber{1}, .value = {9}});
    pending.paths.back().write.coverage = commit::Coverage::named;
    pending.paths.back().write.dots = {{replica_of(1), Counter{1}}};
    body.pending.push_back(pending);
    return body;
}

TEST(RecordBody, RoundTripsItsBytes) {
    for (const RecordBody& body : {RecordBody{}, sample()}) {
        const auto back = decode_record_body(encode(body));
        ASSERT_TRUE(back);
        EXPECT_EQ(*back, body);
    }
}

// These bytes are in people's files: a change here is a new format beside this one.
TEST(RecordBody, ReadsTheFirstFormatForEver) {
    PendingPatch pending{.dot = {{}, Counter{5}}, .clock = HlcTime{7}, .base = Seq{2}};
    pending.paths.push_back({.write = put(token(1)), .field = FieldNumber{1}, .value = {0xC0}});
    RecordBody body;
    body.pending.push_back(pending);
    const std::string stored =
        "01"
        "00000000"
        "0000"
        "0001"
        "0000000000000005"
        "0000000000000007"
        "0000000000000002"
        "0000000000000000"
        "00000000"
        "0001"
        "01000000000000000000000000000000"
        "0001"
        "01"
        "01"
        "00"
        "02"
        "0000"
        "00000001"
        "c0";

    Bytes bytes(stored.size() / 2);
    ASSERT_TRUE(from_hex(stored, bytes));
    EXPECT_EQ(decode_record_body(bytes).value(), body);
}

TEST(RecordBody, KeepsTheSecondFormatForEver) {
    PendingPatch pending{.dot = {replica_of(9), Counter{5}},
                         .clock = HlcTime{7},
                         .base = Seq{2},
                         .ancestry = {{replica_of(8), Counter{6}}}};
    pending.paths.push_back({.write = put(token(1)), .field = FieldNumber{1}, .value = {0xC0}});
    RecordBody body;
    body.pending.push_back(pending);
    const std::string stored =
        "02"
        "00000000"
        "0000"
        "0001"
        "09000000000000000000000000000000"
        "0000000000000005"
        "01"
        "08000000000000000000000000000000"
        "0000000000000006"
        "0000000000000007"
        "0000000000000002"
        "0000000000000000"
        "00000000"
        "0001"
        "01000000000000000000000000000000"
        "0001"
        "01"
        "01"
        "00"
        "02"
        "0000"
        "00000001"
        "c0";

    EXPECT_EQ(to_hex(encode(body)), stored);
    Bytes bytes(stored.size() / 2);
    ASSERT_TRUE(from_hex(stored, bytes));
    EXPECT_EQ(decode_record_body(bytes).value(), body);
}

TEST(RecordBody, RefusesWhatIsCutOrOfAnotherFormat) {
    const Bytes whole = encode(sample());
    for (std::size_t n = 0; n < whole.size(); ++n)
        EXPECT_FALSE(decode_record_body(ByteView(whole).first(n))) << n;
    Bytes newer = whole;
    newer[0] = 3;
    EXPECT_EQ(decode_record_body(newer).error().code, Errc::corrupt);
}

TEST(RecordBody, ForgetsValuesAndClaimsThatAreNoLongerLive) {
    RecordBody body;
    merge::Digest digest;
    confirm(body, {replica_of(1), Counter{1}}, Seq{1}, token(1), {1}, digest);

    confirm(body, {replica_of(2), Counter{1}}, Seq{2}, token(1), {2}, digest);

    ASSERT_EQ(body.values.size(), 1U);
    EXPECT_EQ(body.values[0].value, Bytes{2});
    ASSERT_EQ(body.claims.size(), 1U);
    EXPECT_EQ(body.claims[0].dot.replica, replica_of(2));
}

TEST(Visible, LaysPendingWritesOverTheConfirmedOnes) {
    RecordBody body = sample();
    {
        const Visible visible(body, {.replica = replica_of(9)});
        const merge::LiveSet* set = visible.state().find(token(1));
        ASSERT_NE(set, nullptr);
        ASSERT_EQ(set->entries.size(), 1U);
        EXPECT_EQ(to_bytes(visible.value(token(1), set->entries[0])->value), Bytes{9});
    }

    EXPECT_TRUE(body.drop_pending({replica_of(9), Counter{5}}));

    const Visible visible(body, {.replica = replica_of(9)});
    const merge::LiveSet* set = visible.state().find(token(1));
    EXPECT_EQ(to_bytes(visible.value(token(1), set->entries[0])->value), (Bytes{1, 2}));
}

}  // namespace
}  // namespace sanderling::replica
