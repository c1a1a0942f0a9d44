// What each open form had been shown: the edit tokens stay here, the page gets a name for them.
#pragma once

#include "core/types/ids.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "sanderling/transaction.hpp"

namespace sanderling::app {

/// Any thread.
class Forms {
  public:
    /// The name by which the page gives it back.
    std::string keep(const EditToken& token);
    /// May be taken several times: a form that was refused is saved again. Nothing for a form that
    /// is older than the last thousands, or of before a lock.
    std::optional<EditToken> find(const std::string& name) const;

  private:
    mutable std::mutex mutex_;  // guards what is below
    std::map<std::string, EditToken> tokens_{};
    std::deque<std::string> order_{};  // the oldest first
};

}  // namespace sanderling::app
