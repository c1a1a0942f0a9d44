#include "tests/sim/findings.hpp"

namespace sanderling::sim {

std::string_view to_text(Invariant invariant) {
    switch (invariant) {
        case Invariant::kept_locally:
            return "what a device said it had kept is there after a crash";
        case Invariant::accounted_for:
            return "everything ever committed is in an outbox or has the server's verdict";
        case Invariant::applied_once:
            return "a commit and a transaction have one place in a log";
        case Invariant::answers_final:
            return "an answer of the server stays true";
        case Invariant::log_immutable:
            return "a log only grows, without gaps, and hashes to its chain";
        case Invariant::live_sets_from_log:
            return "live sets are a function of the log";
        case Invariant::equal_checkpoint_equal_state:
            return "equal checkpoints are equal states";
        case Invariant::nothing_leaves_unseen:
            return "no value leaves by a write whose author had not seen it";
        case Invariant::no_false_conflict:
            return "what an author had seen and replaced is not a conflict";
        case Invariant::reading_is_right:
            return "a device shows what the live sets say";
        case Invariant::conflicts_are_shown:
            return "a device lists the conflicts that there are";
        case Invariant::transactions_whole:
            return "the parts of a transaction share one verdict";
        case Invariant::effective_time_bounded:
            return "effective times are bounded and never run back";
        case Invariant::authorship:
            return "a log holds what members wrote, as they wrote it";
        case Invariant::refused_work_kept:
            return "refused work is kept and shown";
        case Invariant::confidential:
            return "no content in the server's files or on the network";
        case Invariant::queues_drain:
            return "when faults stop, every queue drains";
        case Invariant::progress_kept:
            return "what was applied stays applied";
        case Invariant::stores_open_again:
            return "every store opens after every crash";
        case Invariant::forks_reported:
            return "no device follows a history that its peers do not have";
        case Invariant::purged_is_gone:
            return "what is purged is gone from everywhere, and does not come back";
    }
    return "an invariant";
}

}  // namespace sanderling::sim
