// How much of everything is done, and with which records (docs/benchmarks.md). All sizes follow
// from the number of records, so that a small run has the same shape.
#pragma once

#include "tests/bench/contacts.hpp"
#include "tests/bench/device.hpp"

#include <algorithm>
#include <vector>

namespace sanderling::bench {

struct Sizes {
    std::size_t records = 10'000;
    static constexpr std::size_t transaction = 100;

    std::size_t singles() const { return records / 10; }
    std::size_t updates() const { return records / 2; }
    std::size_t queries() const { return records / 10; }
    std::size_t edits() const { return std::max<std::size_t>(10, records * 3 / 100); }
    std::size_t cases(Layout layout) const {
        return std::max<std::size_t>(
            1, layout == Layout::by_case ? records / transaction : records / 25);
    }
};

class Workload {
  public:
    Workload(Sizes sizes, Layout layout, std::uint64_t seed)
        : sizes_(sizes),
          layout_(layout),
          places_(places(layout, sizes.records, Sizes::transaction, sizes.cases(layout), seed)) {
        ContactMaker maker(seed);
        contacts_ = maker.take(sizes.records);
        singles_ = maker.take(sizes.singles());
        for (const Contact& contact : contacts_) json_bytes_ += bench::json_bytes(contact);
    }

    const Sizes& sizes() const { return sizes_; }
    Layout layout() const { return layout_; }
    std::size_t case_count() const { return sizes_.cases(layout_); }
    std::size_t json_bytes() const { return json_bytes_; }

    std::vector<Placed> placed(const std::vector<ScopeId>& cases) const {
        std::vector<Placed> out(contacts_.size());
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = {&contacts_[i], cases.at(places_[i])};
        return out;
    }
    /// For transactions of one.
    std::vector<Placed> placed_singles(const std::vector<ScopeId>& cases) const {
        std::vector<Placed> out(singles_.size());
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = {&singles_[i], cases.at(i % cases.size())};
        return out;
    }

  private:
    Sizes sizes_;
    Layout layout_;
    std::vector<std::size_t> places_;
    std::vector<Contact> contacts_{};
    std::vector<Contact> singles_{};
    std::size_t json_bytes_ = 0;
};

/// All of them, in transactions of 100.
inline std::vector<RecordId> insert_all(Device& device, const std::vector<Placed>& records) {
    std::vector<RecordId> ids;
    for (std::size_t at = 0; at < records.size(); at += Sizes::transaction) {
        const std::size_t count = std::min(Sizes::transaction, records.size() - at);
        const auto more = device.insert(&records[at], count);
        ids.insert(ids.end(), more.begin(), more.end());
    }
    return ids;
}

}  // namespace sanderling::bench
