#include "tests/bench/engine_run.hpp"

#include "core/crypto/random.hpp"
#include "tests/bench/engine/own_engines.hpp"
#include "tests/bench/failure.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>

namespace sanderling::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t order_seed = 7;
constexpr std::size_t scans = 20;
constexpr std::size_t turns = 10;

SqlRecord columns_of(const Contact& contact, const ScopeId& scope, std::uint64_t number) {
    SqlRecord out;
    // In the order of time, like the SDK's: the rest of it random, but the same in every run.
    std::mt19937_64 engine(number);
    for (std::size_t i = 0; i < 6; ++i)
        out.id[i] = static_cast<std::uint8_t>(number >> (8 * (5 - i)));
    for (std::size_t i = 6; i < out.id.size(); ++i) out.id[i] = static_cast<std::uint8_t>(engine());
    std::copy(scope.bytes.begin(), scope.bytes.end(), out.scope.begin());
    out.type = to_text(*contact.type);
    out.category = to_text(*contact.category);
    out.starts = contact.starts->ms;
    out.ends = contact.ends->ms;
    out.place = to_text(*contact.place);
    out.staff = *contact.staff;
    out.ns_flag = *contact.ns_flag ? 1 : 0;
    out.planned = *contact.planned ? 1 : 0;
    out.notes = contact.notes.front();
    return out;
}

/// Two words that stand together in the note of some record.
std::string search_in(const std::string& note) {
    const std::size_t first = note.find(' ');
    const std::size_t second = note.find(' ', first + 1);
    return note.substr(0, second);
}

bool is_in_clear(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content(std::istreambuf_iterator<char>(file), {});
        if (content.find("CREATE TABLE contact") != std::string::npos) return true;
    }
    return false;
}

}  // namespace

EngineInput engine_input(const Workload& work) {
    EngineInput out;
    std::vector<ScopeId> cases(work.case_count());
    crypto::SystemRandom random;
    for (ScopeId& id : cases) id = random.id<ScopeId>();
    const auto placed = work.placed(cases);
    for (std::size_t i = 0; i < placed.size(); ++i)
        out.records.push_back(columns_of(*placed[i].contact, placed[i].scope, i + 1));
    std::mt19937_64 engine(order_seed);
    for (std::size_t i = 0; i < out.records.size(); ++i) out.shuffled.push_back(i);
    std::shuffle(out.shuffled.begin(), out.shuffled.end(), engine);
    for (std::size_t i = 0; i < work.sizes().queries(); ++i) {
        out.scopes.push_back(out.records[engine() % out.records.size()].scope);
        out.searches.push_back(search_in(out.records[engine() % out.records.size()].notes));
    }
    return out;
}

std::vector<Contender> contenders(const fs::path& peers) {
    std::vector<Contender> out{{std::string(measured), make_vault_engine},
                               {std::string(baseline), make_plain_engine}};
    for (const char* name : {"sqlcipher", "sqlite3mc"}) {
        const fs::path library = peers / (std::string("lib") + name + ".so");
        if (const MakeEngine make = find_peer(library))
            out.push_back({name, make});
        else
            std::cerr << name << " is not here, and is left out\n";
    }
    return out;
}

std::string EngineSetting::suffix() const {
    return fmt::format("{}_{}mb", synchronous == Synchronous::full ? "full" : "normal",
                       cache_bytes >> 20U);
}

const std::vector<EngineSetting>& engine_settings() {
    constexpr std::int64_t mb = 1 << 20U;
    static const std::vector<EngineSetting> settings{{Synchronous::normal, 64 * mb},
                                                     {Synchronous::full, 64 * mb},
                                                     {Synchronous::normal, 2 * mb},
                                                     {Synchronous::full, 2 * mb}};
    return settings;
}

EngineRun::EngineRun(const EngineInput& input, const std::vector<Contender>& contenders,
                     fs::path folder, const std::stop_token& stop, Figures& figures)
    : input_(input),
      contenders_(contenders),
      folder_(std::move(folder)),
      stop_(stop),
      figures_(figures) {}

void EngineRun::run(const EngineSetting& setting, std::size_t round) {
    setting_ = setting;
    first_ = round;
    start(setting);
    const std::size_t transactions = input_.records.size() / Sizes::transaction;
    measure({.row = "insert", .work = Work::insert, .parts = transactions});
    if (setting.synchronous == Synchronous::normal) run_reads();  // which do not wait for a disk
    measure({.row = "update", .work = Work::update, .parts = transactions / 2});
    measure({.row = "update_random", .work = Work::update_random, .parts = transactions / 2});
    run_index();
    end();
}

void EngineRun::run_reads() {
    const std::size_t records = input_.records.size();
    const std::size_t queries = input_.scopes.size();
    measure({"read_cold", Work::read, records / 2, Cache::emptied});
    untimed(Work::scan, 1);
    untimed(Work::read, records);
    measure({"read_warm", Work::read, records});
    untimed(Work::range, queries);
    measure({"range", Work::range, queries});
    measure({"scan", Work::scan, scans});
}

void EngineRun::run_index() {
    for (std::size_t i = 0; i < 3; ++i) {
        untimed(Work::fts_drop, 1);
        measure({"fts_build", Work::fts_build, 1});
    }
    if (setting_.synchronous != Synchronous::normal) return;
    const std::size_t queries = input_.searches.size();
    untimed(Work::fts_query, queries);
    measure({"fts_query", Work::fts_query, queries});
}

void EngineRun::start(const EngineSetting& setting) {
    fs::remove_all(folder_);
    for (const Contender& contender : contenders_) {
        const fs::path folder = folder_ / contender.name;
        fs::create_directories(folder);
        running_.push_back({contender.name, contender.make({.folder = folder.string(),
                                                            .cache_bytes = setting.cache_bytes,
                                                            .synchronous = setting.synchronous,
                                                            .input = &input_})});
    }
}

void EngineRun::untimed(Work work, std::size_t parts) {
    for (Running& each : running_) static_cast<void>(each.engine->run(work, 0, parts));
}

// A work begins with an empty log, so that whose log is full in the middle of it is no accident.
void EngineRun::measure(const Measure& measure) {
    untimed(Work::checkpoint, 1);
    for (Running& each : running_) each.milliseconds = 0;
    const std::size_t turn = std::max<std::size_t>(1, measure.parts / turns);
    for (std::size_t from = 0; from < measure.parts; from += turn, ++first_) {
        if (stop_.stop_requested()) throw Failure("interrupted");
        const std::size_t count = std::min(turn, measure.parts - from);
        std::size_t rows = 0;
        for (std::size_t i = 0; i < running_.size(); ++i) {
            Running& each = running_[(first_ + i) % running_.size()];
            if (measure.cache == Cache::emptied) each.engine->reopen();
            const Stopwatch watch;
            const std::size_t found = each.engine->run(measure.work, from, count);
            each.milliseconds += watch.milliseconds();
            if (found == 0 || (i != 0 && found != rows))
                throw Failure("the engines differ in " + std::string(measure.row));
            rows = found;
        }
    }
    note(measure.row);
}

void EngineRun::note(std::string_view row) {
    const std::string name = fmt::format("vault_{}_{}", row, setting_.suffix());
    std::string text = "  " + name;
    for (const Running& each : running_) {
        figures_.add_of(name, each.name, each.milliseconds);
        text += fmt::format(" {} {:.1f} ms", each.name, each.milliseconds);
    }
    std::cerr << text << "\n";
}

void EngineRun::end() {
    running_.clear();  // which moves everything from the log to the database
    for (const Contender& contender : contenders_)
        if (is_in_clear(folder_ / contender.name) != (contender.name == baseline))
            throw Failure(contender.name + " has not encrypted, or plain SQLite has");
    fs::remove_all(folder_);
}

}  // namespace sanderling::bench
