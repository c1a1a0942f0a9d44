// Whatever order pushes arrive in, and however often: each commit is applied once, and every device
// that replays the log comes to the same place (docs/protocol.md §5.4).
#include "tests/unit/core/sync/scene.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sanderling::sync {
namespace {

using namespace testing;
using commit::Coverage;
using commit::Operation;
using commit::Rule;

struct Event {
    bool is_write = true;
    std::uint8_t author = 0;
    std::uint8_t choice = 0;
};

rc::Gen<std::vector<Event>> any_events() {
    return rc::gen::scale(0.4, rc::gen::container<std::vector<Event>>(rc::gen::construct<Event>(
                                   rc::gen::arbitrary<bool>(), rc::gen::inRange<std::uint8_t>(0, 3),
                                   rc::gen::arbitrary<std::uint8_t>())));
}

Stroke stroke_of(std::uint8_t choice) {
    static const std::vector<Stroke> strokes{
        {.field = 1, .rule = Rule::register_},
        {.field = 2, .rule = Rule::cautious},
        {.field = 2, .rule = Rule::cautious, .operation = Operation::resolve},
        {.field = 3, .rule = Rule::set, .operation = Operation::add},
        {.field = 3, .rule = Rule::set, .operation = Operation::remove},
        {.field = 4, .rule = Rule::log, .operation = Operation::append, .coverage = Coverage::none},
        {.field = 5,
         .rule = Rule::counter,
         .operation = Operation::append,
         .coverage = Coverage::none},
        {.field = 6, .rule = Rule::immutable, .coverage = Coverage::none},
        {.field = 9, .rule = Rule::life, .operation = Operation::touch},
    };
    return strokes[choice % strokes.size()];
}

RC_GTEST_PROP(Judge, AppliesEachCommitOnceHoweverOftenItIsPushed, ()) {
    Scene scene;
    std::vector<Author> authors{scene.officer_of(1), scene.officer_of(2), scene.officer_of(3)};
    std::vector<std::vector<commit::Commit>> written(authors.size());
    std::map<Dot, Judgement> verdicts;
    const auto push = [&](const commit::Commit& c) {
        const ScopeHead before = scene.court.head();
        const Judgement j = scene.push(c);
        const ScopeHead after = scene.court.head();
        if (const auto known = verdicts.find(j.dot); known != verdicts.end()) {
            RC_ASSERT(j.seq == known->second.seq);
            RC_ASSERT(j.verdict == known->second.verdict);
            RC_ASSERT(after.chain == before.chain);
        } else if (j.seq == Seq{0}) {
            RC_ASSERT(after.chain == before.chain);
        } else {
            RC_ASSERT(number(after.seq) == number(before.seq) + 1);
            verdicts.emplace(j.dot, j);
        }
    };

    for (const Event& event : *any_events()) {
        auto& mine = written[event.author];
        if (event.is_write)
            mine.push_back(scene.write(authors[event.author], {stroke_of(event.choice)},
                                       {.base = scene.court.head().seq}));
        else if (!mine.empty())
            push(mine[event.choice % mine.size()]);
    }
    for (const auto& mine : written)
        for (const commit::Commit& c : mine) push(c);

    std::size_t total = 0;
    for (const auto& mine : written) total += mine.size();
    RC_ASSERT(verdicts.size() == total);
    Device device(scene);
    RC_ASSERT(device.replay(scene, scene.court.items, scene.checkpoint()).has_value());
    RC_ASSERT(device.state.written() == scene.court.written());
}

}  // namespace
}  // namespace sanderling::sync
