// The baseline: the same contacts in plain SQLite, the library that the SDK links, by prepared
// statements, with the SDK's page caches, journal and durability, and the same columns and indexes.
#pragma once

#include "client-sdk/vault/database.hpp"
#include "tests/bench/contacts.hpp"

#include <filesystem>
#include <vector>

namespace sanderling::bench {

/// Throws vault::SqliteError.
class PlainContacts {
  public:
    explicit PlainContacts(const std::filesystem::path& file);

    void begin() { writer_.execute("BEGIN IMMEDIATE"); }
    void commit() { writer_.execute("COMMIT"); }
    void insert(RecordId id, ScopeId scope, const Contact& contact);
    void set_outcome(RecordId id, std::string_view outcome);

    /// Reads every column, like the SDK; the bytes of text that it found.
    std::size_t get(RecordId id);
    std::size_t newest_of(ScopeId scope);
    std::int64_t count();

  private:
    vault::Database writer_;
    vault::Database reader_;
    vault::Statement insert_;
    vault::Statement update_;
    vault::Statement get_;
    vault::Statement newest_;
};

}  // namespace sanderling::bench
