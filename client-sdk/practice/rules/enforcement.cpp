// R5a and R5b: warnings and breach (docs/practice.md, "R5a", "R5b").
#include "client-sdk/practice/rules/derive.hpp"

#include <algorithm>

namespace sanderling::practice {

namespace {

enum class Standing : std::uint8_t { none, undecided, failed, held, excused };

// A contact at which somebody may have failed, with what the rules make of it.
struct Failure {
    const ContactFacts* contact = nullptr;
    const OrderFacts* order = nullptr;
    Standing standing = Standing::none;
    std::string reason{};  // of held and excused
    std::vector<Pause> pauses{};
};

struct Warning {
    const Failure* failure = nullptr;
    Day on{};
    Day last{};            // of the period in which another failure is a breach
    bool is_void = false;  // withdrawn, or its failure was excused
    bool is_held = false;  // its failure is in question
};

const OrderFacts* order_of(const CaseFacts& facts, const ContactFacts& contact) {
    const OrderFacts* found = nullptr;
    for (const OrderFacts& order : facts.orders) {
        if (contact.order && *contact.order == order.id) return &order;
        const auto start = start_of(order);
        if (!start || *start > contact.day || (order.ends && *order.ends < contact.day)) continue;
        if (found == nullptr || start_of(*found) < start) found = &order;
    }
    return found;
}

void read_evidence(Failure& failure) {
    const auto& evidence = failure.contact->evidence;
    const auto has = [&](EvidenceDecision decision) {
        return std::any_of(evidence.begin(), evidence.end(),
                           [&](const EvidenceFacts& piece) { return piece.decision == decision; });
    };
    if (has(EvidenceDecision::accepted)) {
        failure.standing = Standing::excused;
        failure.reason =
            "evidence for the absence of " + to_text(failure.contact->day) + " was accepted";
    } else if (has(EvidenceDecision::pending)) {
        failure.standing = Standing::held;
        failure.reason =
            "evidence for the absence of " + to_text(failure.contact->day) + " is pending";
    }
    for (const EvidenceFacts& piece : evidence)
        if (piece.received && piece.decided && *piece.received < *piece.decided)
            failure.pauses.push_back({*piece.received, *piece.decided});
}

Failure failure_of(const CaseFacts& facts, const ContactFacts& contact) {
    Failure failure{&contact, nullptr, Standing::none, {}, {}};
    const OutcomeReading reading(contact.outcomes);
    // Somebody may be warned before the outcome is written down.
    const bool acted_upon = contact.outcomes.empty() && !contact.steps.empty();
    if (reading.is_failure() || acted_upon) {
        failure.standing = Standing::failed;
    } else if (reading.is_contested_failure()) {
        failure.standing = Standing::held;
        failure.reason = "people recorded different outcomes for " + to_text(contact.day);
    } else if (reading.is_undecided()) {
        failure.standing = Standing::undecided;
    } else if (!contact.steps.empty()) {
        // Nothing to enforce here any more; what was done because of it may be void.
        failure.standing = Standing::excused;
        failure.reason = "the contact of " + to_text(contact.day) + " is no failure";
    } else {
        return failure;
    }
    failure.order = order_of(facts, contact);
    if (failure.standing == Standing::failed || failure.standing == Standing::undecided)
        read_evidence(failure);
    return failure;
}

// The latest warning given on a contact, and whether it was withdrawn afterwards.
std::optional<Warning> warning_of(const Failure& failure, const Standards& standards) {
    std::optional<Warning> warning;
    for (const EnforcementStep& step : failure.contact->steps) {
        if (is_warning(step.action))
            warning =
                Warning{&failure, step.on, warning_period_end(step.on, standards),
                        failure.standing == Standing::excused, failure.standing == Standing::held};
        else if (is_withdrawal(step.action) && warning)
            warning->is_void = true;
    }
    return warning;
}

class Enforcement {
  public:
    Enforcement(const CaseFacts& facts, const Standards& standards, Day today,
                std::vector<DueItem>& out)
        : standards_(standards), today_(today), out_(out) {
        for (const ContactFacts& contact : facts.contacts) {
            Failure failure = failure_of(facts, contact);
            if (failure.standing != Standing::none) failures_.push_back(std::move(failure));
        }
        std::sort(failures_.begin(), failures_.end(), [](const Failure& a, const Failure& b) {
            return std::make_pair(a.contact->day, a.contact->id) <
                   std::make_pair(b.contact->day, b.contact->id);
        });
        for (const Failure& failure : failures_)
            if (auto warning = warning_of(failure, standards)) warnings_.push_back(*warning);
    }

    void run() {
        for (const Failure& failure : failures_) {
            if (failure.standing == Standing::undecided) {
                add_evidence(failure);
                continue;
            }
            if (const Warning* warning = warning_before(failure))
                add_breach(failure, *warning);
            else
                add_warning(failure);
        }
    }

  private:
    // A warning in whose period the failure falls: one that stands before one that is in question.
    const Warning* warning_before(const Failure& failure) const {
        const Warning* found = nullptr;
        for (const Warning& warning : warnings_) {
            if (warning.is_void || !is_in_period(warning, failure)) continue;
            if (found == nullptr || (found->is_held && !warning.is_held)) found = &warning;
        }
        return found;
    }
    bool is_in_period(const Warning& warning, const Failure& failure) const {
        return warning.failure->contact != failure.contact &&
               warning.failure->order == failure.order && warning.on <= failure.contact->day &&
               failure.contact->day <= warning.last;
    }

    // The first step of a kind on or after the failure, about it or another one of the order.
    template <class Wanted>
    const EnforcementStep* step_after(const Failure& failure, Wanted wanted) const {
        const EnforcementStep* found = nullptr;
        for (const Failure& other : failures_) {
            if (other.order != failure.order) continue;
            for (const EnforcementStep& step : other.contact->steps) {
                if (step.on < failure.contact->day || !wanted(other, step)) continue;
                if (found == nullptr || step.on < found->on) found = &step;
            }
        }
        return found;
    }
    const EnforcementStep* breach_after(const Failure& failure) const {
        return step_after(failure, [](const Failure&, const EnforcementStep& step) {
            return is_breach(step.action);
        });
    }
    const EnforcementStep* warned_after(const Failure& failure) const {
        return step_after(failure, [&](const Failure& other, const EnforcementStep& step) {
            if (!is_warning(step.action)) return false;
            const auto same =
                std::find_if(warnings_.begin(), warnings_.end(),
                             [&](const Warning& warning) { return warning.failure == &other; });
            return same != warnings_.end() && !same->is_void;
        });
    }

    // The state that the failure itself gives every item about it.
    static bool settle_by_standing(const Failure& failure, DueItem& item) {
        if (failure.standing == Standing::failed) return false;
        item.state = failure.standing == Standing::excused ? State::lapsed : State::paused;
        item.reason = failure.reason;
        return true;
    }
    static void finish(DueItem& item, const EnforcementStep& step) {
        item.state = State::done;
        item.done_on = step.on;
        item.received_on = step.received;
    }
    std::optional<DueItem> item(Term term, const Failure& failure) const {
        return item_of(term, failure.contact->id, failure.contact->day, standards_, failure.pauses);
    }

    void add_breach(const Failure& failure, const Warning& warning) {
        auto due = item(Term::breach, failure);
        if (!due) return;
        if (!settle_by_standing(failure, *due)) {
            if (const auto* step = breach_after(failure)) {
                finish(*due, *step);
            } else if (warning.is_held) {
                due->state = State::paused;
                due->reason = "the warning of " + to_text(warning.on) +
                              " is in question: " + warning.failure->reason;
            }
        }
        out_.push_back(*std::move(due));
    }

    void add_warning(const Failure& failure) {
        add_lapsed_breach(failure);
        const EnforcementStep* answer = warned_after(failure);
        if (answer == nullptr) answer = breach_after(failure);
        for (const Term term : {Term::warning, Term::warning_letter}) {
            auto due = item(term, failure);
            if (!due) continue;
            if (!settle_by_standing(failure, *due) && answer != nullptr) finish(*due, *answer);
            out_.push_back(*std::move(due));
        }
        add_evidence(failure);
    }

    // The failure was a breach as long as that warning stood.
    void add_lapsed_breach(const Failure& failure) {
        for (const Warning& warning : warnings_) {
            if (!warning.is_void || !is_in_period(warning, failure)) continue;
            auto due = item(Term::breach, failure);
            if (!due) return;
            due->state = State::lapsed;
            due->reason = "the warning of " + to_text(warning.on) + " does not stand: " +
                          (warning.failure->standing == Standing::excused ? warning.failure->reason
                                                                          : "it was withdrawn");
            out_.push_back(*std::move(due));
            return;
        }
    }

    // The day until which evidence is waited for. Nobody has to act when it passes.
    void add_evidence(const Failure& failure) {
        auto due = item(Term::warning_evidence, failure);
        if (!due) return;
        const auto& evidence = failure.contact->evidence;
        const auto received =
            std::find_if(evidence.begin(), evidence.end(),
                         [](const EvidenceFacts& piece) { return piece.received.has_value(); });
        if (received != evidence.end()) {
            due->state = State::done;
            due->done_on = received->received;
        } else if (failure.standing == Standing::excused) {
            due->state = State::lapsed;
            due->reason = failure.reason;
        } else if (failure.standing == Standing::failed && due->due < today_) {
            due->state = State::lapsed;
            due->reason = "no evidence was received";
        }
        out_.push_back(*std::move(due));
    }

    const Standards& standards_;
    Day today_;
    std::vector<DueItem>& out_;
    std::vector<Failure> failures_{};
    std::vector<Warning> warnings_{};
};

}  // namespace

Day warning_period_end(Day warning, const Standards& standards) {
    const Parameter* period = standards.find(Term::warning_period, warning);
    if (period == nullptr) return warning;
    return months_after(warning, period->value) - Days{1};
}

void add_enforcement(const CaseFacts& facts, const Standards& standards, Day today,
                     std::vector<DueItem>& out) {
    Enforcement(facts, standards, today, out).run();
}

}  // namespace sanderling::practice
