// The faults of a run: which, when, and how bad.
#include "tests/sim/simulation.hpp"

#include <array>

namespace sanderling::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::array names = std::to_array<std::string_view>(
    {"offline", "cuts", "weather", "device_crash", "server_crash", "clocks", "members", "disk_full",
     "byzantine", "rollback", "restore", "copies", "retention", "skew", "fork", "purge"});
static_assert(names.size() == fault_kinds, "a kind without a name cannot be left out");

}  // namespace

std::string_view to_text(FaultKind kind) {
    return names[static_cast<std::size_t>(kind)];
}

std::optional<FaultKind> parse_fault_kind(std::string_view text) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return static_cast<FaultKind>(i);
    return std::nullopt;
}

void Simulation::choose_kinds() {
    for (std::size_t i = 0; i < fault_kinds; ++i) {
        const auto kind = static_cast<FaultKind>(i);
        Dice dice(mixed(options_.seed, 10, i));
        const bool is_grave = kind == FaultKind::byzantine || kind == FaultKind::rollback ||
                              kind == FaultKind::restore || kind == FaultKind::copies ||
                              kind == FaultKind::retention || kind == FaultKind::skew;
        bool is_in = is_grave ? dice.one_in(4) : !dice.one_in(8);
        if (kind == FaultKind::fork) is_in = Dice(mixed(options_.seed, 19)).one_in(12);
        if (kind == FaultKind::purge) is_in = Dice(mixed(options_.seed, 20)).one_in(6);
        if (is_in && !options_.without.contains(kind)) kinds_.insert(kind);
    }
    // Two lies at a time could not be told apart, and a split view is mended by a restore of its
    // own.
    if (may(FaultKind::fork))
        for (const FaultKind other :
             {FaultKind::byzantine, FaultKind::restore, FaultKind::retention, FaultKind::rollback,
              FaultKind::copies, FaultKind::purge})
            kinds_.erase(other);
    // A server that lies about what it has may well say that it was restored; what devices can
    // bring back to it then is not to be had.
    if (may(FaultKind::byzantine)) kinds_.erase(FaultKind::restore);
    // The model reads a restored log anew, and from remnants it could not tell what is live.
    if (may(FaultKind::restore)) kinds_.erase(FaultKind::retention);
    if (may(FaultKind::skew)) world_->earlier_schema = &earlier_schema_;
    world_->is_server_honest = !may(FaultKind::byzantine) && !may(FaultKind::fork);
    Dice dice(mixed(options_.seed, 11));
    if (dice.one_in(2)) server_->page_bytes = 200 + dice.under(8'000);
}

void Simulation::fault(Dice& dice) {
    Device& device = *dice.of(devices_);
    const std::uint64_t what = dice.under(109);
    if (what < 22) {
        if (may(FaultKind::offline)) take_offline(device, dice);
    } else if (what < 38) {
        if (may(FaultKind::cuts)) network_->cut_device(device.index());
    } else if (what < 48) {
        if (may(FaultKind::weather)) change_weather(device, dice);
    } else if (what < 62) {
        if (may(FaultKind::device_crash)) crash_device(device, dice);
    } else if (what < 72) {
        if (may(FaultKind::server_crash)) crash_server(dice);
    } else if (what < 80) {
        if (may(FaultKind::clocks)) change_clock(dice);
    } else if (what < 94) {
        if (may(FaultKind::members)) change_members(dice);
    } else if (what < 97) {
        if (may(FaultKind::disk_full)) fill_disk(dice);
    } else if (what < 99) {
        if (may(FaultKind::byzantine)) change_honesty(dice);
    } else if (what < 103) {
        if (may(FaultKind::rollback)) roll_back(device, dice);
    } else if (what < 108) {
        if (may(FaultKind::restore)) restore_or_back_up(dice);
    } else {
        if (may(FaultKind::copies)) copy_device(device);
    }
}

void Simulation::late_fault(Dice& dice) {
    if (may(FaultKind::retention)) drop_superseded(dice);
    if (may(FaultKind::skew) && dice.one_in(12)) dice.of(devices_)->update(dice.between(1s, 10min));
}

// What is half a year on a real server is minutes here: what matters is who was away meanwhile.
void Simulation::drop_superseded(Dice& dice) {
    auditor_->follow_log();
    const Duration age = dice.one_in(3) ? dice.between(1min, 24h) : dice.between(0s, 1min);
    const Instant before{server_->clock().ms -
                         std::chrono::duration_cast<std::chrono::milliseconds>(age).count()};
    const std::size_t rows = 1 + dice.under(200);
    std::uint64_t dropped = 0;
    const auto done = server_->put([&](server::WriteGroup& group) -> Result<void> {
        dropped = group.trim(before, rows).commits;
        return {};
    });
    trace_.note("superseded dropped", done ? dropped : 0);
}

// 60 % up to two hours, 30 % a day, 9 % up to two weeks, 1 % longer (in the time of the steps).
void Simulation::take_offline(Device& device, Dice& dice) {
    Weather& weather = network_->weather(device.index());
    if (weather.is_offline) return bring_online(device);
    const std::uint64_t how_long = dice.under(100);
    Duration span = dice.between(1min, 2h);
    if (how_long >= 60) span = dice.between(2h, 24h);
    if (how_long >= 90) span = dice.between(24h, 14 * 24h);
    if (how_long >= 99) span = dice.between(14 * 24h, 180 * 24h);
    trace_.note("offline", device.index(), static_cast<std::uint64_t>(span.count()));
    weather.is_offline = true;
    network_->cut_device(device.index());
    time_.after(span, [this, &device] { bring_online(device); });
}

void Simulation::bring_online(Device& device) {
    Weather& weather = network_->weather(device.index());
    if (!weather.is_offline) return;
    trace_.note("online", device.index());
    weather.is_offline = false;
    device.wake();
}

void Simulation::change_weather(Device& device, Dice& dice) {
    Weather& weather = network_->weather(device.index());
    trace_.note("weather", device.index());
    weather.latency = dice.one_in(3) ? dice.between(200ms, 4s) : dice.between(1ms, 120ms);
    weather.bytes_per_second = dice.one_in(4) ? 1'000 + dice.under(20'000) : 2'000'000;
    weather.cuts_per_mille = dice.one_in(2) ? static_cast<unsigned>(dice.under(150)) : 0;
}

void Simulation::crash_device(Device& device, Dice& dice) {
    if (!device.is_up()) return;
    const StopKind kind = dice.one_in(2) ? StopKind::power_lost : StopKind::process_killed;
    if (dice.one_in(3)) return device.crash(kind, dice.between(1s, 10min));
    device.machine().writes_left = dice.under(60);
    trace_.note("device will die", device.index(), *device.machine().writes_left);
}

void Simulation::crash_server(Dice& dice) {
    if (!server_->is_up()) return;
    const StopKind kind = dice.one_in(2) ? StopKind::power_lost : StopKind::process_killed;
    if (dice.one_in(3)) return server_->crash(kind, dice.between(1s, 10min));
    server_->machine().writes_left = dice.under(80);
    trace_.note("server will die", *server_->machine().writes_left);
}

void Simulation::change_clock(Dice& dice) {
    using std::chrono::milliseconds;
    const auto draw = [&]() -> milliseconds {
        const std::int64_t sign = dice.one_in(2) ? 1 : -1;
        switch (dice.under(5)) {
            case 0:
                return milliseconds(0);
            case 1:
                return sign * milliseconds(static_cast<std::int64_t>(dice.under(600'000)));
            case 2:
                return sign * milliseconds(static_cast<std::int64_t>(dice.under(86'400'000)));
            case 3:
                return sign * milliseconds(static_cast<std::int64_t>(dice.under(31'536'000'000)));
            default:
                return sign * milliseconds(static_cast<std::int64_t>(dice.under(946'080'000'000)));
        }
    };
    if (dice.one_in(6)) {
        // A server's clock is kept, and is still set back by an hour at times.
        const auto error = milliseconds(static_cast<std::int64_t>(dice.under(7'200'000))) - 1h;
        server_->set_clock_error(std::chrono::duration_cast<milliseconds>(error));
        trace_.note("server clock");
        return;
    }
    Device& device = *dice.of(devices_);
    device.set_clock_error(draw());
    trace_.note("clock", device.index());
}

// Allocation, cover, transfer, withdrawal: the log moves while people write who do not know it yet.
void Simulation::change_members(Dice& dice) {
    if (is_split()) return;  // the keyholder knows one of the two histories
    Place& place = places_[dice.under(places_.size())];
    const PersonId person = dice.of(devices_)->person();
    trace_.note("members", place.members.size());
    if (dice.one_in(4)) return keyholder_->change_key(place.scope);
    const bool is_in = place.members.contains(person);
    if (is_in && dice.one_in(2)) {
        place.members.erase(person);
        keyholder_->remove(place.scope, person);
        // While they are being removed, people finish what they had begun.
        for (const auto& device : devices_)
            if (device->person() == person && device->is_up() && !dice.one_in(3))
                workload_->edit_several(*device, place, dice);
        return;
    }
    const auto role = draw_role(*place.kind, dice);
    place.members[person] = role;
    place.burst = 30;
    keyholder_->admit(place.scope, person, role);
}

void Simulation::change_honesty(Dice& dice) {
    const auto chances = static_cast<unsigned>(dice.one_in(2) ? 0 : 5 + dice.under(200));
    tamper_->lie(chances);
    trace_.note("honesty", chances);
}

// As when a backup of the device is put back: what it had written since is gone from it.
void Simulation::roll_back(Device& device, Dice& dice) {
    trace_.note("backup", device.index());
    if (!device.has_backup() || dice.one_in(3))
        device.take_backup();
    else
        device.restore_backup(dice.between(1s, 5min));
}

// As when somebody sets up a new laptop from the old one, and goes on with both.
void Simulation::copy_device(Device& original) {
    constexpr std::size_t devices_max = 8;
    if (!original.is_up() || original.machine().is_dead || devices_.size() >= devices_max) return;
    const std::size_t index = devices_.size();
    trace_.note("files copied", original.index(), index);
    devices_.push_back(std::make_unique<Device>(index, original,
                                                folder_.path() / ("device" + std::to_string(index)),
                                                mixed(options_.seed, 7, index)));
}

void Simulation::back_up() {
    if (server_->take_backup()) auditor_->note_backup();
}

// Mostly the newest backup; after an older one devices have a gap that nobody can fill.
void Simulation::restore_or_back_up(Dice& dice) {
    if (dice.one_in(2)) return back_up();
    const std::size_t back = dice.one_in(4) ? dice.under(server_->backups()) : 0;
    ++restores_;
    server_->restore(back, dice.between(1s, 10min));
    keyholder_->see_to_restored(dice.one_in(2) ? dice.between(1s, 1min) : dice.between(1min, 2h));
}

// Somebody's time is over, or it should never have been written: whoever is away does not know it,
// and goes on writing there.
void Simulation::purge_records(Dice& dice) {
    const Place& place = dice.of(places_);
    std::set<RecordId> records;
    if (place.records.empty()) return;
    const std::uint64_t count = 1 + dice.under(4);
    for (std::uint64_t i = 0; i < count; ++i) records.insert(dice.of(place.records).id);
    trace_.note("purge", records.size());
    keyholder_->purge(place.scope, records);
}

// ---- Two histories -----------------------------------------------------------------------------

void Simulation::split_view(Dice& dice) {
    if (split_) return split_->act(dice);
    if (!dice.one_in(3)) return;
    auditor_->follow_log();
    if (!server_->take_backup()) return;
    auditor_->note_backup();
    split_ = SplitView::begin(
        {schema_, *server_, *auditor_, *keyholder_, *network_, trace_, ledger_, findings_, places_,
         devices_},
        [this](const commit::Header& header, const commit::Patch& patch, std::uint32_t index) {
            return opened(header, patch, index);
        },
        folder_.path() / "twin", dice);
    if (!split_) return;
    world_->is_elsewhere = [this](const Written& written) {
        return is_split() && split_->has(written);
    };
    world_->on_checkpoint = [this](Device& device, const wire::ScopeCheckpoint& checkpoint,
                                   const sync::client::CheckpointApplied& applied) {
        if (is_split()) split_->check(device, checkpoint, applied);
    };
}

// Who was sent to the other server has the time to find out.
void Simulation::end_split() {
    if (split_->crosses()) split_->bring_together();
    calm();
    time_.run_for(10min);
    Dice dice(mixed(options_.seed, 19, 0));
    audit(dice);
    split_->check_reports();
    split_->check_nothing_lost();
    auditor_->check_confidential(*disk_);
    if (findings_.first() || split_->crosses()) return;
    if (split_->is_log_whole() && dice.one_in(2)) back_up();
    split_->end();
    server_->hear_of(split_->latest_time());
    ++restores_;
    server_->restore(0, dice.between(1s, 10min));
    auditor_->set_other(nullptr);
    is_mended_ = true;
    keyholder_->see_to_restored(1s);
}

void Simulation::fill_disk(Dice& dice) {
    Machine& machine = dice.one_in(3) ? server_->machine() : dice.of(devices_)->machine();
    if (machine.room) {
        machine.room.reset();
        return;
    }
    machine.room = dice.under(64 * 1024);
    trace_.note("disk fills", *machine.room);
    time_.after(dice.between(1s, 10min), [&machine] { machine.room.reset(); });
}

}  // namespace sanderling::sim
