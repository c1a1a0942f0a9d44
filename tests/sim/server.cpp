#include "tests/sim/server.hpp"

#include "tests/sim/server_session_host.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;

Server::Server(const std::filesystem::path& folder, const server::Organisation& organisation,
               Disk& disk, Scheduler& time, Network& network, Trace& trace, std::uint64_t seed)
    : folder_(folder),
      backup_folder_(folder.string() + "-backups"),
      organisation_(organisation),
      disk_(disk),
      time_(time),
      network_(network),
      trace_(trace),
      dice_(seed),
      machine_(disk.add_machine(folder)) {
    std::filesystem::create_directories(folder_);
    std::filesystem::create_directories(backup_folder_);
    disk.add_machine(backup_folder_);
    server::Store::create(file(), organisation_, dice_).value();
    disk_.restart(machine_, StopKind::process_killed);
    start();
    network_.listen(door());
    is_listening_ = true;
}

Server::~Server() {
    if (is_listening_) network_.listen({});
    sessions_.clear();
}

Network::Accept Server::door() {
    return [this](ConnectionId id) { return accept(id); };
}

void Server::start() {
    if (is_retired_) return;
    auto store = server::Store::open(file());
    auto reader = server::FeedReader::open(file());
    if (!store || !reader) {
        const Error failure = store ? reader.error() : store.error();
        trace_.remark("server does not start: " + failure.message());
        if (!traits(failure.code).retry) return;
        // As its service's Restart=on-failure does: there may be room again by then.
        time_.after(10s, [this, born = incarnation_] {
            if (!is_up() && born == incarnation_) start();
        });
        return;
    }
    store_ = std::move(*store);
    reader_ = std::move(*reader);
    hub_ = std::make_unique<server::Hub>();
    trace_.note("server up", ++incarnation_);
    if (on_started) on_started();
}

void Server::soon(Duration most, std::function<void()> task) {
    time_.after(dice_.between(50us, most), [this, born = incarnation_, run = std::move(task)] {
        if (is_up() && born == incarnation_) run();
    });
}

// ---- Sessions ----------------------------------------------------------------------------------

LinkEnd Server::accept(ConnectionId id) {
    if (!is_up()) return {};
    auto& session = sessions_[id];
    session = std::make_unique<ServerSessionHost>(*this, id);
    LinkEnd end;
    end.up = [this, id] {
        if (const auto at = sessions_.find(id); at != sessions_.end()) at->second->on_open();
    };
    end.frame = [this, id](ByteView frame) {
        if (const auto at = sessions_.find(id); at != sessions_.end()) at->second->on_frame(frame);
    };
    end.sent = [this, id] {
        if (const auto at = sessions_.find(id); at != sessions_.end()) at->second->on_sent();
    };
    end.down = [this, id](const Error&) { end_session(id); };
    return end;
}

void Server::end_session(ConnectionId id) {
    const auto at = sessions_.find(id);
    if (at == sessions_.end()) return;
    at->second->on_closed();
    sessions_.erase(at);
}

// ---- The store ---------------------------------------------------------------------------------

void Server::enqueue(Job job) {
    if (queue_.empty()) soon(4ms, [this] { flush(); });
    queue_.push_back(std::move(job));
}

void Server::flush() {
    auto jobs = std::exchange(queue_, {});
    run_group(jobs);
}

void Server::run_group(std::vector<Job>& jobs) {
    server::Moves moves;
    std::optional<Error> failure;
    std::vector<std::optional<Error>> outcomes(jobs.size());
    if (!commit(jobs, moves, failure)) {
        if (!is_up()) return;
        for (std::size_t i = 0; i < jobs.size() && is_up(); ++i)
            if (!commit({&jobs[i], 1}, moves, failure)) outcomes[i] = failure;
        if (!is_up()) return;
    }
    if (on_committed) on_committed(moves);
    // What is on the disk is not yet known to anybody: the process may die in between.
    auto shared = std::make_shared<std::vector<Job>>(std::move(jobs));
    soon(2ms, [this, shared, outcomes, moves] {
        for (std::size_t i = 0; i < shared->size(); ++i) {
            (*shared)[i].done(outcomes[i]);
            if (!is_up()) return;
        }
        hub_->moved(moves);
    });
}

bool Server::commit(std::span<Job> jobs, server::Moves& moves, std::optional<Error>& failure) {
    try {
        latest_time_ = std::max(latest_time_, clock());
        server::WriteGroup group(*store_, clock());
        for (const Job& job : jobs) job.act(group);
        server::Moves more = group.commit();
        moves.scopes.merge(more.scopes);
        moves.persons.merge(more.persons);
        moves.devices.merge(more.devices);
        moves.has_certificates = moves.has_certificates || more.has_certificates;
        return true;
    } catch (const server::SqliteFailure& thrown) {
        trace_.note("server store failed", static_cast<std::uint64_t>(thrown.kind()));
        const bool may_pass = thrown.kind() == server::FailureKind::disk_full ||
                              thrown.kind() == server::FailureKind::busy;
        failure = fail(may_pass ? Errc::busy : Errc::internal, thrown.what());
        if (!may_pass) die_of_disk();
        return false;
    }
}

Result<void> Server::put(const std::function<Result<void>(server::WriteGroup&)>& act) {
    if (!is_up()) return fail(Errc::offline, "the server is down");
    server::Moves moves;
    std::optional<Error> failure;
    Result<void> outcome;
    Job job{[&](server::WriteGroup& group) { outcome = act(group); }, {}};
    if (!commit({&job, 1}, moves, failure)) return *failure;
    if (on_committed) on_committed(moves);
    if (is_up()) hub_->moved(moves);
    return outcome;
}

// ---- Dying -------------------------------------------------------------------------------------

void Server::die_of_disk() {
    crash(dice_.one_in(2) ? StopKind::power_lost : StopKind::process_killed,
          dice_.between(1s, 120s));
}

// Sessions are not destroyed here: one of them may be on the stack.
void Server::stop_process() {
    trace_.note("server down", incarnation_);
    if (on_stopping) on_stopping();
    queue_.clear();
    for (const auto& [id, session] : sessions_) network_.abandon(id, Side::server);
    auto gone = std::make_shared<decltype(sessions_)>(std::move(sessions_));
    sessions_.clear();
    auto hub = std::shared_ptr<server::Hub>(std::move(hub_));
    time_.after(0us, [gone, hub] {});
    reader_.reset();
    store_.reset();
}

void Server::crash(StopKind kind, Duration away) {
    if (!is_up()) return;
    ++crashes_;
    machine_.is_dead = true;
    stop_process();
    time_.after(away, [this, kind, born = incarnation_] {
        if (is_up() || born != incarnation_) return;
        disk_.restart(machine_, kind);
        start();
    });
}

void Server::stay_up() {
    machine_.writes_left.reset();
    machine_.room.reset();
}

}  // namespace sanderling::sim
