// The writing half of a server's store: everything that changes, in groups that are committed
// together (docs/storage.md).
#pragma once

#include "core/sync/server_session.hpp"
#include "sync-server/store/control_state.hpp"
#include "sync-server/store/device_orders.hpp"
#include "sync-server/store/prepared_push.hpp"
#include "sync-server/store/restore_tables.hpp"
#include "sync-server/store/stored_scope.hpp"

#include <map>
#include <memory>

namespace sanderling::server {

/// Whom a committed group concerns.
struct Moves {
    std::set<ScopeId> scopes{};     // with a new head
    std::set<PersonId> persons{};   // whose memberships or scope keys changed
    std::set<DeviceId> devices{};   // with a new person key
    std::set<DeviceId> revoked{};   // whose sessions end
    bool has_certificates = false;  // concerns everybody
};

using Peer = std::variant<sync::server::DevicePeer, sync::server::RegistrarPeer>;

class WriteGroup;

/// What a trimming has dropped.
struct Trimmed {
    std::uint64_t commits = 0;
    std::uint64_t bytes = 0;
    bool has_more = false;  // the number of rows was reached
};

struct StoreLimits {
    std::uint64_t bytes_max =
        0;  // of the file; beyond it writes are refused. 0: as the disk allows
};

/// One owner thread. The only writer of its file.
class Store {
  public:
    /// Errors: already_exists, io, disk_full.
    static Result<void> create(const std::filesystem::path& file, const Organisation& organisation,
                               crypto::Random& random);
    /// Errors: not_found, corrupt, in_use, schema_mismatch, io.
    static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file,
                                               const StoreLimits& limits = {});

    const Organisation& organisation() const { return head_.organisation; }
    Generation generation() const { return head_.generation; }

  private:
    friend class WriteGroup;
    Store(const std::filesystem::path& file, const StoreLimits& limits);
    /// What was purged stands in the write-ahead log too. A reader may be in the way of emptying
    /// it; then the next group tries again.
    void empty_journal();

    Database database_;
    StoreHead head_;
    sync::History history_;
    ScopeStatements scope_sql_;
    Watermarks watermarks_;
    ControlState control_;
    DeviceOrders orders_;
    Statement update_head_;
    Statement insert_directory_;
    Statement find_directory_;
    Statement put_member_;
    Statement insert_invite_;
    Statement delete_invite_;
    Statement select_invite_;
    Statement use_invite_;
    Statement put_enrolment_;
    Statement delete_enrolment_;
    bool has_purged_ = true;  // the journal may hold what is gone; at the start nobody knows
    bool is_stale_ = false;   // memory holds what a group that was undone had changed
};

/// The code for what a failed statement means.
Error error_of(const SqliteFailure& failure);

/// Everything judged or put between two commits. Methods throw SqliteFailure, after which the group
/// can only be destroyed; destroying an uncommitted group undoes it.
class WriteGroup {
  public:
    WriteGroup(Store& store, Instant now);
    ~WriteGroup();
    WriteGroup(const WriteGroup&) = delete;
    WriteGroup& operator=(const WriteGroup&) = delete;

    std::vector<wire::CommitVerdict> judge(const PreparedPush& push);
    /// What a device still has of the history before a restore, whole or not at all. An answer with
    /// a code: nothing was taken.
    wire::Offered take_offer(const wire::Offer& offer);
    /// Whole or not at all. Errors: scope_log_moved, scope_log_invalid, malformed, too_large.
    Result<void> put_log(const wire::LogPut& put);
    /// Each certificate stands for itself: those before a refused one are kept.
    Result<void> put_directory(const wire::DirectoryPut& put);
    /// Whose certificate it is; keeps it. Errors: those of Directory::add, certificate_expired.
    Result<Peer> admit(ByteView certificate, ReplicaId replica);
    /// Each order stands for itself. Errors: those of DeviceOrders::put.
    Result<wire::DeviceStates> put_orders(const wire::DeviceOrders& put);
    /// For a wipe, or for a purge.
    Result<void> put_receipt(DeviceId device, ByteView receipt);
    /// A session of the device has ended.
    void note_departure(DeviceId device);
    Result<void> put_invite(const wire::InvitePut& put);
    Result<void> cancel_invite(const wire::InviteCancel& cancel);
    /// Errors: invite_unknown, invite_used, invite_expired.
    Result<void> keep_enrolment(const wire::EnrolRequest& request);
    Result<void> answer_enrolment(const wire::EnrolAnswer& answer);
    /// Drops the bodies that were superseded before that time, and headers of commits of which
    /// nothing is live; of at most so many commits. Nothing of a scope in which a hold stands.
    Trimmed trim(Instant before, std::size_t rows);

    /// Returns once the disk has everything; only then may anything be acknowledged.
    Moves commit();

  private:
    struct Court {
        std::unique_ptr<StoredScope> state;
        std::unique_ptr<sync::ScopeCourt> court;
    };
    Court& court(ScopeId scope);
    Result<void> put_purged(DeviceId device, ByteView bytes);
    Result<std::optional<Seq>> merge_late(const scope_log::Decide& decide, ScopeId scope,
                                          const scope_log::ScopeLog& after);
    Result<wire::OfferStanding> enter_offer(const wire::Offer& offer);
    void put_members(ScopeId scope, const scope_log::ScopeLog& before,
                     const scope_log::ScopeLog& after);
    void put_directory_row(DirectoryKind kind, DeviceId device, PersonId person, ScopeId scope,
                           ByteView content);
    Result<void> check_invite(wire::InviteLookup lookup);

    Store& store_;
    Instant now_;
    Transaction transaction_;
    std::map<ScopeId, Court> courts_;
    Moves moves_;
    bool is_committed_ = false;
};

}  // namespace sanderling::server
