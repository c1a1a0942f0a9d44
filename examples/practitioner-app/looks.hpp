// Up to where this device's person has looked at what others wrote: a number for each scope, kept
// beside the replica. It says nothing of the content.
#pragma once

#include "core/types/ids.hpp"
#include "core/types/time.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

namespace sanderling::app {

struct Look {
    Instant at{};
    std::map<ScopeId, Seq> seen{};
};

/// Any thread.
class Looks {
  public:
    /// An empty path keeps it in memory only.
    explicit Looks(std::filesystem::path file);

    /// Nothing before the first look.
    std::optional<Look> last() const;
    /// A file that cannot be written is lost at the next start, which does no harm.
    void keep(Look look);

  private:
    std::filesystem::path file_;
    mutable std::mutex mutex_;  // guards what is below
    std::optional<Look> last_{};
};

}  // namespace sanderling::app
