// A second history of the same server: its store copied while in use, and what a liar enters there
// without having judged it (docs/simulator.md, "A split view").
#include "core/sync/judge.hpp"
#include "core/wire/packed_commit.hpp"
#include "sync-server/store/backup.hpp"
#include "sync-server/store/stored_scope.hpp"
#include "tests/sim/server.hpp"
#include "tests/sim/server_session_host.hpp"

namespace sanderling::sim {

using namespace std::chrono_literals;

Server::Server(Copy, Server& original, const std::filesystem::path& folder, std::uint64_t seed)
    : folder_(folder),
      backup_folder_(folder.string() + "-backups"),
      organisation_(original.organisation_),
      disk_(original.disk_),
      time_(original.time_),
      network_(original.network_),
      trace_(original.trace_),
      dice_(seed),
      machine_(disk_.add_machine(folder)),
      clock_error_(original.clock_error_),
      latest_time_(original.latest_time_) {
    std::filesystem::create_directories(folder_);
    page_bytes = original.page_bytes;
}

std::unique_ptr<Server> Server::copy_of(Server& original, const std::filesystem::path& folder,
                                        std::uint64_t seed) {
    if (!original.is_up() || original.machine_.is_dead) return nullptr;
    std::unique_ptr<Server> copy(new Server(Copy{}, original, folder, seed));
    if (!server::copy_store(original.file(), copy->file(), {})) return nullptr;
    copy->start();
    return copy;
}

void Server::retire() {
    is_retired_ = true;
    if (is_up()) stop_process();
}

std::optional<Bytes> Server::content(ScopeId scope, std::uint64_t seq) {
    if (!is_up() || machine_.is_dead) return std::nullopt;
    try {
        server::Database database(file(), server::OpenMode::read);
        server::Statement select(database,
                                 "SELECT content FROM log WHERE org = ? AND shard_key = ? "
                                 "AND scope = ? AND seq = ?");
        server::Rows row =
            select.query(organisation_.org, server::shard_key(scope), scope, Seq{seq});
        if (row.next()) return to_bytes(row->blob(0));
    } catch (const server::SqliteFailure&) {
        if (!machine_.is_dead) throw;
    }
    return std::nullopt;
}

// What `judge` would do, had the base been one of this history: a liar says that it was.
std::optional<Seq> Server::enter_unjudged(Server& from, ScopeId scope, std::uint64_t seq,
                                          commit::ClassMask classes) {
    const auto packed = from.content(scope, seq);
    if (!packed || !is_up() || machine_.is_dead) return std::nullopt;
    const auto commit = wire::unpack(*packed, organisation_.org, scope);
    if (!commit) return std::nullopt;
    const commit::Header& h = commit->header;
    std::optional<Seq> entered;
    try {
        server::Database database(file(), server::OpenMode::write);
        server::ScopeStatements statements(database);
        server::Transaction transaction(database, server::Transaction::Kind::write);
        server::StoredScope state(statements, organisation_.org, scope);
        sync::ScopeHead head = state.head();
        const auto base = state.place(h.base.seq);
        if (!base || state.verdict(h.dot())) return std::nullopt;
        const auto before = state.replica(h.replica).value_or(sync::ReplicaHead{});
        const HlcTime t_eff =
            commit::effective_time(h.clock, base->time_max, before.t_eff, hlc_at(latest_time_));
        const commit::Link link{.seq = Seq{number(head.seq) + 1},
                                .what = commit::commit_hash(h),
                                .dot = h.dot(),
                                .verdict = commit::Verdict::accepted,
                                .effective_base = h.base.seq,
                                .t_eff = t_eff};
        const merge::WriteContext x{.dot = h.dot(),
                                    .seq = link.seq,
                                    .t_eff = t_eff,
                                    .base = h.base.seq,
                                    .own = h.own,
                                    .ancestry = sync::ancestry(state, h.lineage),
                                    .classes = classes};
        sync::merge_patches(*commit, x, state, head.digest);
        head.seq = link.seq;
        head.chain = commit::chain_next(head.chain, link);
        head.time_max = std::max(head.time_max, t_eff);
        state.put_head(head);
        state.put_replica(h.replica, {h.counter, link.what, t_eff, h.lineage});
        state.set_packed(h.dot(), *packed);
        state.put_commit(link, Errc::ok, *commit, head.chain, head.time_max);
        state.flush();
        transaction.commit();
        entered = link.seq;
    } catch (const server::SqliteFailure&) {
    }
    if (machine_.is_dead) die_of_disk();
    if (!entered) return entered;
    server::Moves moves;
    moves.scopes.insert(scope);
    if (is_up()) hub_->moved(moves);
    return entered;
}

}  // namespace sanderling::sim
