// Reads everything a vault has and says what is damaged, where, and what that means
// (docs/storage.md §11).
#pragma once

#include "client-sdk/vault/vault.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sanderling::vault {

enum class FindingKind : std::uint8_t {
    key_slots,  // one of the two copies
    page,       // of the database file, that does not authenticate or is not there
    log,        // a frame that had been synced, or the header
    structure,  // what SQLite's integrity check says
    reference,  // a row that refers to one that is not there
    full_text,  // an index that does not agree with its table
};

struct Finding {
    FindingKind kind = FindingKind::page;
    std::optional<std::uint32_t> number{};  // of the page, from 1, or of the frame, from 0
    std::string place{};                    // where, for people: a file, a table, an index
    std::string consequence{};              // what it means
};

struct CheckReport {
    DatabaseIdentity identity{};
    std::uint32_t pages = 0;             // of the database file, every one read
    std::uint32_t pages_free = 0;        // of these, holding nothing
    std::uint32_t frames = 0;            // of the log, every one read
    std::uint32_t frames_recovered = 0;  // of these, what an opening takes
    /// False if the pages are so damaged that SQLite was not asked about their structure.
    bool is_structure_checked = false;
    /// What could not be checked, and why: a full-text index whose tokenizer is not here.
    std::vector<std::string> unchecked{};
    std::vector<Finding> findings{};

    bool is_sound() const { return findings.empty(); }
};

struct CheckOptions {
    /// Done and total pages and frames. Runs on the calling thread.
    std::function<void(std::uint64_t, std::uint64_t)> on_progress{};
    CoreDumps core_dumps = CoreDumps::forbid;
    /// Gives a connection the functions that the tables' full-text indexes call. May throw
    /// SqliteError.
    std::function<void(Database&)> prepare{};
};

/// Changes nothing in a damaged vault; in a sound one, what any opening does. The vault must not be
/// open. Damage is in the report and no error, unless nothing can be read at all. Errors:
/// wrong_key, in_use, not_found, io, corrupt (both copies of the key slots, or no database file).
Result<CheckReport> check(const std::filesystem::path& directory, const Key& key,
                          const CheckOptions& options = {});

}  // namespace sanderling::vault
