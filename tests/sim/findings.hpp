// What a simulation found wrong, by the number of the invariant (docs/simulator.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sanderling::sim {

/// The numbers are those of docs/simulator.md.
enum class Invariant : int {
    kept_locally = 1,
    accounted_for = 2,
    applied_once = 3,
    answers_final = 4,
    log_immutable = 5,
    live_sets_from_log = 6,
    equal_checkpoint_equal_state = 7,
    nothing_leaves_unseen = 8,
    no_false_conflict = 9,
    reading_is_right = 10,
    conflicts_are_shown = 11,
    transactions_whole = 12,
    effective_time_bounded = 13,
    authorship = 14,
    refused_work_kept = 15,
    confidential = 16,
    queues_drain = 17,
    progress_kept = 18,
    stores_open_again = 19,
    forks_reported = 20,
    purged_is_gone = 21,
};
std::string_view to_text(Invariant invariant);

struct Finding {
    Invariant invariant{};
    std::string text{};
};

/// Keeps the first: what follows from it only confuses.
class Findings {
  public:
    void report(Invariant invariant, std::string text) {
        if (!first_) first_ = Finding{invariant, std::move(text)};
    }
    void expect(bool holds, Invariant invariant, std::string_view text) {
        if (!holds) report(invariant, std::string(text));
    }
    const std::optional<Finding>& first() const { return first_; }

  private:
    std::optional<Finding> first_{};
};

}  // namespace sanderling::sim
