// Live queries: a query whose answer is kept up to date (docs/sdk.md).
#pragma once

#include "core/types/error.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "sanderling/rows.hpp"
#include "sanderling/value.hpp"

namespace sanderling {

struct WatchOptions {
    /// All that the query reads is of this scope: changes of others do not run it again. None:
    /// every change of a collection that it reads does.
    std::optional<ScopeId> scope{};
    /// At least so long between two runs.
    std::chrono::milliseconds min_interval{0};
};

/// A row is known by its first column if that is called `id` and no two rows share one; otherwise
/// only by all its cells.
struct QueryChange {
    struct Changed {
        std::size_t before = 0;  // a row of `before`
        std::size_t now = 0;     // a row of `rows`
    };

    /// The whole answer now, and that of the call before, empty the first time. Shared with the
    /// watcher, never changed, and may be kept.
    std::shared_ptr<const Rows> rows{};
    std::shared_ptr<const Rows> before{};
    std::vector<std::size_t> added{};    // rows of `rows`, in its order
    std::vector<std::size_t> removed{};  // rows of `before`, in its order
    std::vector<Changed> changed{};      // in the order of `rows`; none without an id
};

/// Called on the Store's watch thread, one callback at a time, first with the answer as it is and
/// then after each commit, own or received, that made it another; of several commits in short
/// order perhaps once. All three lists are empty when only the order is another. An error, such as
/// a value that the SQL cannot compute with, is told once; the query is tried again at the next
/// change, and then its answer is told even if it is the last one. It may use the Store in every
/// way except destroying it, and must not throw; while it runs, other watchers wait, and writers
/// and readers do not.
using QueryObserver = std::function<void(const Result<QueryChange>&)>;

}  // namespace sanderling
