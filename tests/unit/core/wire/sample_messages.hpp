// One message of each kind, with something in every list; for tests of the codec.
#pragma once

#include "core/wire/message.hpp"

#include <vector>

namespace sanderling::wire {

inline std::vector<Message> one_of_each() {
    ScopeId scope;
    scope.bytes[3] = 7;
    Challenge challenge;
    challenge.nonce.fill(5);
    challenge.version_max = 1;
    Hello hello;
    hello.version = 1;
    hello.certificate = {1, 2, 3};
    hello.directory_cursor = 99;
    hello.signature.bytes.fill(8);
    Data data;
    data.scope = scope;
    data.first = Seq{4};
    data.head = Seq{900};
    data.bytes = 123'456;
    data.items = {{commit::Verdict::accepted, Seq{3}, HlcTime{77}, Bytes(300, 1)},
                  {commit::Verdict::control, Seq{3}, HlcTime{78}, {}}};
    ScopeCheckpoint checkpoint;
    checkpoint.scope = scope;
    checkpoint.generation = Generation{UINT64_MAX};
    checkpoint.seq = Seq{5};
    Push push;
    push.transactions = {{{scope, {1}}, {scope, {2, 3}}}, {{scope, {4}}}};
    CommitVerdict verdict;
    verdict.scope = scope;
    verdict.dot.counter = Counter{3};
    verdict.verdict = commit::Verdict::rejected;
    verdict.code = Errc::undelete_required;
    verdict.seq = Seq{8};
    return {
        challenge,
        hello,
        Welcome{1, Generation{2}, Instant{3}},
        Control{1, {{1}}, {{2}}, {{scope, {3}}}, {{scope, Seq{4}, 5, 6}}},
        Revoked{scope, {{Seq{4}, {1}}}},
        Subscribe{{{scope, Generation{1}, Seq{2}, {}, Counter{3}}}},
        data,
        Checkpoint{{checkpoint}},
        ScopeError{scope, Errc::unknown_scope, "no"},
        Credit{1'000},
        push,
        Ack{{verdict}},
        LogPut{1, scope, {{1}}, {{scope, {2}}}, {PersonId{}}},
        LogGet{1, scope, 2},
        LogEntries{1, scope, {{Seq{1}, {2}}}},
        DirectoryPut{1, {{1}}, {{DeviceId{}, {2}}}},
        ResultOf{1, Errc::ok, ""},
        InvitePut{1, {}, Instant{-5}, {1}},
        InviteCancel{1, {}},
        EnrolLookup{},
        EnrolOffer{{1}},
        EnrolRequest{{}, {1}},
        EnrolAnswer{1, {}, Errc::invite_used, {}},
        ErrorMessage{Errc::busy, "later"},
        Bye{},
        Offer{{}, Generation{7}, Seq{3}, {}, {{}}, {{1}}},
        Offered{{}, OfferStanding::apart, Errc::busy, "later"},
        BucketsGet{scope},
        Buckets{scope, Seq{4}, Bytes(8'192, 3)},
        RecordsGet{scope, {1, 2}, RecordId{}, 3, Seq{4}},
        Records{scope,
                Seq{4},
                RecordId{},
                1,
                2,
                1,
                {{Seq{3}, Seq{2}, HlcTime{77}, {1, 2}}},
                {{RecordId{}, {{Token{}, 0}}}}},
        HistoryGet{9, scope, Seq{4}, {1, 2}, RecordId{}, Token{}, Seq{5}, 100},
        History{
            9, scope, Errc::busy, "later", Seq{3}, Seq{2}, {{Seq{4}, Seq{2}, HlcTime{77}, {1, 2}}}},
        QuarantineGet{scope, Seq{3}},
        Quarantine{scope, Seq{3}, 1, {{Seq{4}, Seq{2}, HlcTime{77}, {1, 2}}}},
        DecisionsGet{{{scope, {}}}},
        Decisions{{{scope, {}, Seq{4}, Seq{3}, {1, 2}}}},
        DeviceOrders{5, {{1, 2}, {3}}, {DeviceId{}}},
        DeviceStates{5, {{DeviceId{}, Instant{77}, {1, 2}}}},
        DeviceOrdered{{1, 2}},
        DeviceWiped{{1, 2}},
        ReceiptGet{scope, {{{}, {}}}},
        Receipt{scope, Errc::busy, {1, 2}, {3}, {4, 5}},
        InventoryGet{5, InventoryOf::envelopes, 7, scope},
        Inventory{5, 9, {{1, 2}}, {scope}, {{3}}},
        Purged{{11, 1}},
        PurgedTaken{scope, 7, Errc::not_found}};
}

}  // namespace sanderling::wire
