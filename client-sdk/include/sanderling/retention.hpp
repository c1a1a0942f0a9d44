// What is due to be purged: how long what is kept, as data, and the scopes of this device whose
// time is over (docs/operations.md, "Retention").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

/// For one kind of scope. The queries are SELECTs over the schema's tables with the scope as ?1.
struct RetentionRule {
    std::string name{};
    std::string scope_kind{};
    /// One date, `yyyy-mm-dd`, from which the time runs; no row or null: it has not begun.
    std::string ended_on{};
    /// Gives a row where something keeps it longer, whatever the date; may be empty.
    std::string kept_if{};
    std::int32_t days = 0;
};

struct RetentionDue {
    ScopeId scope;
    std::string rule{};
    std::string ended_on{};
    std::string due_on{};  // the first day on which it may go
    bool is_due = false;   // today or earlier, and nothing keeps it
    bool is_kept = false;  // something keeps it longer
    /// Legal holds that stand in it, as `LegalHold::text`: no purge of the scope is taken.
    std::vector<std::string> holds{};
};

/// By scope, every scope of this device that a rule speaks of and whose time has begun. Nothing is
/// purged by it. `today` is `yyyy-mm-dd`. Errors: invalid_argument (a date that is none, or a
/// query, with SQLite's words), those of `query`.
Result<std::vector<RetentionDue>> retention_due(const Store& store,
                                                const std::vector<RetentionRule>& rules,
                                                const std::string& today);

/// `days` after a date. Errors: invalid_argument.
Result<std::string> date_after(const std::string& date, std::int32_t days);

}  // namespace sanderling
