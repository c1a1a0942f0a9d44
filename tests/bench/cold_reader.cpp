#include "tests/bench/cold_reader.hpp"

#include "schema/generated/probation/description.hpp"
#include "tests/bench/device.hpp"
#include "tests/bench/failure.hpp"
#include "tests/bench/memory.hpp"
#include "tests/bench/organisation.hpp"
#include "tests/bench/rows.hpp"

#include <nlohmann/json.hpp>
#include <unistd.h>

#include <iostream>

namespace sanderling::bench {

namespace {

using Json = nlohmann::json;
constexpr std::chrono::seconds patience{120};
constexpr int openings = 7;
constexpr const char* newest_sql =
    "SELECT * FROM contact WHERE scope = ?1 ORDER BY starts DESC LIMIT 20";

Store open(const std::filesystem::path& folder) {
    return must(Store::open(folder, Key(store_key()), probation::schema(),
                            {.mode = OpenMode::open_existing}),
                "open a store");
}

void read_everything(const Store& store) {
    const Rows ids = must(store.query("SELECT id FROM contact"), "list");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto id = ids.get<RecordId>(i, "id");
        if (!id || !must(store.get("contact", *id), "get")) throw Failure("a record is missing");
    }
    for (const ScopeInfo& scope : must(store.scopes(), "scopes"))
        static_cast<void>(must(store.query(newest_sql, {RecordId{scope.id.bytes}}), "query"));
}

}  // namespace

ColdReader ColdReader::run(const std::filesystem::path& folder, const std::stop_token& stop) {
    const auto output =
        must(tests::run_process(
                 {.program = own_program(), .arguments = {verb, folder.string()}, .stop = stop},
                 patience),
             "read in another process");
    if (!output.exit.is_success())
        throw Failure("reading in another process: " + output.exit.text() + "\n" + output.error);
    const Json result = Json::parse(output.out);
    return {.open_milliseconds = result.at("open_milliseconds").get<double>(),
            .resident_bytes = result.at("resident_bytes").get<double>()};
}

int ColdReader::be(const std::filesystem::path& folder) {
    std::vector<double> times;
    for (int i = 0; i < openings; ++i) {
        const Stopwatch watch;
        const Store store = open(folder);
        times.push_back(watch.milliseconds());
    }
    const Store store = open(folder);
    read_everything(store);
    std::cout << Json{{"open_milliseconds", quantile(times, 0.5)},
                      {"resident_bytes", bench::resident_bytes(getpid())}}
              << std::endl;
    return 0;
}

}  // namespace sanderling::bench
