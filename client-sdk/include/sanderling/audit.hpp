// What this device notes of who read, exported and decided what: a chain of hashes that grows while
// it is offline too, handed in to the organisation's audit scope (docs/storage.md §24).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

/// Numbers and names are hashed: never changed.
enum class AuditDeed : std::uint8_t {
    read = 1,
    export_ = 2,
    resolution = 3,
    grant = 4,
    cover_access = 5,
    withdrawal = 6,
    erase = 7,
    sign_in = 8,
    print = 9,
    merge = 10,
    refusal = 11,
    reclassification = 12,
};
std::string_view to_text(AuditDeed deed);

struct AuditNote {
    AuditDeed deed = AuditDeed::read;
    std::optional<ScopeId> scope{};
    std::optional<RecordId> record{};
    std::string purpose{};  // 1,000 bytes at most
};

struct AuditEntry {
    std::uint64_t position = 0;  // from 1, without gaps on a device
    AuditNote note{};
    Instant claimed{};     // by the device's clock
    Instant not_before{};  // of the server's last word that this device had then
    std::string hash{};    // hexadecimal, over all of this and the hash before
    bool is_sent = false;  // written for the audit scope; the outbox has it from there
};

/// While it lives, what this thread reads of audited scopes is noted with this purpose. They may be
/// nested; the innermost counts. One purpose of more than 1,000 bytes makes such reads fail.
class ReadingFor {
  public:
    explicit ReadingFor(std::string purpose);
    ~ReadingFor();
    ReadingFor(const ReadingFor&) = delete;
    ReadingFor& operator=(const ReadingFor&) = delete;

  private:
    std::string before_;
};

/// Notes something by hand. What the SDK notes by itself, of scopes of kinds that the schema marks
/// `audited`: `Store::get`, `values`, `elements` and `history` of a record, also of older history
/// that is fetched; `query`, `search`, `conflicts`, `outbox` and `quarantine` (one entry a call and
/// scope, without a record); what a transaction gets (one a transaction and scope); `watch` and
/// `watch_conflicts` (one for each scope when they first show something of it); `Store::resolve`;
/// of any scope `subject_access` and `reclassify`. Which scopes a query has read of, and what is
/// not noted: docs/storage.md §26. Errors: invalid_argument (purpose too long), unauthenticated
/// (not enrolled).
Result<void> note_deed(Store& store, const AuditNote& note);

/// In order of position.
Result<std::vector<AuditEntry>> audit_log(Store& store);

/// Writes what was not handed in yet as records of the collection `audit_entry` into the audit
/// scope of this device, at most 200 at once. Gives how many. Errors: not_found (no such scope
/// here, or its place has not come).
Result<std::size_t> hand_in_audit(Store& store);

/// What is wrong with the entries of one device, as an auditor's device has received them.
struct AuditFinding {
    DeviceId device{};
    std::uint64_t position = 0;
    std::string what{};  // a sentence
};
/// One entry with its three times.
struct AuditTimes {
    DeviceId device{};
    std::uint64_t position = 0;
    Instant claimed{};
    Instant received{};        // when the server took it
    Instant not_before{};      // it cannot have been earlier, by what its device had received
    bool is_plausible = true;  // claimed lies between the two, give or take five minutes
};
struct AuditReport {
    std::uint64_t entries = 0;
    std::uint64_t devices = 0;
    std::vector<AuditFinding> findings{};
    std::vector<AuditTimes> times{};  // by device, then position
};
/// Follows the chain of each device in what this store holds of `audit_entry`: a number that is
/// missing, one that stands twice, a hash that does not follow, an author that is another device.
Result<AuditReport> verify_audit(Store& store);

}  // namespace sanderling
