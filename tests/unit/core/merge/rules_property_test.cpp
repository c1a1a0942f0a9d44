// Properties that hold for every history, by rule (docs/protocol.md §4).
#include "tests/unit/core/merge/history.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace sanderling::merge {
namespace {

using namespace test;

constexpr AuthorityClass manager{1};

Written one(PathWrite path, ClassMask classes = 0) {
    Written w;
    w.paths = {std::move(path)};
    w.x.classes = classes;
    return w;
}

const Written& written_as(const std::vector<Written>& log, const Dot& dot) {
    return *std::find_if(log.begin(), log.end(), [&](auto& w) { return w.x.dot == dot; });
}

// What a form does to a field that holds one value: it replaces the winner of what it saw, or all
// of it to settle a conflict.
Written edit(const Desk& desk, Rule rule) {
    const LiveSet seen = set_of(desk.seen);
    if (desk.step.choice % 8 == 0) return one(write_of(rule, Operation::resolve));
    if (seen.entries.size() < 2) return one(write_of(rule, Operation::put));
    return one(write_of(rule, Operation::put, Coverage::named, {winner(seen)->dot}));
}

Written increment(const Desk& desk) {
    const LiveSet seen = set_of(desk.seen);
    PathWrite write = write_of(Rule::counter, Operation::append, Coverage::none);
    Written w;
    w.value = std::int64_t{desk.step.choice} - 128;
    // Folded is only what is in the log, and never in what an older form writes: an increment that
    // it still sees may have been folded since.
    const bool knows_all_own = number(desk.x.own) + 1 == number(desk.x.dot.counter);
    if (knows_all_own && desk.step.choice % 2 == 0)
        for (const LiveEntry& e : seen.entries)
            if (std::count(desk.own_durable.begin(), desk.own_durable.end(), e.dot) != 0)
                write.dots.push_back(e.dot);
    if (!write.dots.empty()) write.coverage = Coverage::named;
    w.paths = {std::move(write)};
    return w;
}

Written change_element(const Desk& desk, Rule rule) {
    const LiveSet seen = set_of(desk.seen);
    switch (desk.step.choice % 3) {
        case 0:
            return one(write_of(rule, Operation::add));
        case 1:
            return one(write_of(rule, Operation::remove));
        default:
            break;
    }
    if (rule == Rule::set) return one(write_of(rule, Operation::add));
    PathWrite touch = write_of(rule, Operation::touch, Coverage::none);
    for (const LiveEntry& e : seen.entries)
        if (e.operation == Operation::touch) touch.dots.push_back(e.dot);
    if (!touch.dots.empty()) touch.coverage = Coverage::named;
    return one(std::move(touch));
}

Written honest(const Desk& desk, Rule rule) {
    switch (rule) {
        case Rule::counter:
            return increment(desk);
        case Rule::set:
        case Rule::ordered_list:
            return change_element(desk, rule);
        case Rule::log:
            return one(write_of(rule, Operation::append, Coverage::none));
        case Rule::immutable:
            return one(write_of(rule, Operation::put, Coverage::none));
        default:
            return edit(desk, rule);
    }
}

History history_of(const std::vector<Step>& steps, Rule rule) {
    return History(steps, [&](const Desk& desk) { return honest(desk, rule); });
}

// Any operation, coverage and list of dots, known to the author or not, now and then of another
// rule or authority than the rest.
Written anything(const Desk& desk, Rule usual) {
    const unsigned n = desk.step.choice;
    const Rule rule = n % 16 == 0 ? Rule{static_cast<std::uint8_t>(1 + (n / 16) % 11)} : usual;
    PathWrite write = write_of(rule, Operation{static_cast<std::uint8_t>(1 + (n / 3) % 9)},
                               Coverage{static_cast<std::uint8_t>((n / 7) % 3)});
    write.authority = AuthorityClass{static_cast<std::uint8_t>(n % 5 == 0 ? 1 : 0)};
    if (write.coverage == Coverage::named)
        for (std::uint8_t r = 1; r <= 4; ++r)
            for (std::uint64_t c = 1; c <= 6; ++c) write.dots.push_back({replica(r), Counter{c}});
    return one(std::move(write), n % 2);
}

History any_history() {
    const Rule usual{*rc::gen::inRange<std::uint8_t>(1, 12)};
    return History(*any_steps(), [&](const Desk& desk) { return anything(desk, usual); });
}

RC_GTEST_PROP(AnyWrite, RemovesOnlyWhatItsAuthorKnew, ()) {
    const History history = any_history();

    replay(history.log(), [&](const Written& x, const RecordState&, const auto& removed) {
        for (const LiveEntry& v : removed) {
            RC_ASSERT(History::knew(x, written_as(history.log(), v.dot)));
            RC_ASSERT(v.rule == x.paths[0].rule);
            RC_ASSERT(v.authority == x.paths[0].authority);
            RC_ASSERT(x.paths[0].coverage != Coverage::none);
        }
    });
}

RC_GTEST_PROP(AnyWrite, JoinsAndIsNeverKeptOutByAnother, ()) {
    const History history = any_history();
    RecordState state;
    Digest digest;

    for (const Written& x : history.log()) {
        commit::Patch patch;
        patch.paths = x.paths;
        state.apply(patch, 0, x.x, digest);
        RC_ASSERT(state.is_live(x.x.dot));
    }
}

RC_GTEST_PROP(AnyWrite, LeavesADigestThatIsThatOfTheLiveSet, ()) {
    const History history = any_history();

    const Applied applied = replay(history.log());

    Digest expected;
    for (const LiveSet& set : applied.state.sets())
        for (const LiveEntry& e : set.entries)
            expected.add(digest_entry(RecordId{}, set.token, e.dot, e.operation));
    RC_ASSERT(applied.digest == expected);
}

RC_GTEST_PROP(AnyHistory, EndsTheSameWhereverItWasWrittenDownAndTakenUpAgain, ()) {
    const History history = any_history();
    RecordState resumed;
    Digest digest;

    for (const Written& x : history.log()) {
        commit::Patch patch;
        patch.paths = x.paths;
        resumed.apply(patch, 0, x.x, digest);
        resumed = decode_record_state(encode(resumed)).value();
    }

    RC_ASSERT(resumed == replay(history.log()).state);
}

using Dots = std::set<std::pair<Dot, Operation>>;

Dots dots_of(const RecordState& state) {
    Dots out;
    for (const LiveSet& set : state.sets())
        for (const LiveEntry& e : set.entries) out.emplace(e.dot, e.operation);
    return out;
}

// Two neighbours of the log that did not know of each other, and that nobody knew one without the
// other: whichever had come first, it must not matter.
std::optional<std::vector<Written>> swapped(std::vector<Written> log, std::size_t at) {
    Written& first = log[at];
    Written& second = log[at + 1];
    if (History::knew(second, first) || first.x.dot.replica == second.x.dot.replica) return {};
    for (const Written& later : log)
        if (later.x.base == first.x.seq) return {};
    std::swap(first.x.seq, second.x.seq);
    std::swap(first, second);
    return log;
}

// Not of cautious and immutable fields, which ask the log who was first.
RC_GTEST_PROP(ConcurrentWrites, GiveTheSameLiveSetInEitherOrder, ()) {
    const Rule rule = *rc::gen::element(Rule::register_, Rule::group, Rule::multi_value, Rule::set,
                                        Rule::log, Rule::counter, Rule::ordered_list);
    const History history = history_of(*any_steps(), rule);
    const Dots expected = dots_of(replay(history.log()).state);

    for (std::size_t i = 0; i + 1 < history.log().size(); ++i)
        if (const auto other = swapped(history.log(), i))
            RC_ASSERT(dots_of(replay(*other).state) == expected);
}

RC_GTEST_PROP(Register, IsWhatWasLastWrittenByWhoKnewTheRest, ()) {
    const History history = history_of(*any_steps(), Rule::register_);
    RC_PRE(!history.log().empty());

    const LiveSet set = set_of(replay(history.log()).state);

    const LiveEntry* best = winner(set);
    RC_ASSERT(best != nullptr);
    for (const Written& w : history.log())
        RC_ASSERT(!History::knew(w, written_as(history.log(), best->dot)) ||
                  w.x.t_eff >= best->t_eff);
}

RC_GTEST_PROP(Counter, IsTheSumOfWhatWasAccepted, ()) {
    const History history = history_of(*any_steps(), Rule::counter);
    std::map<Dot, std::int64_t> carries;
    std::int64_t expected = 0;
    RecordState state;
    Digest digest;

    for (const Written& w : history.log()) {
        commit::Patch patch;
        patch.paths = w.paths;
        std::int64_t carried = w.value;
        for (const Dot& folded : w.paths[0].dots) carried += carries.at(folded);
        carries[w.x.dot] = carried;
        state.apply(patch, 0, w.x, digest);
        expected += w.value;

        std::int64_t sum = 0;
        for (const LiveEntry& e : set_of(state).entries) sum += carries.at(e.dot);
        RC_ASSERT(sum == expected);
    }
}

void check_elements(Rule rule) {
    const History history = history_of(*any_steps(), rule);

    const LiveSet set = set_of(replay(history.log()).state);

    const bool is_held =
        std::any_of(history.log().begin(), history.log().end(), [&](const Written& keep) {
            if (keep.paths[0].operation == Operation::remove) return false;
            return std::none_of(history.log().begin(), history.log().end(), [&](const Written& x) {
                return x.paths[0].operation == Operation::remove && History::knew(x, keep);
            });
        });
    RC_ASSERT(is_present(set) == is_held);
}

RC_GTEST_PROP(SetElement, IsThereWhileSomebodyAddedItUnseenByEveryRemoval, ()) {
    check_elements(Rule::set);
}

RC_GTEST_PROP(ListElement, IsThereWhileSomebodyAddedOrMovedItUnseenByEveryRemoval, ()) {
    check_elements(Rule::ordered_list);
}

RC_GTEST_PROP(Log, KeepsEveryEntryInOneOrder, ()) {
    const History history = history_of(*any_steps(), Rule::log);

    const LiveSet set = set_of(replay(history.log()).state);

    RC_ASSERT(in_log_order(set).size() == history.log().size());
}

RC_GTEST_PROP(Immutable, IsForEverWhatTheLogAcceptedFirst, ()) {
    const auto steps = *any_steps();
    const History history(steps, [](const Desk& desk) {
        PathWrite write = write_of(Rule::immutable, Operation::put, Coverage::none);
        if (desk.step.choice % 4 == 0) {
            write.operation = Operation::resolve;
            write.coverage = Coverage::all_known;
        }
        write.authority = manager;
        return one(std::move(write), desk.step.choice % 3 == 0 ? 0 : 1);
    });

    std::optional<Dot> first;
    RecordState state;
    Digest digest;
    for (const Written& w : history.log()) {
        commit::Patch patch;
        patch.paths = w.paths;
        state.apply(patch, 0, w.x, digest);
        if (!first && w.x.classes != 0) first = w.x.dot;
        const LiveSet set = set_of(state);
        const LiveEntry* shown = first_accepted(set);
        RC_ASSERT((shown != nullptr) == first.has_value());
        if (shown != nullptr) RC_ASSERT(shown->dot == *first);
    }
}

// Its protection is the write's choice.
RC_GTEST_PROP(Cautious, StaysAtTheMostProtectiveUntilTheRoleResolves, ()) {
    const History history(*any_steps(), [](const Desk& desk) {
        PathWrite write = write_of(Rule::cautious, Operation::put);
        write.authority = manager;
        if (desk.step.choice % 4 == 0) write.operation = Operation::resolve;
        Written w = one(std::move(write), desk.step.choice % 8 == 0 ? 1 : 0);
        w.value = desk.step.choice;
        return w;
    });
    const auto protection = [&](const RecordState& state) {
        std::int64_t most = -1;
        for (const LiveEntry& e : set_of(state).entries)
            most = std::max(most, written_as(history.log(), e.dot).value);
        return most;
    };
    RecordState state;
    Digest digest;

    for (const Written& w : history.log()) {
        const std::int64_t before = protection(state);
        const bool is_disputed = set_of(state).entries.size() >= 2;
        const bool resolves = w.paths[0].operation == Operation::resolve && w.x.classes != 0;
        commit::Patch patch;
        patch.paths = w.paths;
        state.apply(patch, 0, w.x, digest);
        RC_ASSERT(!is_disputed || resolves || protection(state) >= before);
    }
}

// Without the role, a write joins as a proposal and leaves everything that is in force.
RC_GTEST_PROP(Authority, LetsNobodyReplaceWhatTheyMayNotWrite, ()) {
    const History history(*any_steps(), [](const Desk& desk) {
        Written w = edit(desk, Rule::register_);
        w.paths[0].authority = manager;
        w.x.classes = desk.step.choice % 3 == 0 ? 1 : 0;
        return w;
    });

    replay(history.log(), [&](const Written& x, const RecordState&, const auto& removed) {
        RC_ASSERT(x.x.classes != 0 || removed.empty());
    });
    const LiveSet set = set_of(replay(history.log()).state);
    for (const LiveEntry& e : set.entries)
        RC_ASSERT((e.standing == Standing::effective) ==
                  (written_as(history.log(), e.dot).x.classes != 0));
}

// Field and life of one record. Who knows of a delete brings the record back.
Written live_edit(const Desk& desk) {
    Written w;
    const auto life_write = [](Operation operation) {
        PathWrite write = write_of(Rule::life, operation);
        write.token = token_of(9);
        return write;
    };
    if (desk.step.choice % 4 == 0) {
        w.paths = {life_write(Operation::erase)};
        return w;
    }
    w = edit(desk, Rule::register_);
    const LiveSet life_seen = set_of(desk.seen, 9);
    const bool is_erased = std::any_of(life_seen.entries.begin(), life_seen.entries.end(),
                                       [](auto& e) { return e.operation == Operation::erase; });
    if (is_erased) w.paths.push_back(life_write(Operation::undelete));
    return w;
}

RC_GTEST_PROP(Life, HidesNoEditThatItsDeleteDidNotKnow, ()) {
    const History history(*any_steps(), live_edit);
    RecordState state;
    Digest digest;

    for (const Written& w : history.log()) {
        commit::Patch patch;
        patch.paths = w.paths;
        state.apply(patch, 0, w.x, digest);
        const bool is_delete = w.paths[0].operation == Operation::erase;
        RC_ASSERT(is_delete || life(state) != Life::deleted);
        if (life(state) != Life::deleted) continue;
        const LiveSet lives = set_of(state, 9);
        for (const LiveEntry& field : set_of(state).entries)
            RC_ASSERT(std::any_of(lives.entries.begin(), lives.entries.end(), [&](auto& e) {
                return e.operation == Operation::erase &&
                       History::knew(written_as(history.log(), e.dot),
                                     written_as(history.log(), field.dot));
            }));
    }
}

}  // namespace
}  // namespace sanderling::merge
