// Names for people: what the organisation calls the persons whose ids stand beside every write.
#pragma once

#include "core/types/error.hpp"
#include "core/types/ids.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace sanderling::app {

struct Colleague {
    std::string name{};
    std::string staff{};        // the reference that records use, "om-1"
    std::string role{};         // of the schema
    std::set<ScopeId> pairs{};  // what this person shares with one other
};

/// Read once from a JSON list of {"person", "name", "staff", "role", "pairs"?: [scope ids]}.
class People {
  public:
    People() = default;
    explicit People(std::map<PersonId, Colleague> known) : known_(std::move(known)) {}
    /// Errors: not_found, malformed.
    static Result<People> read(const std::filesystem::path& file);

    const Colleague* find(PersonId person) const;
    const std::map<PersonId, Colleague>& all() const { return known_; }
    /// The name, or the first digits of the id of somebody who is not in the list.
    std::string name(PersonId person) const;
    /// The name of a staff reference, or the reference.
    std::string staff_name(const std::string& staff) const;

  private:
    std::map<PersonId, Colleague> known_{};
};

}  // namespace sanderling::app
