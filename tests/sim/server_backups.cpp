// Backups of a simulated server, and being put back to one: by the functions that `sanderlingd
// backup` and `sanderlingd restore` call (docs/operations.md, docs/protocol.md §5.9).
#include "sync-server/store/backup.hpp"
#include "tests/sim/server.hpp"
#include "tests/sim/server_session_host.hpp"

namespace sanderling::sim {

bool Server::take_backup() {
    if (!is_up() || machine_.is_dead) return false;
    const std::string name = "backup" + std::to_string(backups_.size() + 1) + ".sqlite";
    const auto copy = backup_folder_ / name;
    disk_.remove(copy);
    std::filesystem::remove(copy);
    const auto copied = server::copy_store(file(), copy, {});
    if (!copied || !server::verify_copy(copy)) return false;
    if (!server::note_backup(file(), copy, name, clock())) return false;
    backups_.push_back(copy);
    trace_.note("backup", backups_.size());
    return true;
}

void Server::restore(std::size_t back, Duration away) {
    if (back >= backups_.size()) return;
    const auto copy = backups_[backups_.size() - 1 - back];
    trace_.note("server put back", back);
    if (is_up()) stop_process();
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
        disk_.remove(file().string() + end);
        std::filesystem::remove(file().string() + end);
    }
    disk_.restart(machine_, StopKind::process_killed);
    machine_.room.reset();
    server::restore_store(copy, file(), copy.filename(), clock(), dice_).value();
    disk_.rename(file().string() + ".new", file());
    if (on_restored) on_restored();
    const std::uint64_t born = incarnation_;
    time_.after(away, [this, born] {
        if (!is_up() && born == incarnation_) start();
    });
}

}  // namespace sanderling::sim
