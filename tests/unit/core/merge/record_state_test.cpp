#include "core/merge/record_state.hpp"

#include "tests/unit/core/merge/writer.hpp"

#include <gmock/gmock.h>

namespace sanderling::merge {
namespace {

commit::Patch patch_of(std::vector<PathWrite> paths) {
    commit::Patch patch;
    patch.record.bytes[0] = 3;
    patch.paths = std::move(paths);
    return patch;
}

PathWrite put_on(std::uint8_t token) {
    PathWrite write = put();
    write.token.bytes[0] = token;
    return write;
}

TEST(RecordState, DigestIsThatOfWhatIsLive) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1), put_on(2)}), 0, By{.replica = 1, .seq = 1}.context(), digest);
    const Digest before = digest;

    state.apply(patch_of({put_on(1)}), 0, By{.replica = 2, .seq = 2, .base = 1}.context(), digest);

    Digest expected;
    for (const LiveSet& set : state.sets())
        for (const LiveEntry& e : set.entries)
            expected.add(digest_entry(patch_of({}).record, set.token, e.dot, e.operation));
    EXPECT_EQ(digest, expected);
    EXPECT_NE(digest, before);
}

TEST(RecordState, SaysWhichCommitsAreStillNeeded) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1), put_on(2)}), 0, By{.replica = 1, .seq = 1}.context(), digest);
    state.apply(patch_of({put_on(1)}), 0, By{.replica = 2, .seq = 2, .base = 1}.context(), digest);
    EXPECT_TRUE(state.is_live({replica(1), Counter{1}}));

    state.apply(patch_of({put_on(2)}), 0,
                By{.replica = 2, .counter = 2, .seq = 3, .base = 2}.context(), digest);

    EXPECT_FALSE(state.is_live({replica(1), Counter{1}}));
}

TEST(RecordState, SurvivesItsEncoding) {
    RecordState state;
    Digest digest;
    PathWrite named = put_on(4);
    named.coverage = Coverage::named;
    named.dots = {{replica(8), Counter{80}}};
    state.apply(patch_of({put_on(1), named}), 3, By{.replica = 1, .seq = 1}.context(), digest);
    state.apply(patch_of({put_on(1)}), 0, By{.replica = 2, .seq = 2}.context(), digest);

    const auto decoded = decode_record_state(encode(state));

    ASSERT_TRUE(decoded);
    EXPECT_EQ(*decoded, state);
}

// A log has no end: what counts its entries must not run over.
TEST(RecordState, SurvivesItsEncodingWithMoreEntriesThanSixteenBitsCount) {
    RecordState state;
    Token token;
    token.bytes[0] = 1;
    for (std::uint64_t n = 1; n <= 65'540; ++n)
        state.put(token, {.dot = {replica(static_cast<std::uint8_t>(n % 3)), Counter{n}},
                          .seq = Seq{n},
                          .rule = Rule::log,
                          .operation = Operation::append});

    const auto again = decode_record_state(encode(state));

    ASSERT_TRUE(again) << again.error().message();
    EXPECT_EQ(*again, state);
}

TEST(RecordState, StaysInTheFirstFormatWhereThatIsEnough) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1)}), 0, By{.replica = 1, .seq = 1}.context(), digest);

    EXPECT_EQ(encode(state)[0], 1);
}

TEST(RecordState, RefusesEveryTruncationOfItsEncoding) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1), put_on(2)}), 0, By{.replica = 1, .seq = 1}.context(), digest);
    const Bytes whole = encode(state);

    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto decoded = decode_record_state(ByteView(whole).first(size));
        ASSERT_FALSE(decoded) << size;
        EXPECT_EQ(decoded.error().code, Errc::corrupt);
    }
}

TEST(RecordState, RefusesPathsThatAreNotInOrder) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1), put_on(2)}), 0, By{.replica = 1, .seq = 1}.context(), digest);
    Bytes bytes = encode(state);
    // Two sets of one entry each at the end: token, count, entry.
    const std::size_t set = 16 + 2 + 8;
    std::swap_ranges(bytes.end() - static_cast<std::ptrdiff_t>(2 * set),
                     bytes.end() - static_cast<std::ptrdiff_t>(set),
                     bytes.end() - static_cast<std::ptrdiff_t>(set));

    const auto decoded = decode_record_state(bytes);

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().detail, "record state: paths that are not in order");
}

TEST(RecordState, RefusesACommitTwice) {
    RecordState state;
    Digest digest;
    state.apply(patch_of({put_on(1)}), 0, By{.replica = 1, .seq = 1}.context(), digest);
    Bytes bytes = encode(state);
    const std::size_t commit = 24 + 8 + 8 + 8 + 8 + 4;
    const Bytes again(bytes.begin() + 3, bytes.begin() + 3 + static_cast<std::ptrdiff_t>(commit));
    bytes[2] = 2;
    bytes.insert(bytes.begin() + 3, again.begin(), again.end());

    const auto decoded = decode_record_state(bytes);

    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().detail, "record state: a commit twice");
}

TEST(Digest, SubtractsWhatItAdded) {
    const crypto::Hash a = crypto::hash(crypto::HashType::digest_entry, as_bytes("a"));
    const crypto::Hash b = crypto::hash(crypto::HashType::digest_entry, as_bytes("b"));
    Digest digest;

    digest.add(a);
    digest.add(b);
    digest.subtract(a);
    Digest only_b;
    only_b.add(b);

    EXPECT_EQ(digest, only_b);
    digest.subtract(b);
    EXPECT_EQ(digest, Digest{});
}

}  // namespace
}  // namespace sanderling::merge
