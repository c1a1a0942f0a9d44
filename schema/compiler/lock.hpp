// The lock file beside a schema: every number ever used and what it meant. Old devices and sealed
// bytes go on using them, so none changes its meaning, ever (docs/protocol.md §4).
#pragma once

#include "core/types/error.hpp"
#include "schema/language/load.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

struct LockEntry {
    std::string name{};
    std::string meaning{};      // what may never change; empty if only the name
    std::uint32_t since = 0;    // schema version that first had it
    std::uint32_t retired = 0;  // schema version that no longer has it; 0 while in use

    friend bool operator==(const LockEntry&, const LockEntry&) = default;
};

struct Lock {
    using Section = std::map<std::uint32_t, LockEntry>;  // by number

    std::string schema{};
    std::map<std::string, Section> sections{};  // "roles", "collection contact", "enum outcome", …
    std::map<std::string, std::vector<std::string>> orders{};  // of protective enums, least first

    friend bool operator==(const Lock&, const Lock&) = default;
};

/// What a schema uses, as if its numbers were all new in its version.
Lock lock_of(const Schema& schema);

Result<Lock> parse_lock(std::string_view text, const std::string& file_name);
std::string to_text(const Lock& lock);

struct Relocked {
    Lock lock{};                         // the old one, with additions and retirements
    std::vector<Problem> problems{};     // what the old one forbids
    std::vector<std::string> changes{};  // in words: what the old one does not have yet
};

/// Compares a schema with the lock of its past. `loaded` gives the places for the problems.
Relocked relock(const Lock& past, const Loaded& loaded, const std::string& file_name);

}  // namespace sanderling::schema
