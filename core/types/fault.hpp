// The classic faults of offline synchronisation, put back one at a time to show that the simulator
// finds them (docs/simulator.md). Only a build of tests defines SANDERLING_FAULTS; everywhere else
// each question is a constant no, and what it guards is not in the program.
#pragma once

#include <cstdint>

namespace sanderling {

enum class Fault : std::uint8_t {
    none = 0,
    single_superseded_version,   // a write names the one version it replaces, in place of a base
    page_as_base,                // a page of the feed counts as known before its checkpoint
    replica_id_kept,             // a copied or older file goes on under the same replica id
    delete_hides_unseen_edit,    // a delete wins over what its author had not seen
    own_without_own,             // everything of one's own replica counts as known
    resealed_with_new_base,      // what is sealed again claims to know what came since
    numeric_base_after_restore,  // a base of a lost history is told by its number
    parts_judged_singly,         // each part of a transaction has a verdict of its own
    seq_outside_transaction,     // a place in the log is taken though the transaction is undone
    ack_before_commit,           // the answer leaves before the disk has it
    applied_page_by_page,        // a page is shown before its checkpoint
};

#ifdef SANDERLING_FAULTS
inline constexpr bool faults_are_built = true;
inline Fault chosen_fault = Fault::none;  // by a test, before anything runs
inline bool has_fault(Fault fault) {
    return chosen_fault == fault;
}
#else
inline constexpr bool faults_are_built = false;
constexpr bool has_fault(Fault) {
    return false;
}
#endif

}  // namespace sanderling
