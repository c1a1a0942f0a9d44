// The checks that keep a lying server, and whoever works with it, from being believed. A test takes
// one away to show that it is what stops an attack (docs/threat-model.md). As with the classic
// faults (fault.hpp) only a build of tests defines SANDERLING_FAULTS; everywhere else each question
// is a constant no, and nothing of it is in the program.
#pragma once

#include <atomic>
#include <cstdint>

namespace sanderling {

enum class Check : std::uint8_t {
    entry_signature,           // a scope log entry is signed by who issued it
    issuer_right,              // … whose role had the right to
    log_continuity,            // an entry follows the one before
    entry_scope,               // … and is of this scope's log
    purge_of_held,             // nothing that is held is purged
    certificate_signature,     // a certificate is signed up to the root
    certificate_organisation,  // … and is of this organisation
    commit_signature,          // a commit is signed by its device
    author_membership,         // its author was a member
    author_right,              // … with the right to write
    device_revocation,         // … on a device that was not revoked
    commit_order,              // the commits of a replica follow each other
    effective_base,            // a commit knew no more than its author signed
    effective_base_known,      // … and, where its base is in the log, no less
    effective_time,       // a commit is no later than its author, its base and his last one say
    base_chain,           // its author was shown this history, and no other
    chain,                // the log that came is the one of the checkpoint
    live_sets_digest,     // live sets that were received come to the digest
    purged_record,        // nothing is written to a purged record
    accepted_work,        // the work is what the decision names
    decision_signature,   // a decision on one's own work is signed
    decision_commit,      // … and is about that work
    revocation_in_log,    // a revocation is in the scope's log
    envelope_context,     // a key was sealed for this scope, epoch, place and reader
    key_commitment,       // it is the key that the log committed to
    invite_seal,          // letters of an enrolment are sealed under the invite
    offer_expiry,         // an invite has not expired
    offer_pin,            // the server is the one of the offer
    tls_pin,              // the server has the TLS key of the enrolment
    version_range,        // the server speaks a version that this program speaks
    frame_size,           // a frame is not longer than a device can hold
    visible_limit,        // a small commit does not become a large one
    history_links,        // a commit of the past stands where the log has it
    history_whole,        // what is in force is in its own history
    acknowledged_in_log,  // what was acknowledged comes back in the log
    receipt_signature,    // a receipt for work is signed by the server's key
    purge_receipt_place,  // a receipt for a purge names this very purge
};

#ifdef SANDERLING_FAULTS
inline std::atomic<std::uint64_t> removed_checks = 0;  // one bit each
inline bool is_removed(Check check) {
    return ((removed_checks >> static_cast<unsigned>(check)) & 1U) != 0;
}
#else
constexpr bool is_removed(Check) {
    return false;
}
#endif

}  // namespace sanderling
