#include "tests/sim/simulation.hpp"

#include "tests/sim/earlier_schema.hpp"
#include "tests/sim/every_rule.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;

Simulation::Simulation(const schema::Schema& schema, const RunOptions& options)
    : schema_(schema),
      earlier_schema_(earlier(schema, mixed(options.seed, 13))),
      options_(options),
      ledger_([this](const commit::Header& header, const commit::Patch& patch,
                     std::uint32_t index) { return opened(header, patch, index); }) {
    trace_.keep_lines(options.lines);
    start_signature_memory(options.signatures);
    seed_libsodium(mixed(options.seed, 1));
    disk_ = std::make_unique<Disk>(mixed(options.seed, 2));
    network_ = std::make_unique<Network>(time_, mixed(options.seed, 3));
    tamper_ = std::make_unique<Tamper>(mixed(options.seed, 9), trace_);
    network_->tamper_with([this](std::size_t device, ByteView frame) {
        auditor_->check_frame(frame);
        auto frames = tamper_->pass(device, frame);
        return is_split() ? split_->pass(device, std::move(frames)) : frames;
    });
    keyholder_ = std::make_unique<Keyholder>(schema_, time_, mixed(options.seed, 4));
    server_ = std::make_unique<Server>(folder_.path() / "server", keyholder_->organisation(),
                                       *disk_, time_, *network_, trace_, mixed(options.seed, 5));
    keyholder_->use(*server_);
    world_ = std::make_unique<DeviceWorld>(DeviceWorld{schema_, nullptr, *keyholder_, *disk_, time_,
                                                       *network_, trace_, ledger_, findings_});
    auditor_ = std::make_unique<Auditor>(schema_, *server_, places_, ledger_, findings_);
    server_->on_committed = [this](const server::Moves& moves) { auditor_->follow_moves(moves); };
    server_->on_stopping = [this] { auditor_->let_go(); };
    server_->on_started = [this] { auditor_->follow_log(); };
    server_->on_restored = [this] {
        auditor_->follow_restored();
        auditor_->let_go();
    };
    workload_ =
        std::make_unique<Workload>(places_, trace_, options_.habits.value_or(habits_in(schema_)));
    choose_kinds();
    populate();
}

Simulation::~Simulation() {
    auditor_->let_go();
    devices_.clear();
}

std::vector<Bytes> Simulation::opened(const commit::Header& header, const commit::Patch& patch,
                                      std::uint32_t index) const {
    std::vector<Bytes> out;
    const auto* key = keyholder_->key(header.scope, header.epoch);
    if (key == nullptr) return out;
    if (auto content = sealing::open_patch(patch, header, index, *key))
        for (auto& value : content->values) out.push_back(std::move(value.value));
    return out;
}

void Simulation::populate() {
    Dice dice(mixed(options_.seed, 6));
    const auto kinds = usable_kinds(schema_);
    const std::size_t scopes = 2 + dice.under(3);
    for (std::size_t i = 0; i < scopes; ++i) {
        Place& place = places_.emplace_back();
        place.kind = dice.of(kinds);
        for (const schema::Collection& collection : schema_.collections())
            if (collection.lives_in(place.kind->name)) place.collections.push_back(&collection);
        place.scope = keyholder_->create_scope(*place.kind);
    }
    const std::size_t count = options_.devices != 0 ? options_.devices : 2 + dice.under(4);
    PersonId person;
    for (std::size_t i = 0; i < count; ++i) {
        // Now and then a second device of the same person.
        const bool is_second = i != 0 && dice.one_in(6);
        if (!is_second) {
            person = keyholder_->add_person();
            for (Place& place : places_) {
                if (dice.one_in(5)) continue;
                const auto role = draw_role(*place.kind, dice);
                place.members[person] = role;
                keyholder_->admit(place.scope, person, role);
            }
        }
        devices_.push_back(std::make_unique<Device>(i, person,
                                                    folder_.path() / ("device" + std::to_string(i)),
                                                    *world_, mixed(options_.seed, 7, i)));
    }
    time_.run_for(5s);
    auditor_->follow_log();
    if (may(FaultKind::restore)) back_up();
}

// ---- The run -----------------------------------------------------------------------------------

RunReport Simulation::run() {
    RunReport report;
    for (std::size_t i = 0; i < options_.steps && !findings_.first(); ++i) {
        if (!options_.left_out.contains(i)) step(i);
        report.finding_step = i;
    }
    const Duration end_of_faults = time_.now();
    if (!findings_.first()) drain();
    report.convergence = time_.now() - end_of_faults;
    report.trace_hash = trace_.hash();
    report.trace_length = trace_.length();
    report.finding = findings_.first();
    report.lines.assign(trace_.lines().begin(), trace_.lines().end());
    report.devices = devices_.size();
    report.path_writes = ledger_.path_writes();
    report.commits = ledger_.all().size();
    report.work = workload_->counts();
    report.open_conflicts = auditor_->open_conflicts();
    report.crashes = server_->crashes();
    for (const auto& device : devices_) report.crashes += device->crashes();
    report.bytes_sent = network_->bytes_sent();
    report.lies = tamper_->lies();
    report.restores = restores_;
    report.splits = split_ ? 1 : 0;
    if (split_) report.lies += split_->forgeries();
    report.raised = auditor_->raised();
    report.settled = auditor_->settled();
    report.virtual_time = time_.now();
    return report;
}

void Simulation::step(std::size_t number) {
    Dice dice(mixed(options_.seed, 8, number));
    trace_.note("step", number);
    if (dice.one_in(7)) {
        fault(dice);
    } else {
        Device& device = *dice.of(devices_);
        if (device.is_up()) workload_->act(device, dice);
    }
    Dice late(mixed(options_.seed, 12, number));
    if (late.one_in(10)) late_fault(late);
    if (may(FaultKind::fork)) {
        Dice liar(mixed(options_.seed, 19, number + 1));
        if (liar.one_in(12)) split_view(liar);
    }
    if (may(FaultKind::purge)) {
        Dice order(mixed(options_.seed, 20, number + 1));
        if (order.one_in(60)) purge_records(order);
    }
    pass_time(dice);
    if (number % 20 == 19) audit(dice);
}

void Simulation::pass_time(Dice& dice) {
    const std::uint64_t how_long = dice.under(100);
    if (how_long < 40) return time_.run_for(dice.between(0us, 100ms));
    if (how_long < 85) return time_.run_for(dice.between(10ms, 5s));
    if (how_long < 98) return time_.run_for(dice.between(1s, 5min));
    time_.run_for(dice.between(5min, 4h));
}

void Simulation::audit(Dice& dice) {
    auditor_->follow_log();
    for (const auto& device : devices_) auditor_->check_device(*device);
    if (dice.one_in(10)) auditor_->check_rows(*dice.of(devices_));
    if (is_split()) split_->audit(dice);
}

// ---- The end -----------------------------------------------------------------------------------

void Simulation::calm() {
    trace_.note("calm");
    server_->stay_up();
    tamper_->lie(0);
    keyholder_->hurry();
    for (const auto& device : devices_) {
        device->machine().writes_left.reset();
        device->machine().room.reset();
        network_->weather(device->index()) = Weather{};
        network_->cut_device(device->index());  // what was started under faults begins anew
        device->wake();
    }
}

bool Simulation::has_drained() {
    if (!server_->is_up() || keyholder_->is_waiting()) return false;
    for (const auto& device : devices_) {
        if (!device->is_up()) return false;
        const auto* progress = device->progress();
        if (progress == nullptr || progress->phase != sync::client::Phase::live) return false;
        const auto status = device->store().status();
        if (!status || status->unsent_transactions != 0) return false;
        const auto scopes = device->store().scopes(ScopeCounts::left_out);
        if (!scopes) return false;
        for (const ScopeInfo& info : *scopes) {
            const ScopeModel* model = auditor_->model(info.id);
            const bool is_behind = model != nullptr && info.state != ScopeState::revoked &&
                                   number(info.seq) != model->head();
            if (is_behind) return false;
        }
    }
    return true;
}

std::string Simulation::what_waits() {
    std::string out;
    for (const auto& device : devices_) {
        out += " device " + std::to_string(device->index()) + ":";
        if (!device->is_up()) {
            out += " down;";
            continue;
        }
        if (const auto* progress = device->progress())
            out += " " + std::string(sync::client::to_text(progress->phase)) +
                   (progress->problem ? " (" + progress->problem->message() + ")" : "");
        if (const auto scopes = device->store().scopes(ScopeCounts::left_out))
            for (const ScopeInfo& info : *scopes) {
                const ScopeModel* model = auditor_->model(info.id);
                out += " [" + to_text(info.id).substr(0, 8) + " " +
                       std::string(to_text(info.state)) + " " + std::to_string(number(info.seq)) +
                       "/" + std::to_string(model != nullptr ? model->head() : 0) +
                       (info.problem ? " " + info.problem->message() : "") + "]";
            }
        if (const auto items = device->store().outbox())
            for (const OutboxItem& item : *items)
                if (item.delivery == Delivery::waiting || item.delivery == Delivery::sent)
                    out += " (unsent " + to_text(item.scope).substr(0, 8) + " " +
                           to_text(item.replica).substr(0, 8) + " " +
                           std::to_string(number(item.counter)) + ")";
        out += ";";
    }
    return out;
}

bool Simulation::drains_in_time() {
    calm();
    for (int minute = 0; minute < 240 && !findings_.first(); ++minute) {
        time_.run_for(minute < 10 ? Duration(6s) : Duration(1min));
        auditor_->follow_log();
        if (has_drained()) return true;
    }
    return false;
}

// Faults have stopped: now every queue has to empty, poison commits included.
void Simulation::drain() {
    if (is_split()) end_split();
    if (is_split() || findings_.first()) return;
    bool is_done = drains_in_time();
    // What a lie has kept from being mended is not asked for again for a day (docs/protocol.md
    // §5.10).
    if (!is_done && tamper_->lies() != 0 && !findings_.first()) {
        time_.run_for(24h);
        is_done = drains_in_time();
    }
    if (findings_.first()) return;
    if (!is_done)
        return findings_.report(
            Invariant::queues_drain,
            "four hours after the faults something still waits:" + what_waits());
    trace_.note("drained");
    for (const auto& device : devices_) {
        auditor_->check_device(*device, Auditor::Histories::present);
        auditor_->check_rows(*device, Auditor::Histories::present);
    }
    auditor_->check_ledger(devices_);
    auditor_->check_purged_on_server();
    auditor_->check_confidential(*disk_);
}

}  // namespace sanderling::sim
