#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"

#include "sanderling/store.hpp"

namespace sanderling {

std::string_view to_text(MendOutcome outcome) {
    switch (outcome) {
        case MendOutcome::recounted:
            return "recounted";
        case MendOutcome::mended:
            return "mended";
        case MendOutcome::failed:
            return "failed";
    }
    return "unknown";
}

Result<std::vector<Mended>> mended_scopes(Store& store) {
    using replica::column_code;
    using replica::column_fixed;
    return store.replica().write(
        vault::Durability::normal, [](replica::Writer& writer) -> Result<std::vector<Mended>> {
            std::vector<Mended> out;
            auto rows = writer.database.prepare(
                "SELECT scope, at, outcome, buckets, records, detail FROM sanderling_mended"
                " ORDER BY position");
            while (rows.step() == vault::Statement::Step::row)
                out.push_back({.scope = column_fixed<ScopeId>(rows, 0),
                               .at = Instant{rows.column_int(1)},
                               .outcome = column_code<MendOutcome>(rows, 2),
                               .buckets = static_cast<std::uint64_t>(rows.column_int(3)),
                               .records = static_cast<std::uint64_t>(rows.column_int(4)),
                               .detail = std::string(rows.column_text(5))});
            return out;
        });
}

}  // namespace sanderling
