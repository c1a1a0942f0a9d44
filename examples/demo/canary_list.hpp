// Sentences that were written in the story, each with how its owner reads it: they must be readable
// there, and nowhere else.
#pragma once

#include "examples/demo/device.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sanderling::demo {

class CanaryList {
  public:
    /// `text` stands in `column` of `table` on `device`, which outlives this.
    void add(std::string text, const Device& device, std::string table, std::string column);

    std::vector<std::string> texts() const;
    std::size_t size() const { return canaries_.size(); }

    /// Those that their device does not have.
    std::vector<std::string> unreadable() const;

  private:
    struct Canary {
        std::string text{};
        const Device* device = nullptr;
        std::string table{};
        std::string column{};
    };
    std::vector<Canary> canaries_{};
};

}  // namespace sanderling::demo
