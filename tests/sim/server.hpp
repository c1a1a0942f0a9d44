// The server of a simulation: the product's store, judge and sessions, with this in place of its
// sockets and threads. It can die at any write of its disk and between any two steps.
#pragma once

#include "sync-server/host/hub.hpp"
#include "sync-server/store/feed_reader.hpp"
#include "sync-server/store/store.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/network.hpp"
#include "tests/sim/trace.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace sanderling::sim {

class ServerSessionHost;

class Server {
  public:
    Server(const std::filesystem::path& folder, const server::Organisation& organisation,
           Disk& disk, Scheduler& time, Network& network, Trace& trace, std::uint64_t seed);
    /// A second one with all that `original` has, of which nobody is told: a server that lies to
    /// some of its devices. It listens to nobody by itself. Null if the copy could not be made.
    static std::unique_ptr<Server> copy_of(Server& original, const std::filesystem::path& folder,
                                           std::uint64_t seed);
    ~Server();

    bool is_up() const { return store_ != nullptr; }
    Machine& machine() { return machine_; }
    std::filesystem::path file() const { return folder_ / "store.sqlite"; }
    const server::Organisation& organisation() const { return organisation_; }

    /// The keyholder's way in, in a group of its own. Errors: those of `act`; offline, io.
    Result<void> put(const std::function<Result<void>(server::WriteGroup&)>& act);

    /// Dies now, and comes back after a while.
    void crash(StopKind kind, Duration away);
    /// A copy of the store while it is in use, on another machine, made and noted as
    /// `sanderlingd backup` does. Returns whether there is one more.
    bool take_backup();
    /// Put back to a backup, 0: the newest, as `sanderlingd restore` does; it comes up after a
    /// while. Nothing if there is no such backup.
    void restore(std::size_t back, Duration away);
    std::size_t backups() const { return backups_.size(); }

    /// Whom it lets in, for a network that sends some devices elsewhere.
    Network::Accept door();
    /// For good.
    void retire();
    /// Enters an accepted commit of `from` as accepted here too, whatever its base: no honest
    /// server has such a way. Nothing if that cannot be made to look right, or the disk failed.
    /// Returns the seq it got.
    std::optional<Seq> enter_unjudged(Server& from, ScopeId scope, std::uint64_t seq,
                                      commit::ClassMask classes);
    /// The packed commit at that place of the log.
    std::optional<Bytes> content(ScopeId scope, std::uint64_t seq);

    /// At the latest when `stay_up` was called nothing makes it die any more.
    void stay_up();
    void set_clock_error(std::chrono::milliseconds error) { clock_error_ = error; }
    /// Another server had shown it, and what is brought from there says so.
    void hear_of(Instant time) { latest_time_ = std::max(latest_time_, time); }
    Instant clock() const { return time_.true_time() + clock_error_; }
    /// The latest that its clock showed while it judged.
    Instant latest_time() const { return latest_time_; }
    std::uint64_t crashes() const { return crashes_; }

    /// Every commit of the store that changed something, after it.
    std::function<void(const server::Moves&)> on_committed{};
    /// Before the process ends.
    std::function<void()> on_stopping{};
    /// It is up, perhaps with what it wrote while it died.
    std::function<void()> on_started{};
    /// The files are those of a backup again, before the process starts.
    std::function<void()> on_restored{};
    /// At most so much in a page of the feed, so that a few items make several.
    std::size_t page_bytes = std::size_t{256} << 10U;

  private:
    friend class ServerSessionHost;
    struct Job {
        std::function<void(server::WriteGroup&)> act;
        std::function<void(std::optional<Error>)> done;
    };

    struct Copy {};
    Server(Copy, Server& original, const std::filesystem::path& folder, std::uint64_t seed);
    void start();
    void stop_process();
    void die_of_disk();
    LinkEnd accept(ConnectionId id);
    void end_session(ConnectionId id);
    void enqueue(Job job);
    void flush();
    void run_group(std::vector<Job>& jobs);
    bool commit(std::span<Job> jobs, server::Moves& moves, std::optional<Error>& failure);
    /// Unless the process dies before.
    void soon(Duration most, std::function<void()> task);

    std::filesystem::path folder_;
    std::filesystem::path backup_folder_;
    server::Organisation organisation_;
    Disk& disk_;
    Scheduler& time_;
    Network& network_;
    Trace& trace_;
    Dice dice_;
    Machine& machine_;
    std::chrono::milliseconds clock_error_{};
    Instant latest_time_{};
    std::uint64_t crashes_ = 0;
    std::uint64_t incarnation_ = 0;
    bool is_listening_ = false;
    bool is_retired_ = false;

    std::unique_ptr<server::Store> store_{};
    std::unique_ptr<server::FeedReader> reader_{};
    std::unique_ptr<server::Hub> hub_{};
    std::map<ConnectionId, std::unique_ptr<ServerSessionHost>> sessions_;  // of an incomplete type
    std::vector<Job> queue_{};
    std::vector<std::filesystem::path> backups_{};  // by age
};

}  // namespace sanderling::sim
