// One SQLite library under measurement: this machine's, the same through the encrypting VFS, or
// one that encrypts by itself. Each peer is a shared library of its own that hides its SQLite and
// shows one function, since they all have the same names (docs/benchmarks.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sanderling::bench {

/// A contact as columns.
struct SqlRecord {
    std::array<std::uint8_t, 16> id{};
    std::array<std::uint8_t, 16> scope{};
    std::string type{};
    std::string category{};
    std::int64_t starts = 0;
    std::int64_t ends = 0;
    std::string place{};
    std::string staff{};
    std::int64_t ns_flag = 0;
    std::int64_t planned = 0;
    std::string notes{};
};

/// What every engine is given, the same for all.
struct EngineInput {
    std::vector<SqlRecord> records{};
    std::vector<std::size_t> shuffled{};                 // every index of `records` once
    std::vector<std::array<std::uint8_t, 16>> scopes{};  // to be queried
    std::vector<std::string> searches{};                 // FTS5 expressions
};

enum class Synchronous : std::uint8_t { normal, full };

struct EngineOptions {
    std::string folder{};  // exists, and is the engine's own
    std::int64_t cache_bytes = 0;
    Synchronous synchronous = Synchronous::full;
    const EngineInput* input = nullptr;  // outlives it
};

/// Parts of a work are counted in what its comment says.
enum class Work : std::uint8_t {
    insert,         // transactions of 100, in order
    update,         // one field of 100 records, in the order of their making, a transaction
    update_random,  // the same, in the shuffled order
    read,           // whole records by id, in the shuffled order
    range,          // the 20 newest of a case
    scan,           // the whole table
    fts_build,      // an index over the notes; there must be none
    fts_drop,
    fts_query,   // the 20 best
    checkpoint,  // everything from the log to the database
};

/// One connection to one database. Throws std::runtime_error. One thread.
class Engine {
  public:
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    /// Parts `first` to `first + count` of a work; the rows that it found or wrote.
    virtual std::size_t run(Work work, std::size_t first, std::size_t count) = 0;
    /// Closes the connection and opens it anew: nothing is in its page cache.
    virtual void reopen() = 0;
};

using MakeEngine = std::unique_ptr<Engine> (*)(const EngineOptions&);
inline constexpr const char* peer_function = "sanderling_bench_peer";

}  // namespace sanderling::bench
