#include "tests/bench/run.hpp"

#include "tests/bench/cold_reader.hpp"
#include "tests/bench/engine_run.hpp"
#include "tests/bench/failure.hpp"
#include "tests/bench/local_run.hpp"
#include "tests/bench/organisation.hpp"
#include "tests/bench/scratch.hpp"
#include "tests/bench/sync_run.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

namespace sanderling::bench {

namespace {

namespace fs = std::filesystem;

class Runner {
  public:
    Runner(const Plan& plan, std::stop_token stop)
        : plan_(plan), stop_(std::move(stop)), scratch_(plan.folder) {}

    Figures run() {
        const Workload by_case(plan_.sizes, Layout::by_case, plan_.seed);
        describe(by_case);
        run_engines(by_case);
        for (std::size_t i = 0; i < plan_.repetitions; ++i)
            round(by_case, i,
                  {.local = wants(Stage::local),
                   .sync = wants(Stage::sync),
                   .sdk = wants(Stage::sdk)});
        if (!edits_.empty()) {
            figures_.add("edit_median", quantile(edits_, 0.5));
            figures_.add("edit_p99", quantile(edits_, 0.99));
        }
        if (!wants(Stage::local_spread) && !wants(Stage::sync_spread)) return std::move(figures_);
        const Workload spread(plan_.sizes, Layout::spread, plan_.seed);
        for (std::size_t i = 0; i < plan_.repetitions; ++i)
            round(spread, i,
                  {.local = wants(Stage::local_spread), .sync = wants(Stage::sync_spread)});
        return std::move(figures_);
    }

  private:
    struct Wanted {
        bool local = false;
        bool sync = false;
        bool sdk = false;
    };

    bool wants(Stage stage) const {
        return std::any_of(plan_.rows.begin(), plan_.rows.end(),
                           [&](const Row* row) { return row->stage == stage; });
    }

    void describe(const Workload& work) const {
        double load = 0;
        std::ifstream("/proc/loadavg") >> load;
        const double mean =
            static_cast<double>(work.json_bytes()) / static_cast<double>(work.sizes().records);
        std::cerr << fmt::format(
            "{} records, {:.0f} bytes of JSON on average, seed {}; {} rounds; SQLite {}\n"
            "files in {} ({}); {} processors, load {:.1f}\n",
            work.sizes().records, mean, plan_.seed, plan_.repetitions, sqlite3_libversion(),
            scratch_.path().string(), scratch_.filesystem(), std::thread::hardware_concurrency(),
            load);
    }

    /// Everything of one round lies in a folder of its own, which goes when it ends.
    void round(const Workload& work, std::size_t number, const Wanted& wanted) {
        if (!wanted.local && !wanted.sync && !wanted.sdk) return;
        if (stop_.stop_requested()) throw Failure("interrupted");
        const bool is_spread = work.layout() == Layout::spread;
        std::cerr << fmt::format("{}round {} of {}: an organisation with {} cases\n",
                                 is_spread ? "spread, " : "", number + 1, plan_.repetitions,
                                 work.case_count());
        const fs::path folder = scratch_.path() / (is_spread ? "spread" : "by-case");
        {
            Organisation organisation(folder / "organisation", work.case_count(), stop_);
            if (wanted.local) run_local(work, organisation, folder, number);
            if (wanted.sync) run_sync(work, organisation, folder);
            if (wanted.sdk) run_sdk(work, organisation, folder / "sdk", number);
        }
        fs::remove_all(folder);
    }

    void run_engines(const Workload& work) {
        if (!wants(Stage::engines)) return;
        const EngineInput input = engine_input(work);
        const std::vector<Contender> all = contenders(plan_.peers);
        EngineRun engines(input, all, scratch_.path() / "engines", stop_, figures_);
        for (std::size_t i = 0; i < plan_.repetitions; ++i) {
            std::cerr << fmt::format("engines, round {} of {}\n", i + 1, plan_.repetitions);
            for (const EngineSetting& setting : engine_settings())
                if (wants_any_in(setting)) engines.run(setting, i);
        }
    }

    bool wants_any_in(const EngineSetting& setting) const {
        return std::any_of(plan_.rows.begin(), plan_.rows.end(), [&](const Row* row) {
            return row->stage == Stage::engines && row->name.ends_with(setting.suffix());
        });
    }

    void run_local(const Workload& work, Organisation& organisation, const fs::path& folder,
                   std::size_t number) {
        Device device(folder / "local", organisation.invite(), stop_);
        device.connect();  // for the keys of its cases
        device.await_live();
        device.disconnect();
        PlainContacts plain(folder / "plain.db");
        LocalRun local(work, organisation.cases(), device, plain, figures_,
                       number % 2 == 0 ? First::ours : First::plain);
        if (work.layout() == Layout::spread)
            local.run_spread();
        else
            local.run();
    }

    /// The local work again, and what is there when all of it has been sent.
    void run_sdk(const Workload& work, Organisation& organisation, const fs::path& folder,
                 std::size_t number) {
        const fs::path plain_file = folder / "plain.db";
        fs::create_directories(folder);
        {
            Device device(folder / "device", organisation.invite(), stop_);
            device.connect();
            device.await_live();
            device.disconnect();
            PlainContacts plain(plain_file);
            LocalRun local(work, organisation.cases(), device, plain, figures_,
                           number % 2 == 0 ? First::ours : First::plain);
            local.run("sdk_");
            device.connect();
            device.await_acknowledged();
            device.await_settled();
        }
        const double size = size_of(folder / "device" / "replica.db");
        figures_.add_pair("sdk_size", size, size_of(plain_file));
        const ColdReader reader = ColdReader::run(folder / "device", stop_);
        figures_.add("sdk_open", reader.open_milliseconds);
        figures_.add("sdk_rss", reader.resident_bytes);
        std::cerr << fmt::format(
            "  sdk_size {:.0f}, plain {:.0f}; sdk_open {:.2f} ms; sdk_rss {:.0f}\n", size,
            size_of(plain_file), reader.open_milliseconds, reader.resident_bytes);
    }

    /// With what has not yet moved there from the log.
    static double size_of(const fs::path& database) {
        double size = static_cast<double>(fs::file_size(database));
        const fs::path log = database.string() + "-wal";
        if (fs::exists(log)) size += static_cast<double>(fs::file_size(log));
        return size;
    }

    void run_sync(const Workload& work, Organisation& organisation, const fs::path& folder) {
        SyncRun sync(work, organisation, folder, stop_, figures_);
        sync.run();
        edits_.insert(edits_.end(), sync.edits().begin(), sync.edits().end());
    }

    const Plan& plan_;
    std::stop_token stop_;
    Scratch scratch_;
    Figures figures_{};
    std::vector<double> edits_{};
};

}  // namespace

Figures run(const Plan& plan, const std::stop_token& stop) {
    return Runner(plan, stop).run();
}

}  // namespace sanderling::bench
