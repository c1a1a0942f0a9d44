// A SELECT of the application on one connection.
#pragma once

#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/reader_pool.hpp"

#include <set>
#include <string>
#include <vector>

#include "sanderling/rows.hpp"

namespace sanderling::replica {

/// Errors: those of Store::query.
Result<Rows> run_query(Reader& reader, const std::string& sql, const std::vector<Scalar>& params,
                       QueryTrace& trace);

/// The tables that the SELECT would read, views replaced by what is beneath them. Errors: those of
/// Store::query that are known before it runs.
Result<std::set<std::string>> tables_read(Reader& reader, const std::string& sql,
                                          const std::vector<Scalar>& params);

}  // namespace sanderling::replica
