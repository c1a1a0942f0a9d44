// What one device does without a network, beside the same work on plain SQLite: in turns, so that
// a slow moment of the machine meets both.
#pragma once

#include "tests/bench/plain_contacts.hpp"
#include "tests/bench/rows.hpp"
#include "tests/bench/workload.hpp"

namespace sanderling::bench {

enum class First : std::uint8_t { ours, plain };

class LocalRun {
  public:
    /// An enrolled device without a contact, an empty baseline, the cases; all outlive it.
    LocalRun(const Workload& work, const std::vector<ScopeId>& cases, Device& device,
             PlainContacts& plain, Figures& figures, First first);

    /// insert_100, get, query, update, insert_1.
    void run();
    /// insert_100_spread.
    void run_spread();

  private:
    template <class Ours, class Plain>
    void measure(std::string_view row, const Ours& ours, const Plain& plain);
    void insert_100(std::string_view row);
    void insert_1();
    void update();
    void get();
    void query();
    void plain_insert(const std::vector<Placed>& records, std::size_t transaction);

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
