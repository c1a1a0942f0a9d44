// What one device does without a network, beside the same work on plain SQLite: in small parts, in
// turns, so that a slow moment of the machine meets both.
#pragma once

#include "tests/bench/plain_contacts.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/workload.hpp"

#include <functional>

namespace sanderling::bench {

enum class First : std::uint8_t { ours, plain };

class LocalRun {
  public:
    /// An enrolled device without a contact, an empty baseline, the cases; all outlive it.
    LocalRun(const Workload& work, const std::vector<ScopeId>& cases, Device& device,
             PlainContacts& plain, Figures& figures, First first);

    /// insert_100, get, query, update, insert_1, in rows whose names begin so.
    void run(const std::string& prefix = {});
    /// insert_100_spread.
    void run_spread();

  private:
    /// Each is called with the first and the end of its part of `total`.
    using Part = std::function<void(std::size_t, std::size_t)>;
    void measure(const std::string& row, std::size_t total, const Part& ours, const Part& plain);
    void insert_100(const std::string& row);
    void insert_1(const std::string& row);
    void update(const std::string& row);
    void get(const std::string& row);
    void query(const std::string& row);
    void plain_insert(const Placed* first, std::size_t count);

    const Workload& work_;
    const std::vector<ScopeId>& cases_;
    Device& device_;
    PlainContacts& plain_;
    Figures& figures_;
    First first_;
    std::vector<RecordId> ids_{};        // of the device's records
    std::vector<RecordId> plain_ids_{};  // made beforehand
    std::size_t plain_inserted_ = 0;
};

}  // namespace sanderling::bench
