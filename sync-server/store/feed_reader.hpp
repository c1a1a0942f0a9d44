// The reading half of a server's store, over a connection of its own, so that a page is read while
// the writer waits for the disk. Every answer comes from one read snapshot.
#pragma once

#include "core/scope_log/work_receipt.hpp"
#include "core/sync/record_page.hpp"
#include "core/sync/server_session.hpp"
#include "core/wire/remnant.hpp"
#include "sync-server/store/restore_tables.hpp"

#include <memory>
#include <set>

namespace sanderling::server {

struct ControlAnswer {
    sync::server::ControlRead read{};
    bool has_more = false;  // the frame was full: ask again from its cursor
};

/// One owner thread. Methods throw SqliteFailure.
class FeedReader {
  public:
    /// Errors: those of Store::open.
    static Result<std::unique_ptr<FeedReader>> open(const std::filesystem::path& file);

    Generation generation() const { return head_.generation; }

    /// The error is unknown_scope or base_unknown.
    sync::server::PageRead page(const sync::server::ReadPage& wish, Instant now);
    /// Live sets as they are now. The error is unknown_scope, also for who is no member.
    sync::server::LiveSetsRead buckets(const sync::server::ReadBuckets& wish, Instant now);
    sync::server::LiveSetsRead records(const sync::server::ReadRecords& wish, Instant now);
    /// The commits that touched a record; an answer with a code: unknown_scope (as above),
    /// base_unknown, malformed.
    wire::History history(const sync::server::ReadHistory& wish, Instant now);
    /// Quarantined and undecided; none for who may not decide.
    sync::server::LiveSetsRead late(const sync::server::ReadLate& wish, Instant now);
    sync::server::LiveSetsRead decisions(const sync::server::ReadDecisions& wish);
    /// What became of commits, to be signed; an answer with a code: too_large.
    wire::Receipt receipt(const sync::server::ReadReceipt& wish, Instant now);
    /// Whose membership of any scope begins or ends by its own time after `since`, up to `until`.
    std::set<PersonId> members_changing(Instant since, Instant until);
    ControlAnswer control(const sync::server::ReadControl& wish, Instant now);
    /// At most about half a frame; the asker goes on from the next index.
    wire::LogEntries log(const wire::LogGet& get);
    /// For a keyholder, which is told of the whole organisation; at most half a frame.
    wire::Inventory inventory(const wire::InventoryGet& get);
    /// Errors: invite_unknown, invite_used, invite_expired.
    Result<Bytes> offer(wire::InviteLookup lookup, Instant now);
    std::vector<wire::EnrolRequest> enrolments();

  private:
    struct Place {
        Seq seq{};
        crypto::Hash chain{};
        merge::Digest digest{};
    };
    enum class Standing : std::uint8_t { never, member, depositor, former };

    explicit FeedReader(const std::filesystem::path& file);

    std::optional<Place> scope_head(ScopeId scope);
    Standing standing(ScopeId scope, PersonId person, Instant now);
    wire::Revoked revoked(ScopeId scope, PersonId person, Seq after);
    /// For who may write and not read (docs/protocol.md §6.11).
    wire::Revoked whole_log(ScopeId scope);
    sync::server::DepositPlace deposit_place(ScopeId scope, const Place& head);
    bool is_place(const wire::Subscription& from, const Place& head);
    sync::server::Page read_items(const sync::server::ReadPage& wish, const Place& head);
    Bytes content(const Rows& row, ScopeId scope);
    scope_log::ReceiptedWork fate_of(ScopeId scope, const wire::OwnCommit& own);
    Bytes with_accepted(ByteView signed_entry, ScopeId scope, Seq seq);
    Result<wire::Remnant> remnant_of(ByteView packed, ScopeId scope);
    bool may_decide(ScopeId scope, PersonId person, Instant now);
    Bytes thinned(ByteView packed, ScopeId scope, commit::Verdict verdict);
    bool is_live(ScopeId scope, RecordId record, const Dot& dot);
    /// The head, for a member; live sets are nobody else's business.
    std::optional<Place> head_for(ScopeId scope, PersonId person, Instant now);
    sync::LoggedCommit logged(ScopeId scope, Seq seq);
    std::vector<Seq> live_places(ScopeId scope, RecordId record);
    Seq forgotten_until(ScopeId scope);
    std::optional<wire::PastCommit> past_commit(ScopeId scope, Seq seq);
    wire::History read_history(const sync::server::ReadHistory& wish);
    void read_directory(const sync::server::ReadControl& wish, ControlAnswer& out);

    Database database_;
    StoreHead head_;
    Watermarks watermarks_;
    Statement select_scope_;
    Statement select_chain_;
    Statement select_items_;
    Statement select_record_;
    Statement select_records_;
    Statement select_logged_;
    Statement select_past_;
    Statement select_accepted_;
    Statement select_late_;
    Statement select_decided_;
    Statement select_fate_;
    Statement select_member_;
    Statement select_scopes_of_;
    Statement select_changing_;
    Statement select_entries_;
    Statement select_entries_from_;
    Statement select_directory_;
    Statement select_directory_head_;
    Statement select_certificates_;
    Statement select_envelopes_;
    Statement select_purged_;
    Statement select_scope_ids_;
    Statement select_invite_;
    Statement select_enrolments_;
};

}  // namespace sanderling::server
