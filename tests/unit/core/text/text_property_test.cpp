// What holds for every history of a text (docs/protocol.md §4.2).
#include "tests/unit/core/text/fugue_tree.hpp"
#include "tests/unit/core/text/writers.hpp"

#include <rapidcheck/gtest.h>

#include <numeric>

namespace sanderling::text {
namespace {

using namespace test;

/// Writers who did the steps and then all heard of everything.
Desk desk_after(const std::vector<Step>& steps) {
    Desk desk(3);
    for (const Step& step : steps) desk.take(step);
    return desk;
}

template <class T>
std::vector<T> shuffled(std::vector<T> all) {
    for (std::size_t i = all.size(); i > 1; --i)
        std::swap(all[i - 1], all[*rc::gen::inRange<std::size_t>(0, i)]);
    return all;
}

RC_GTEST_PROP(TextProperties, OneWriterAgreesWithAPlainString, ()) {
    const auto all = *steps();
    Desk desk(1);
    std::u32string plain;
    Writer writer(0);
    for (const Step& step : all) {
        const std::size_t at = plain.size() * step.place / 255;
        const Edit edit{at, std::min<std::size_t>(step.size % 7, plain.size() - at),
                        std::string(step.other % 5, static_cast<char>('a' + step.what % 26))};
        writer.write({edit});
        plain.replace(at, edit.erased, *from_utf8(edit.inserted));
        RC_ASSERT(writer.document().text() == to_utf8(plain));
    }
    const std::size_t from = plain.size() / 3;
    RC_ASSERT(writer.document().characters(from, plain.size() - from) == plain.substr(from));
}

RC_GTEST_PROP(TextProperties, AllWritersEndWithTheTextOfThePapersTree, ()) {
    Desk desk = desk_after(*steps());
    desk.all_listen();
    FugueTree tree;
    for (const Batch& batch : desk.batches()) tree.apply(batch);
    const std::string wanted = to_utf8(tree.text());
    for (std::size_t who = 0; who < desk.writers(); ++who)
        RC_ASSERT(desk.document(who).text() == wanted);
}

RC_GTEST_PROP(TextProperties, AnyOrderWithRepetitionsComesToTheSame, ()) {
    const Desk desk = desk_after(*steps());
    const std::vector<Batch> causal = desk.batches();
    std::vector<Batch> any = causal;
    if (!any.empty()) {
        const auto twice = *rc::gen::container<std::vector<std::size_t>>(
            rc::gen::inRange<std::size_t>(0, causal.size()));
        for (const std::size_t i : twice) any.push_back(causal[i]);
    }
    const Document document = from(shuffled(any));
    RC_ASSERT(document.text() == from(causal).text());
    RC_ASSERT(!document.is_waiting());
    for (const Batch& batch : causal) RC_ASSERT(document.contains(batch));
}

RC_GTEST_PROP(TextProperties, WhatIsMissingWaitsAndFollows, ()) {
    const Desk desk = desk_after(*steps());
    std::vector<Batch> all = desk.batches();
    RC_PRE(!all.empty());
    const auto withheld = *rc::gen::inRange<std::size_t>(0, all.size());
    std::vector<Batch> others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(withheld));
    Document document = from(shuffled(others));
    const bool inserts = !all[withheld].characters.empty();
    RC_ASSERT(!inserts || !document.contains(all[withheld]));
    RC_ASSERT(document.apply(all[withheld]).has_value());
    RC_ASSERT(document.text() == from(all).text());
}

// Snapshots are taken by writers who know different things; what they do not contain comes beside
// them, in any order.
RC_GTEST_PROP(TextProperties, SnapshotsStandForWhatTheyContain, ()) {
    const Desk desk = desk_after(*steps());
    const std::vector<Batch> all = desk.batches();
    std::vector<Batch> kept;
    std::vector<Batch> snapshots;
    for (std::size_t who = 0; who < desk.writers(); ++who)
        if (*rc::gen::arbitrary<bool>()) {
            const auto snapshot = decode_batch(encode(desk.document(who).snapshot()));
            RC_ASSERT(snapshot.has_value());
            kept.push_back(*snapshot);
            snapshots.push_back(*snapshot);
        }
    for (const Batch& batch : all) {
        const bool is_covered = std::any_of(snapshots.begin(), snapshots.end(), [&](auto& each) {
            return from({each}).contains(batch);
        });
        if (!is_covered) kept.push_back(batch);
    }
    const Document document = from(shuffled(kept));
    RC_ASSERT(document.text() == from(all).text());
    RC_ASSERT(from({document.snapshot()}).text() == document.text());
}

RC_GTEST_PROP(TextProperties, WhatNobodyErasedIsThere, ()) {
    Desk desk = desk_after(*steps());
    desk.all_listen();
    std::u32string inserted;
    std::set<ElementId> erased;
    for (const Batch& batch : desk.batches()) {
        inserted += batch.characters;
        for (const Operation& op : batch.operations)
            for (std::uint32_t i = 0; !op.inserts() && i < op.count; ++i)
                erased.insert({batch.replicas[op.at.replica], op.lowest() + i});
    }
    RC_ASSERT(desk.document(0).size() == inserted.size() - erased.size());
}

/// `count` characters typed at a place, each an edit of its own; backwards: each before the last.
std::vector<Edit> typed(std::size_t at, std::size_t count, char c, bool backwards) {
    std::vector<Edit> out;
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({backwards ? at : at + i, 0, std::string(1, c)});
    return out;
}

RC_GTEST_PROP(TextProperties, RunsTypedAtOnePlaceDoNotMix, ()) {
    Desk desk = desk_after(*steps());
    desk.all_listen();
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, desk.document(0).size() + 1);
    const std::string run[] = {std::string(*rc::gen::inRange<std::size_t>(1, 9), 'X'),
                               std::string(*rc::gen::inRange<std::size_t>(1, 9), 'Y'),
                               std::string(*rc::gen::inRange<std::size_t>(1, 9), 'Z')};
    for (std::size_t who = 0; who < 3; ++who)
        desk.write(who, typed(at, run[who].size(), run[who].front(), *rc::gen::arbitrary<bool>()));
    desk.all_listen();
    const std::string text = desk.document(0).text();
    for (const std::string& each : run) RC_ASSERT(text.find(each) != std::string::npos);
}

}  // namespace
}  // namespace sanderling::text
