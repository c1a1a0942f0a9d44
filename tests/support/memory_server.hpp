// A sync server in memory, without a network: the real judge over plain maps. It sees sealed bytes
// only, as the real one does.
#pragma once

#include "core/scope_log/purge_receipt.hpp"
#include "core/sync/judge.hpp"
#include "core/sync/record_page.hpp"
#include "core/wire/message.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <variant>
#include <vector>

namespace sanderling::tests {

/// One scope of the server: its log, and the live sets that follow from it.
class MemoryScope final : public sync::JudgedScope {
  public:
    MemoryScope(OrgId org, ScopeId id) : log(org, id) {}

    sync::ScopeHead head() override { return head_; }
    std::optional<sync::ChainPlace> place(Seq seq) override;
    std::optional<sync::ReplicaHead> replica(ReplicaId id) override;
    merge::RecordState record(RecordId id) override { return records_[id]; }
    void put_head(const sync::ScopeHead& head) override { head_ = head; }
    void put_replica(ReplicaId id, const sync::ReplicaHead& head) override { replicas_[id] = head; }
    void put_record(RecordId id, const merge::RecordState& state) override { records_[id] = state; }
    std::optional<sync::StoredVerdict> verdict(const Dot& dot) override;
    std::optional<Dot> transaction(TransactionId id) override;
    void put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                    const crypto::Hash& chain, HlcTime time_max) override;

    Result<void> put_entry(const scope_log::SignedEntry& entry,
                           const scope_log::Directory& directory, Instant now);

    /// Live sets and bodies go, what the chain needs stays.
    void purge(const scope_log::Purge& purge);

    struct Item {
        wire::FeedItem feed{};
        Dot dot{};
    };
    const std::vector<Item>& items() const { return items_; }
    /// The commits that have touched a record, by place.
    const std::set<Seq>& touched(RecordId record) { return touched_[record]; }
    /// In place of what stands there: with other bodies, or without.
    void put_content(Seq seq, Bytes content) {
        items_[number(seq) - 1].feed.content = std::move(content);
    }
    /// Drops what is not live any more up to there, as a server does after its retention.
    void trim(OrgId org, ScopeId id, Seq floor);
    const std::map<RecordId, merge::RecordState>& records() const { return records_; }
    std::size_t record_count() const { return records_.size(); }

    scope_log::ScopeLog log;
    std::vector<wire::ScopeEnvelope> envelopes{};
    std::vector<PersonId> recipients{};  // of the envelopes

  private:
    sync::ScopeHead head_{};
    std::vector<Item> items_{};  // seq n at n − 1
    std::vector<sync::ChainPlace> places_{};
    std::map<RecordId, merge::RecordState> records_{};
    std::map<ReplicaId, sync::ReplicaHead> replicas_{};
    std::map<Dot, sync::StoredVerdict> verdicts_{};
    std::map<TransactionId, Dot> transactions_{};
    std::map<RecordId, std::set<Seq>> touched_{};
};

/// What a subscription is answered with.
struct Feed {
    std::vector<wire::Data> data{};
    wire::ScopeCheckpoint checkpoint{};
};
/// For who may write and not read.
struct DepositFeed {
    wire::Revoked log{};
    wire::ScopeCheckpoint place{};
};
using FeedAnswer = std::variant<Feed, wire::Revoked, DepositFeed, wire::ScopeError>;

class MemoryServer {
  public:
    explicit MemoryServer(scope_log::Directory directory) : directory_(std::move(directory)) {}

    // As a keyholder uses it.
    void put_certificate(const Bytes& certificate);
    Result<void> put_entry(ScopeId scope, const scope_log::SignedEntry& entry);
    void put_envelope(PersonId to, ScopeId scope, const Bytes& envelope);

    // As a device's session uses it.
    wire::Control control(PersonId person, std::uint64_t directory_cursor);
    wire::Ack push(const std::vector<std::vector<wire::PushedCommit>>& transactions);
    /// Pages of `items_a_page`. `reader` is whose own content is left out.
    FeedAnswer feed(PersonId person, ReplicaId reader, const wire::Subscription& from,
                    std::size_t items_a_page = 7);

    /// Not signed: there is no TLS here.
    wire::Receipt receipt(const wire::ReceiptGet& get, DeviceId device);
    /// Fails on a receipt that a server would refuse.
    wire::PurgedTaken take_purged(const wire::Purged& purged, DeviceId device);
    /// As it came, of every device and purge.
    std::vector<scope_log::PurgeReceipt> purges_done{};

    wire::Buckets buckets(const wire::BucketsGet& get);
    /// Of about `page_bytes` each.
    wire::Records records(const wire::RecordsGet& get);
    /// Of about `page_bytes` each.
    wire::History history(const wire::HistoryGet& get);

    MemoryScope& scope(ScopeId id) { return *scopes_.at(id); }
    scope_log::Directory& directory() { return directory_; }

    Instant now{1'303'117'200'000};  // a Monday in April 2011
    /// Up to here commits are safe off-site; the head unless held back.
    bool holds_watermark = false;
    Generation receipt_generation{};  // that receipts name
    std::size_t page_bytes = 2'000;
    /// What this server claims about live sets beside what it has.
    std::function<void(wire::ScopeCheckpoint&)> on_checkpoint{};
    /// With the cursor that was asked from.
    std::function<void(wire::Control&, std::uint64_t)> on_control{};
    std::function<void(wire::Records&)> on_records{};
    std::function<void(wire::History&)> on_history{};
    std::size_t buckets_asked = 0;
    std::size_t records_asked = 0;
    std::size_t histories_asked = 0;

  private:
    scope_log::Directory directory_;
    std::vector<Bytes> certificates_{};
    std::map<ScopeId, std::unique_ptr<MemoryScope>> scopes_{};
};

}  // namespace sanderling::tests
