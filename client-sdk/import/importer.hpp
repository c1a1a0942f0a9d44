// Reads an NDJSON export line by line: good lines become records, bad ones are set aside with the
// line, the field and the reason, and the rest is imported all the same. The format of a line is
// written in record_line.hpp.
#pragma once

#include "client-sdk/import/imported_record.hpp"
#include "core/types/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>

namespace sanderling::import {

struct ImportTally {
    std::uint64_t lines = 0;  // empty ones included
    std::uint64_t imported = 0;
    std::uint64_t rejected = 0;
};

struct ImportProgress {
    std::uint64_t bytes_done = 0;
    std::optional<std::uint64_t> bytes_total{};  // unknown for a pipe
    ImportTally tally{};
};

/// All are called on the calling thread, `record` and `reject` in the order of the lines.
struct ImportSinks {
    /// An error that concerns this record alone (see `concerns_one_record`) rejects its line; any
    /// other ends the import. Batches are the taker's affair; so is refusing an id it has already.
    std::function<Result<void>(const ImportedRecord&)> record{};
    /// An error ends the import: a rejected line must not get lost. Required too.
    std::function<Result<void>(const RejectedLine&)> reject{};
    /// Every 256 lines and at the end. May be empty.
    std::function<void(const ImportProgress&)> progress{};
};

struct ImportOptions {
    /// A longer line is rejected; what one commit can hold is about half of this.
    std::size_t line_bytes_max = std::size_t{1024} * 1024;
    std::optional<std::uint64_t> bytes_total{};  // for the progress
};

/// Errc::io or Errc::malformed (UTF-16) of the stream, or the error of a sink with the line before
/// it. Uses memory for one line.
Result<ImportTally> import_records(std::istream& in, const schema::Schema& schema,
                                   const ImportSinks& sinks, const ImportOptions& options = {});

/// Whether an error says something about one record and nothing about the next.
bool concerns_one_record(Errc code);

/// A `reject` sink that writes each line's json() to a stream, which must outlive it. Errc::io when
/// the stream refuses.
std::function<Result<void>(const RejectedLine&)> rejects_to(std::ostream& out);

}  // namespace sanderling::import
