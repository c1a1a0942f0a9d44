// What is pending leaves no trace in what is confirmed: devices with different work in their
// outboxes come to the same record (docs/protocol.md §7, promise 3).
#include "client-sdk/replica/visible.hpp"
#include "tests/unit/core/merge/history.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::replica {
namespace {

using merge::test::History;
using merge::test::Written;

Written draw(const merge::test::Desk& desk) {
    const unsigned n = desk.step.choice;
    Written w;
    w.paths.push_back(merge::write_of(commit::Rule{static_cast<std::uint8_t>(1 + n % 11)},
                                      commit::Operation{static_cast<std::uint8_t>(1 + n % 9)},
                                      commit::Coverage{static_cast<std::uint8_t>((n / 7) % 3)}));
    w.paths[0].token.bytes[0] = static_cast<std::uint8_t>(n % 4);
    w.value = n;
    return w;
}

Bytes value_of(const Written& w) {
    return {static_cast<std::uint8_t>(w.value), 7};
}

PendingPatch pending_of(const Written& w) {
    PendingPatch out{.dot = w.x.dot, .base = w.x.base, .own = w.x.own};
    for (const commit::PathWrite& path : w.paths)
        out.paths.push_back({.write = path, .field = FieldNumber{1}, .value = value_of(w)});
    return out;
}

void confirm(RecordBody& body, const Written& w, merge::Digest& digest) {
    commit::Patch patch;
    patch.paths = w.paths;
    std::vector<LiveValue> fresh;
    for (const commit::PathWrite& path : w.paths)
        fresh.push_back(
            {.token = path.token, .dot = w.x.dot, .field = FieldNumber{1}, .value = value_of(w)});
    body.drop_pending(w.x.dot);
    body.confirm(patch, 0, w.x, HlcTime{1}, std::move(fresh), digest);
}

// A device that has written everything of one replica before it received anything.
RecordBody received_by(const std::vector<Written>& log, const ReplicaId& self) {
    RecordBody body;
    merge::Digest digest;
    for (const Written& w : log)
        if (w.x.dot.replica == self) body.pending.push_back(pending_of(w));
    for (const Written& w : log) {
        const Visible shown(body, {.replica = self});
        for (const PendingPatch& pending : body.pending)
            for (const PendingPath& path : pending.paths)
                RC_ASSERT(shown.state().find(path.write.token) != nullptr);
        confirm(body, w, digest);
        body = decode_record_body(encode(body)).value();
    }
    return body;
}

RC_GTEST_PROP(RecordBody, IsTheSameOnEveryDeviceWhateverWasPendingThere, ()) {
    const History history(*merge::test::any_steps(), draw);

    const RecordBody onlooker = received_by(history.log(), ReplicaId{});

    RC_ASSERT(onlooker.pending.empty());
    for (std::uint8_t n = 1; n <= 4; ++n)
        RC_ASSERT(received_by(history.log(), merge::replica(n)) == onlooker);
}

RC_GTEST_PROP(RecordBody, HandsOverEachValueOnceWhenItIsReplaced, ()) {
    const History history(*merge::test::any_steps(), draw);
    RecordBody body;
    merge::Digest digest;
    std::map<Dot, int> handed_over;

    for (const Written& w : history.log()) {
        commit::Patch patch;
        patch.paths = w.paths;
        const auto gone = body.confirm(patch, 0, w.x, HlcTime{1},
                                       {{.token = w.paths[0].token,
                                         .dot = w.x.dot,
                                         .field = FieldNumber{1},
                                         .value = value_of(w)}},
                                       digest);
        for (const Superseded& one : gone) RC_ASSERT(++handed_over[one.entry.dot] == 1);
    }

    for (const Written& w : history.log())
        RC_ASSERT((handed_over[w.x.dot] == 1) !=
                  (body.value(w.paths[0].token, w.x.dot) != nullptr));
}

}  // namespace
}  // namespace sanderling::replica
