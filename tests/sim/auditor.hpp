// Looks at the server's log and at the devices from outside, and holds both against the model and
// the ledger: the invariants of docs/simulator.md.
#pragma once

#include "sync-server/store/sqlite.hpp"
#include "tests/sim/device.hpp"
#include "tests/sim/expected.hpp"
#include "tests/sim/model.hpp"
#include "tests/sim/places.hpp"
#include "tests/sim/server.hpp"

#include <functional>
#include <limits>
#include <map>
#include <memory>

namespace sanderling::sim {

class Auditor {
  public:
    Auditor(const schema::Schema& schema, Server& server, std::vector<Place>& places,
            Ledger& ledger, Findings& findings);
    ~Auditor();

    /// Before the server's process ends: nothing of ours may be open on its files.
    void let_go();

    /// What was just committed.
    void follow_moves(const server::Moves& moves);
    /// What every log says now, and whether the server's digests are those of its live sets.
    void follow_log();
    /// The server's files are those of a backup again: what it had beyond that is in no log until
    /// somebody brings it back.
    void follow_restored();
    /// Everything that is in the logs now is in a backup that devices are told of.
    void note_backup();

    /// Which histories a device may be at: also one that the server has lost, until it has met it.
    enum class Histories : std::uint8_t { lost_too, present };
    /// A device's checkpoints and outbox against the log.
    void check_device(Device& device, Histories histories = Histories::lost_too);
    /// Every record that it shows, too. Only means something of scopes that are at the head with
    /// nothing pending.
    void check_rows(Device& device, Histories histories = Histories::lost_too);
    /// Everything ever written, each in one place.
    void check_ledger(std::vector<std::unique_ptr<Device>>& devices);
    void check_confidential(Disk& disk);
    /// Content of what was purged, in the log as it is now.
    void check_purged_on_server();
    void check_frame(ByteView frame);

    const ScopeModel* model(ScopeId scope) const;

    // The rest is auditor_split.cpp: a server that keeps two consistent histories.
    /// From here on devices may be at a place of the other one, too; each stays in its own. Null:
    /// no more, and what the other had is a history that the server has lost.
    void set_other(const Auditor* other) { other_ = other; }
    /// What authors claim is checked by the other one.
    void leave_writers() { writers_checked_ = std::numeric_limits<std::size_t>::max(); }
    /// From that seq on the log is what a liar made of it: no device may take it.
    void forge_from(ScopeId scope, std::uint64_t seq) { forged_.try_emplace(scope, seq); }
    std::optional<std::uint64_t> forged_from(ScopeId scope) const {
        const auto found = forged_.find(scope);
        return found == forged_.end() ? std::nullopt : std::optional(found->second);
    }
    bool has_place(ScopeId scope, std::uint64_t seq, const std::string& digest) const;
    bool has_place(ScopeId scope, std::uint64_t seq, const crypto::Hash& chain) const;
    std::uint64_t open_conflicts() const;
    std::uint64_t raised() const;
    std::uint64_t settled() const;

  private:
    struct Reading {
        explicit Reading(const std::filesystem::path& file);
        server::Database database;
        server::Statement select_rows;
        server::Statement select_head;
    };

    void open_reading();
    void read_server(const std::function<void()>& work);
    void follow(const Place& place);
    void check_head(const Place& place);
    void check_writer(const Written& written);
    bool is_in_log(ScopeId scope, const Dot& dot, const Device::Answer& answer) const;
    bool is_below_held(const Written& written, std::uint64_t own) const;
    void check_scope(Device& device, const ScopeInfo& info, Histories histories);
    bool was_lost(ScopeId scope, std::uint64_t seq, const std::string& digest) const;
    void check_split(Device& device, const ScopeInfo& info);
    void note_other(Written& written) const;
    bool is_surely_here(const ScopeInfo& info) const;
    std::uint64_t stored_head(ScopeId scope);
    bool was_history(ScopeId scope, std::uint64_t seq, const crypto::Hash& chain) const;
    bool writes_purged(const Written& written) const;
    void check_purged(Device& device, ScopeId scope,
                      std::map<RecordId, std::set<std::string>>& listed);
    bool lacks_bodies(ScopeId scope, RecordId id, const LiveRecord& record);
    void check_row(Device& device, ScopeId scope, RecordId id, const LiveRecord& record,
                   std::map<RecordId, std::set<std::string>>& listed);
    /// What the model says of a record, put together anew only after it changed.
    struct Expected {
        std::uint64_t revision = 0;
        std::optional<schema::Row> row{};
        std::set<std::string> conflicts{};
    };
    const Expected& expected(const schema::Schema& schema, ScopeId scope, RecordId id,
                             const schema::Collection& collection, const LiveRecord& record);
    std::string who(const Device& device, ScopeId scope) const;

    const schema::Schema& schema_;
    Server& server_;
    std::vector<Place>& places_;
    Ledger& ledger_;
    Findings& findings_;
    std::unique_ptr<Reading> reading_{};
    std::map<ScopeId, ScopeModel> models_{};
    std::map<ScopeId, std::vector<std::vector<ModelPoint>>> lost_{};  // earlier histories
    std::map<ScopeId, std::uint64_t> backed_up_{};
    const Auditor* other_ = nullptr;
    std::map<ScopeId, std::uint64_t> forged_{};
    /// Which history a device follows in a scope, from its beginning there on.
    struct Followed {
        bool here = true;
        bool there = true;
        std::uint64_t beginning = 0;
        std::uint64_t seq = 0;  // where it was last
        std::string digest{};
    };
    /// Whether the log goes, or may still come to go, through that place.
    bool may_pass(ScopeId scope, std::uint64_t seq, const std::string& digest) const;
    void narrow(Followed& known, ScopeId scope) const;
    std::map<std::pair<std::size_t, ScopeId>, Followed> follows_{};
    ScopeModel::Past past_ = ScopeModel::Past::whole;
    std::map<std::tuple<const schema::Schema*, ScopeId, RecordId>, Expected> expected_{};
    std::size_t writers_checked_ = 0;
};

}  // namespace sanderling::sim
