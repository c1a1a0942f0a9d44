// The records that a server sent in answer to RECORDS_GET, staged until their checkpoint, and up to
// where of the log each is (docs/protocol.md §5.10).
#pragma once

#include "core/merge/bucket.hpp"
#include "core/wire/message.hpp"

#include <optional>
#include <vector>

namespace sanderling::replica {

class LivePages {
  public:
    LivePages(merge::BucketSet wanted, std::vector<wire::Records> pages)
        : wanted_(wanted), pages_(std::move(pages)) {}

    const merge::BucketSet& wanted() const { return wanted_; }
    const std::vector<wire::Records>& pages() const { return pages_; }
    /// The log up to here is in what the pages say of the record, be it that it is not there.
    /// Nothing for a record that was not asked for.
    std::optional<Seq> covered(RecordId record) const;

  private:
    merge::BucketSet wanted_{};
    std::vector<wire::Records> pages_;
};

/// What to ask for after a page; nothing after the last. Errors: malformed (it is no answer to what
/// was asked).
Result<std::optional<wire::RecordsGet>> next_after(const wire::RecordsGet& asked,
                                                   const wire::Records& page);

}  // namespace sanderling::replica
