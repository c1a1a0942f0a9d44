// Who plays: the people of one team as the generated caseload names them, the group's members, and
// the cases, each a scope. All invented.
#pragma once

#include "examples/demo/device.hpp"
#include "examples/demo/trust.hpp"

#include <map>
#include <string>
#include <vector>

namespace sanderling::demo {

struct Staff {
    std::string reference{};  // what records name: "om-1"
    std::string name{};
    std::string role{};  // of the probation schema

    /// "Hannah"
    std::string given_name() const;
};

struct Cast {
    Staff officer{};
    Staff duty{};
    Staff manager{};
    std::string team_name{};
    std::vector<std::string> cases{};                // their labels in the export, "case:1"
    std::map<std::string, std::string> scope_ids{};  // by label: "case:1", "org", "team:1", "sug:1"

    const std::string& scope(const std::string& label) const { return scope_ids.at(label); }
};

inline constexpr const char* tablet_person = "Thursday Group tablet";
inline constexpr const char* group_label = "sug:1";
inline constexpr const char* group_name = "Thursday Group";

/// Has the generator write the export of `cases` cases over two years, ending today, and reads who
/// is in it. Throws Failure.
Cast write_caseload(const Programs& programs, const Workspace& workspace, std::uint32_t cases);

/// Tells the keyholder of people, scopes and who belongs where, and notes the ids it gave.
void introduce(Cast& cast, const Trust& trust, const Workspace& workspace);

/// The file that tells an import which scope each label means.
fs::path write_labels(const Cast& cast, const Workspace& workspace);

std::vector<json> read_lines(const fs::path& ndjson);

/// A day in ISO form, so many days from today.
std::string day(int from_today);
/// A point in time today, "2026-11-22T10:00:00Z".
std::string today_at(std::string_view clock);

}  // namespace sanderling::demo
