// A device of a simulation: the product's encrypted store and client session on a simulated disk,
// clock and network. It can be killed at any write, lose its power, and come back.
#pragma once

#include "client-sdk/replica/sync_store.hpp"
#include "tests/sim/client_host.hpp"
#include "tests/sim/disk.hpp"
#include "tests/sim/findings.hpp"
#include "tests/sim/keyholder.hpp"
#include "tests/sim/ledger.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "sanderling/store.hpp"

namespace sanderling::sim {

class Device;

/// What devices share.
struct DeviceWorld {
    const schema::Schema& schema;
    const schema::Schema* earlier_schema;  // null: every device has the one
    Keyholder& keyholder;
    Disk& disk;
    Scheduler& time;
    Network& network;
    Trace& trace;
    Ledger& ledger;
    Findings& findings;
    bool is_server_honest = true;  // in the whole run
    /// Whether another history of the server has what is not in the one that is followed.
    std::function<bool(const Written&)> is_elsewhere{};
    /// What came of a checkpoint, after it was applied or refused.
    std::function<void(Device&, const wire::ScopeCheckpoint&,
                       const sync::client::CheckpointApplied&)>
        on_checkpoint{};
};

/// A form that somebody has open: what it showed is what its save replaces.
struct OpenForm {
    ScopeId scope;
    std::string collection{};
    RecordId record;
    EditToken token{};
    Knowledge seen{};
    std::uint64_t run = 0;  // of the process that shows it
};

class Device {
  public:
    Device(std::size_t index, PersonId person, const std::filesystem::path& folder,
           DeviceWorld& world, std::uint64_t seed);
    /// Another one with a copy of all files of `original`, which has to be up: both go on.
    Device(std::size_t index, const Device& original, const std::filesystem::path& folder,
           std::uint64_t seed);
    ~Device();

    std::size_t index() const { return index_; }
    PersonId person() const { return person_; }
    bool is_up() const { return store_ != nullptr; }
    /// Whether the server is honest in the whole run.
    bool trusts_server() const { return world_.is_server_honest; }
    Store& store() { return *store_; }
    Machine& machine() { return machine_; }
    ReplicaId replica() const { return replica_; }
    const sync::client::Progress* progress() const;

    /// Commits what `work` does, and notes it with what this device knew. Errors: the store's.
    using Work = std::function<Result<void>(Transaction&)>;
    Result<Receipt> write(const Work& work, const std::optional<OpenForm>& form = {});
    Result<Receipt> resolve(const Conflict& conflict, const Resolution& resolution);
    Result<Receipt> restore(const HistoryEntry& entry);
    std::optional<OpenForm> open_form(ScopeId scope, std::string_view collection, RecordId record);

    void crash(StopKind kind, Duration away);
    /// What its application knows: at times less than what others write.
    const schema::Schema& schema() const { return *schema_; }
    /// The application is updated, if there is anything newer: it ends, and comes back as such.
    void update(Duration away);
    bool has_backup() const { return backup_.has_value(); }
    void take_backup();
    /// The files are put back: what was written since and not delivered is gone.
    void restore_backup(Duration away);
    /// Of the process: what it had in memory is gone with it.
    std::uint64_t run() const { return run_; }
    void set_clock_error(std::chrono::milliseconds error) { clock_error_ = error; }
    Instant clock() const { return world_.time.true_time() + clock_error_; }
    /// The network is back, a person asked.
    void wake();

    /// What of a scope it has, by its own account.
    const Knowledge& knowledge(ScopeId scope) { return knowledge_[scope]; }
    /// How often it was withdrawn there, or began anew.
    std::uint64_t beginnings(ScopeId scope) { return beginnings_[scope]; }
    /// Whether it has every key of the scope that the log it applied says there is.
    bool has_keys(ScopeId scope);
    /// Own commits that are in its outbox, whatever became of them.
    bool has_in_outbox(ScopeId scope, TransactionId transaction);
    void note_dismissed(ScopeId scope, TransactionId transaction) {
        dismissed_.insert({scope, transaction});
    }
    bool was_dismissed(ScopeId scope, TransactionId transaction) const {
        return dismissed_.contains({scope, transaction});
    }
    /// What the server told it of one of its commits: the verdict, and its place in the log.
    using Answer = std::pair<commit::Verdict, std::uint64_t>;
    std::optional<Answer> answer(ScopeId scope, const Dot& dot) const {
        const auto found = told_.find({scope, dot});
        return found == told_.end() ? std::nullopt : std::optional(found->second);
    }
    std::uint64_t crashes() const { return crashes_; }

  private:
    void enrol();
    bool open();
    void start_session();
    void stop_process();
    enum class Files : std::uint8_t { as_left, older };
    void come_back(StopKind kind, Files files);
    /// After an error: whether the machine has died in it.
    bool died();
    void read_knowledge();
    bool is_leaving(ScopeId scope) const;
    void adopt_unknown();
    bool capture(ScopeId scope, TransactionId transaction, const Knowledge& seen, bool is_form);
    std::optional<Bytes> packed(ScopeId scope, TransactionId transaction);
    Result<Receipt> attempt(const std::function<Result<Receipt>()>& work,
                            const std::optional<OpenForm>& form = {});
    void note(const Result<Receipt>& receipt, const std::optional<OpenForm>& form);
    void on_ack(const wire::Ack& ack);
    void note_held(const wire::Ack& ack);
    void check_kept();
    void forget_lost();
    void note_still_held();

    std::size_t index_;
    PersonId person_;
    std::filesystem::path folder_;
    DeviceWorld& world_;
    Dice dice_;
    const schema::Schema* schema_;
    Machine& machine_;
    std::chrono::milliseconds clock_error_{};
    std::unique_ptr<Store> store_{};
    std::unique_ptr<replica::SyncStore> sync_{};
    std::unique_ptr<ClientHost> host_{};
    ReplicaId replica_{};
    std::map<ScopeId, Knowledge> knowledge_{};
    std::map<ScopeId, Knowledge> at_attempt_{};  // of the write under way
    bool attempt_was_form_ = false;
    std::map<ScopeId, std::uint64_t> beginnings_{};
    std::set<std::pair<ScopeId, TransactionId>> dismissed_{};
    std::set<ScopeId> left_{};  // that were being left when their state was last read
    std::map<std::pair<ScopeId, Dot>, Answer> told_{};
    std::optional<Disk::Image> backup_{};
    std::shared_ptr<FreshnessKeeper> keeper_{};  // shared with the store
    std::uint64_t run_ = 0;
    std::uint64_t crashes_ = 0;
};

}  // namespace sanderling::sim
