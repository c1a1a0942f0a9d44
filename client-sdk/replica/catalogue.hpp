// What a database has of tables, indexes, views and triggers, read once at opening: what is there
// as it is wanted is left alone, so that opening neither parses nor writes what has not changed,
// and no other connection has to read the schema again.
#pragma once

#include "client-sdk/vault/database.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace sanderling::replica {

class Catalogue {
  public:
    /// Reads sqlite_schema. Throws vault::SqliteError.
    explicit Catalogue(vault::Database& database);

    bool has(std::string_view name) const { return definitions_.contains(name); }
    /// Whether `name` is there, made by exactly this statement.
    bool has(std::string_view name, std::string_view sql) const;
    /// The statement that made it; nullptr if there is none, empty for what SQLite made by itself.
    const std::string* definition(std::string_view name) const;

  private:
    std::map<std::string, std::string, std::less<>> definitions_{};  // by name
};

}  // namespace sanderling::replica
