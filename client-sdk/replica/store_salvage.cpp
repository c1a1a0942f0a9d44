// salvage(): reading the damaged files, making the new replica, and going on in it.
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/salvager.hpp"

#include "sanderling/salvage.hpp"

namespace sanderling {

namespace {

using replica::SalvagedRows;

// As a new replica has them, for a file whose own description cannot be read.
Result<std::vector<std::string>> tables_of(Store& store) {
    return store.replica().write(
        vault::Durability::normal, [](replica::Writer& writer) -> Result<std::vector<std::string>> {
            std::vector<std::string> out;
            auto rows = writer.database.prepare(
                "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'");
            while (rows.step() == vault::Statement::Step::row)
                out.emplace_back(rows.column_text(0));
            return out;
        });
}

Result<SalvageReport> fill(Store& store, const std::filesystem::path& from, const Key& key,
                           const SalvageOptions& options) {
    auto known = tables_of(store);
    if (!known) return known.error();
    SalvagedRows rows;
    const auto found =
        vault::salvage(from, key, [&](vault::SalvagedRow&& row) { rows.take(std::move(row)); },
                       {.known_tables = std::move(*known), .on_progress = options.on_progress});
    if (!found) return found.error();
    auto report = store.replica().write(
        vault::Durability::full, [&](replica::Writer& writer) -> Result<SalvageReport> {
            return replica::Salvager(writer, rows, *found, store.replica().now()).run();
        });
    if (report) store.replica().keep_freshness();
    return report;
}

}  // namespace

Result<SalvageReport> salvage(const std::filesystem::path& from, const Key& key,
                              const std::filesystem::path& to, const Key& to_key,
                              const Schema& schema, const SalvageOptions& options) {
    std::error_code ignored;
    const bool was_there = std::filesystem::exists(to, ignored);
    auto report = [&]() -> Result<SalvageReport> {
        auto store = Store::open(to, to_key, schema,
                                 {.mode = OpenMode::create,
                                  .kdf = options.kdf,
                                  .clock = options.clock,
                                  .freshness = options.freshness});
        if (!store) return store.error();
        return fill(*store, from, key, options);
    }();
    if (!report && report.error().code != Errc::already_exists && !was_there)
        std::filesystem::remove_all(to, ignored);
    return report;
}

}  // namespace sanderling
