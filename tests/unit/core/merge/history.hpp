// A random history of several replicas that write offline, are refused, and receive from each other
// in any order: what RapidCheck draws for the properties of merging. It keeps its own account of
// who knew what, so that it can be held against the merge.
#pragma once

#include "tests/unit/core/merge/writer.hpp"

#include <rapidcheck.h>

#include <deque>
#include <map>

namespace sanderling::merge::test {

/// One thing that happens; what does not apply to the replica's state does nothing.
struct Step {
    enum class Act : std::uint8_t { write, open_form, save_form, push, refuse, receive };
    Act act = Act::write;
    std::uint8_t replica = 0;
    std::uint8_t choice = 0;  // decides what is written
    std::uint8_t ms = 0;      // what the author's clock claims
};

inline rc::Gen<std::vector<Step>> any_steps() {
    using Act = Step::Act;
    const auto act = rc::gen::weightedElement<Act>({{8, Act::write},
                                                    {2, Act::open_form},
                                                    {2, Act::save_form},
                                                    {6, Act::push},
                                                    {1, Act::refuse},
                                                    {4, Act::receive}});
    return rc::gen::container<std::vector<Step>>(rc::gen::construct<Step>(
        act, rc::gen::inRange<std::uint8_t>(0, 4), rc::gen::arbitrary<std::uint8_t>(),
        rc::gen::arbitrary<std::uint8_t>()));
}

struct Written {
    std::vector<PathWrite> paths{};
    WriteContext x{};
    std::int64_t value = 0;
    std::int64_t claimed_ms = 0;
};

/// What an author has before it: the state as its replica shows it, and a commit to fill in.
struct Desk {
    const Step& step;
    const RecordState& seen;
    std::vector<Dot> own_durable{};  // its commits that are in the log it knows
    WriteContext x{};
};

class History {
  public:
    using Author = std::function<Written(const Desk&)>;

    History(const std::vector<Step>& steps, const Author& author) {
        for (const Step& step : steps) take(step, author);
        for (Replica& r : replicas_)
            while (!r.queue.empty()) push(r);
    }

    const std::vector<Written>& log() const { return log_; }

    static bool knew(const Written& x, const Written& v) {
        if (v.x.seq <= x.x.base) return true;
        return v.x.dot.replica == x.x.dot.replica && v.x.dot.counter <= x.x.own;
    }

  private:
    using Known = std::pair<Seq, Counter>;  // base and own
    struct Replica {
        std::uint8_t number = 0;
        Seq base{};
        Counter counter{};
        std::optional<Known> form{};  // what was known when it was opened
        std::deque<Written> queue{};
        HlcTime t_eff{};
    };

    void take(const Step& step, const Author& author) {
        Replica& r = replicas_[step.replica];
        r.number = static_cast<std::uint8_t>(step.replica + 1);
        switch (step.act) {
            case Step::Act::write:
                return write(r, {r.base, r.counter}, step, author);
            case Step::Act::save_form:
                if (r.form) write(r, *r.form, step, author);
                return r.form.reset();
            case Step::Act::open_form:
                r.form = {r.base, r.counter};
                return;
            case Step::Act::push:
                return push(r);
            case Step::Act::refuse:
                if (!r.queue.empty()) r.queue.pop_front();
                return;
            case Step::Act::receive:
                r.base = Seq{log_.size()};
                return;
        }
    }

    void write(Replica& r, Known known, const Step& step, const Author& author) {
        const auto [base, own] = known;
        const RecordState seen = shown(r, base, own);
        Desk desk{.step = step, .seen = seen};
        for (const Written& w : log_)
            if (w.x.dot.replica == merge::replica(r.number) && w.x.seq <= base)
                desk.own_durable.push_back(w.x.dot);
        r.counter = Counter{number(r.counter) + 1};
        desk.x = {.dot = {merge::replica(r.number), r.counter}, .base = base, .own = own};
        Written made = author(desk);
        made.x.dot = desk.x.dot;
        made.x.base = base;
        made.x.own = own;
        made.claimed_ms = step.ms;
        r.queue.push_back(std::move(made));
    }

    void push(Replica& r) {
        if (r.queue.empty()) return;
        Written w = std::move(r.queue.front());
        r.queue.pop_front();
        w.x.seq = Seq{log_.size() + 1};
        HlcTime time_base{};
        for (const Written& earlier : log_)
            if (earlier.x.seq <= w.x.base) time_base = std::max(time_base, earlier.x.t_eff);
        w.x.t_eff = std::max({hlc_at(Instant{w.claimed_ms}), time_base, r.t_eff});
        r.t_eff = w.x.t_eff;
        log_.push_back(std::move(w));
    }

    // The log up to the base, and the replica's own writes beyond it.
    RecordState shown(const Replica& r, Seq base, Counter own) const {
        RecordState state;
        const auto lay = [&](const Written& w) {
            commit::Patch patch;
            patch.paths = w.paths;
            state.overlay(patch, 0, w.x);
        };
        for (const Written& w : log_)
            if (w.x.seq <= base) lay(w);
        for (const Written& w : log_)
            if (w.x.seq > base && w.x.dot.replica == merge::replica(r.number) &&
                w.x.dot.counter <= own)
                lay(w);
        for (const Written& w : r.queue)
            if (w.x.dot.counter <= own) {
                Written pending = w;
                pending.x.seq = Seq{(std::uint64_t{1} << 62U) + number(w.x.dot.counter)};
                lay(pending);
            }
        return state;
    }

    std::array<Replica, 4> replicas_{};
    std::vector<Written> log_{};
};

/// The log applied to one record. `watch` sees each write before and after it is applied.
struct Applied {
    RecordState state{};
    Digest digest{};
};
using Watch =
    std::function<void(const Written&, const RecordState& before, const std::vector<LiveEntry>&)>;
inline Applied replay(const std::vector<Written>& log, const Watch& watch = {}) {
    Applied out;
    for (const Written& w : log) {
        commit::Patch patch;
        patch.paths = w.paths;
        const RecordState before = out.state;
        const auto removed = out.state.apply(patch, 0, w.x, out.digest);
        if (watch) watch(w, before, removed);
    }
    return out;
}

inline Token token_of(std::uint8_t n) {
    Token token;
    token.bytes[0] = n;
    return token;
}

/// Of one path; empty if nothing of it is live.
inline LiveSet set_of(const RecordState& state, std::uint8_t token = 1) {
    const LiveSet* set = state.find(token_of(token));
    return set != nullptr ? *set : LiveSet{};
}

}  // namespace sanderling::merge::test
