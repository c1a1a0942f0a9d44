// What a device keeps of a record in its own file (client-sdk/replica/record_body.hpp), in every
// format it ever had: read, written in today's, and read again it is the same.
#include "client-sdk/replica/record_body.hpp"

#include "tests/fuzz/target.hpp"

namespace sanderling::fuzz {

namespace {

using namespace replica;

RecordBody sample() {
    RecordBody body;
    merge::Digest digest;
    const ReplicaId replica{{1}};
    const Token token{{2}};
    const commit::Patch patch{.paths = {{.token = token}}};
    for (std::uint64_t n = 1; n <= 3; ++n) {
        const merge::WriteContext x{
            .dot = {replica, Counter{n}}, .seq = Seq{n}, .t_eff = HlcTime{n}};
        body.confirm(patch, 0, x, HlcTime{99},
                     {{.token = token, .dot = x.dot, .field = FieldNumber{1}, .value = {1, 2}}},
                     digest);
    }
    PendingPatch pending{.dot = {replica, Counter{5}}, .ancestry = {{ReplicaId{{8}}, Counter{6}}}};
    pending.paths.push_back({.write = {.token = token,
                                       .coverage = commit::Coverage::named,
                                       .dots = {{replica, Counter{1}}}},
                             .field = FieldNumber{1},
                             .value = {9}});
    body.pending.push_back(pending);
    return body;
}

/// A commit may write one path twice. Its two values are then told apart by nothing, and only one
/// of them is written again.
bool has_value_twice(const RecordBody& body) {
    for (std::size_t i = 1; i < body.values.size(); ++i)
        if (body.values[i - 1].token == body.values[i].token &&
            body.values[i - 1].dot == body.values[i].dot)
            return true;
    return false;
}

}  // namespace

std::string_view problem_with(ByteView input) {
    const auto body = decode_record_body(input);
    if (!body || has_value_twice(*body)) return {};
    const Bytes bytes = encode(*body);
    const auto again = decode_record_body(bytes);
    if (!again || *again != *body) return "a record does not come back as it was";
    if (encode(*again) != bytes) return "a record has two encodings in one format";
    return {};
}

std::vector<Bytes> seeds() {
    return {encode(RecordBody{}), encode(sample())};
}

}  // namespace sanderling::fuzz
