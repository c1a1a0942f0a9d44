// Collects operations into a batch; what goes on where the last one ended becomes one with it.
#pragma once

#include "core/text/batch.hpp"

#include <string_view>
#include <unordered_map>

namespace sanderling::text {

class BatchBuilder {
  public:
    Ref ref(const ElementId& id);

    /// `op` has its refs from this builder. Characters: as many as it counts, none if erased.
    void insert(const Operation& op, std::u32string_view characters);
    /// Elements numbered upwards from `at`.
    void erase(const Ref& at, std::uint32_t count);

    bool is_empty() const { return batch_.is_empty(); }
    Batch take();

  private:
    Batch batch_{};
    std::unordered_map<ReplicaId, std::uint32_t> index_{};
    std::uint32_t last_ = 0;  // mostly one replica is named again and again
};

}  // namespace sanderling::text
