#include "tests/support/memory_server.hpp"

#include "core/scope_log/purge_receipt.hpp"
#include "core/scope_log/work_receipt.hpp"
#include "core/sync/history_page.hpp"
#include "core/wire/packed_commit.hpp"
#include "core/wire/remnant.hpp"

namespace sanderling::tests {

using commit::Verdict;

namespace {
constexpr Generation generation{7};
constexpr Seq after_all{UINT64_MAX};

Bytes header_only(const commit::Commit& commit) {
    Bytes out = commit::encode(commit.header);
    append(out, commit.signature.view());
    return out;
}
}  // namespace

std::optional<sync::ChainPlace> MemoryScope::place(Seq seq) {
    const std::uint64_t n = number(seq);
    if (n == 0 || n > places_.size()) return std::nullopt;
    return places_[n - 1];
}

std::optional<sync::ReplicaHead> MemoryScope::replica(ReplicaId id) {
    const auto found = replicas_.find(id);
    return found != replicas_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<sync::StoredVerdict> MemoryScope::verdict(const Dot& dot) {
    const auto found = verdicts_.find(dot);
    return found != verdicts_.end() ? std::optional(found->second) : std::nullopt;
}

std::optional<Dot> MemoryScope::transaction(TransactionId id) {
    const auto found = transactions_.find(id);
    return found != transactions_.end() ? std::optional(found->second) : std::nullopt;
}

void MemoryScope::put_commit(const commit::Link& link, Errc code, const commit::Commit& commit,
                             const crypto::Hash& chain, HlcTime time_max) {
    verdicts_[link.dot] = {link, code};
    if (link.verdict == Verdict::accepted) {
        transactions_[commit.header.transaction] = link.dot;
        for (const commit::Patch& patch : commit.patches) touched_[patch.record].insert(link.seq);
    }
    items_.push_back(
        {{.verdict = link.verdict,
          .effective_base = link.effective_base,
          .t_eff = link.t_eff,
          .content = link.verdict == Verdict::rejected ? header_only(commit) : wire::pack(commit)},
         link.dot});
    places_.push_back({chain, time_max});
}

Result<void> MemoryScope::put_entry(const scope_log::SignedEntry& entry,
                                    const scope_log::Directory& directory, Instant now) {
    const Seq seq{number(head_.seq) + 1};
    if (auto taken = log.append(entry, seq, directory); !taken) return taken;
    const commit::Link link{.seq = seq,
                            .what = scope_log::entry_hash(entry.entry),
                            .verdict = Verdict::control,
                            .effective_base = head_.seq,
                            .t_eff = hlc_at(now)};
    items_.push_back({{.verdict = Verdict::control,
                       .effective_base = link.effective_base,
                       .t_eff = link.t_eff,
                       .content = scope_log::encode(entry)},
                      {}});
    if (const auto* purge = std::get_if<scope_log::Purge>(&entry.entry.body)) this->purge(*purge);
    head_.seq = seq;
    head_.chain = commit::chain_next(head_.chain, link);
    head_.time_max = std::max(head_.time_max, link.t_eff);
    places_.push_back({head_.chain, head_.time_max});
    return {};
}

void MemoryScope::purge(const scope_log::Purge& purge) {
    const std::set<RecordId> gone(purge.records.begin(), purge.records.end());
    const bool is_whole = purge.target == scope_log::PurgeTarget::scope;
    for (auto& [id, state] : records_)
        if (is_whole || gone.contains(id)) state.clear(id, head_.digest);
    std::erase_if(records_, [](const auto& record) { return record.second.sets().empty(); });
    for (Item& item : items_) {
        const bool has_bodies =
            item.feed.verdict == Verdict::accepted || item.feed.verdict == Verdict::quarantined;
        if (!has_bodies || wire::is_remnant(item.feed.content)) continue;
        auto commit = wire::unpack(item.feed.content, log.org(), log.scope()).value();
        for (commit::Patch& patch : commit.patches)
            if (is_whole || gone.contains(patch.record)) patch.ciphertext.reset();
        item.feed.content = wire::pack(commit);
    }
    if (is_whole) envelopes.clear();
    if (is_whole) recipients.clear();
}

void MemoryScope::trim(OrgId org, ScopeId id, Seq floor) {
    for (std::uint64_t n = 0; n < number(floor); ++n) {
        Item& item = items_[n];
        if (item.feed.verdict != Verdict::accepted || wire::is_remnant(item.feed.content)) continue;
        const auto commit = wire::unpack(item.feed.content, org, id).value();
        const bool is_live = std::any_of(
            commit.patches.begin(), commit.patches.end(),
            [&](const auto& patch) { return records_[patch.record].is_live(item.dot); });
        if (!is_live) item.feed.content = wire::encode(wire::remnant_of(commit.header));
    }
}

void MemoryServer::put_certificate(const Bytes& certificate) {
    directory_.add(certificate).value();
    certificates_.push_back(certificate);
}

Result<void> MemoryServer::put_entry(ScopeId id, const scope_log::SignedEntry& entry) {
    auto& scope = scopes_[id];
    if (!scope) scope = std::make_unique<MemoryScope>(directory_.org(), id);
    return scope->put_entry(entry, directory_, now);
}

void MemoryServer::put_envelope(PersonId to, ScopeId id, const Bytes& envelope) {
    scope(id).envelopes.push_back({id, envelope});
    scope(id).recipients.push_back(to);
}

wire::Control MemoryServer::control(PersonId person, std::uint64_t directory_cursor) {
    wire::Control out;
    out.directory_cursor = certificates_.size();
    for (std::size_t i = directory_cursor; i < certificates_.size(); ++i)
        out.certificates.push_back(certificates_[i]);
    for (auto& [id, scope] : scopes_) {
        if (!scope->log.member_at(person, after_all, now)) continue;
        out.scopes.push_back(
            {.scope = id, .head = scope->head().seq, .records = scope->record_count(), .bytes = 0});
        for (std::size_t i = 0; i < scope->envelopes.size(); ++i)
            if (scope->recipients[i] == person) out.epoch_envelopes.push_back(scope->envelopes[i]);
    }
    if (on_control) on_control(out, directory_cursor);
    return out;
}

wire::Ack MemoryServer::push(const std::vector<std::vector<wire::PushedCommit>>& transactions) {
    wire::Ack ack;
    for (const auto& transaction : transactions) {
        std::vector<commit::Commit> commits;
        for (const wire::PushedCommit& pushed : transaction)
            commits.push_back(wire::unpack(pushed.packed, directory_.org(), pushed.scope).value());
        std::vector<std::unique_ptr<sync::ScopeCourt>> courts;
        std::vector<sync::Part> parts;
        for (const commit::Commit& commit : commits) {
            const auto found = scopes_.find(commit.header.scope);
            sync::ScopeCourt* court = nullptr;
            if (found != scopes_.end()) {
                courts.push_back(std::make_unique<sync::ScopeCourt>(
                    sync::ScopeCourt{*found->second, found->second->log, generation}));
                court = courts.back().get();
            }
            parts.push_back({commit, court});
        }
        const auto judgements = sync::judge(parts, directory_, now);
        for (std::size_t i = 0; i < judgements.size(); ++i) {
            const ScopeId id = commits[i].header.scope;
            const auto found = scopes_.find(id);
            const bool is_safe = !holds_watermark && found != scopes_.end();
            ack.verdicts.push_back({.scope = id,
                                    .dot = judgements[i].dot,
                                    .verdict = judgements[i].verdict,
                                    .code = judgements[i].code,
                                    .seq = judgements[i].seq,
                                    .watermark = is_safe ? found->second->head().seq : Seq{}});
        }
    }
    return ack;
}

FeedAnswer MemoryServer::feed(PersonId person, ReplicaId reader, const wire::Subscription& from,
                              std::size_t items_a_page) {
    const auto found = scopes_.find(from.scope);
    if (found == scopes_.end())
        return wire::ScopeError{.scope = from.scope, .code = Errc::unknown_scope};
    MemoryScope& scope = *found->second;
    const auto& items = scope.items();
    const auto member = scope.log.member_at(person, after_all, now);
    if (!member || !scope_log::allows(member->rights, scope_log::Right::read)) {
        wire::Revoked revoked{.scope = from.scope};
        for (std::uint64_t n = number(from.after); n < items.size(); ++n)
            if (items[n].feed.verdict == Verdict::control)
                revoked.entries.push_back({Seq{n + 1}, items[n].feed.content});
        if (!member) return revoked;
        return DepositFeed{.log = std::move(revoked),
                           .place = {.scope = from.scope,
                                     .generation = generation,
                                     .seq = scope.head().seq,
                                     .chain = scope.head().chain,
                                     .watermark = holds_watermark ? Seq{} : scope.head().seq}};
    }
    Feed feed;
    for (std::uint64_t n = number(from.after); n < items.size(); ++n) {
        if (feed.data.empty() || feed.data.back().items.size() >= items_a_page)
            feed.data.push_back(
                {.scope = from.scope, .first = Seq{n + 1}, .head = scope.head().seq});
        wire::FeedItem item = items[n].feed;
        if (items[n].dot.replica == reader && from.own_from != Counter{0} &&
            items[n].dot.counter >= from.own_from)
            item.content.clear();
        feed.data.back().items.push_back(std::move(item));
    }
    feed.checkpoint = {.scope = from.scope,
                       .generation = generation,
                       .seq = scope.head().seq,
                       .chain = scope.head().chain,
                       .digest = scope.head().digest,
                       .watermark = holds_watermark ? Seq{} : scope.head().seq};
    if (on_checkpoint) on_checkpoint(feed.checkpoint);
    return feed;
}

wire::Buckets MemoryServer::buckets(const wire::BucketsGet& get) {
    ++buckets_asked;
    MemoryScope& scope = *scopes_.at(get.scope);
    merge::BucketSums sums;
    for (const auto& [id, state] : scope.records()) sums.add(id, state);
    return {get.scope, scope.head().seq, merge::encode(sums)};
}

wire::Records MemoryServer::records(const wire::RecordsGet& get) {
    ++records_asked;
    MemoryScope& scope = *scopes_.at(get.scope);
    const auto logged = [&](Seq seq) {
        const wire::FeedItem& item = scope.items()[number(seq) - 1].feed;
        return sync::LoggedCommit{item.effective_base, item.t_eff,
                                  wire::unpack(item.content, directory_.org(), get.scope).value()};
    };
    sync::RecordPage page(get, scope.head().seq, page_bytes, logged);
    auto end = sync::RecordPage::End::of_scope;
    for (const auto& [id, state] : scope.records()) {
        if (id <= get.after || !page.wants(id)) continue;
        if (page.add(id, state)) continue;
        end = sync::RecordPage::End::full;
        break;
    }
    wire::Records out = page.take(end);
    if (on_records) on_records(out);
    return out;
}

wire::History MemoryServer::history(const wire::HistoryGet& get) {
    ++histories_asked;
    MemoryScope& scope = *scopes_.at(get.scope);
    sync::HistoryPage page(directory_.org(), get, page_bytes);
    const std::set<Seq>& touched = scope.touched(get.record);
    for (auto at = std::make_reverse_iterator(touched.lower_bound(get.before));
         at != touched.rend(); ++at) {
        const wire::FeedItem& item = scope.items()[number(*at) - 1].feed;
        if (!page.add({*at, item.effective_base, item.t_eff, item.content}).value()) break;
    }
    wire::History out = page.take(Seq{0});
    if (on_history) on_history(out);
    return out;
}

wire::PurgedTaken MemoryServer::take_purged(const wire::Purged& purged, DeviceId device) {
    const auto receipt = scope_log::verify_purge_receipt(purged.receipt, directory_).value();
    const auto* purge = scopes_.at(receipt.scope)->log.purge_at(receipt.index);
    const bool is_good =
        receipt.device == device && purge != nullptr && purge->hash == receipt.entry;
    if (is_good) purges_done.push_back(receipt);
    return {receipt.scope, receipt.index, is_good ? Errc::ok : Errc::not_found};
}

wire::Receipt MemoryServer::receipt(const wire::ReceiptGet& get, DeviceId device) {
    MemoryScope& at = *scopes_.at(get.scope);
    scope_log::WorkReceipt out{.org = directory_.org(),
                               .scope = get.scope,
                               .device = device,
                               .generation = receipt_generation,
                               .at = now,
                               .head = at.head().seq,
                               .chain = at.head().chain};
    for (const wire::OwnCommit& own : get.commits) {
        auto& work = out.works.emplace_back();
        work.dot = own.dot;
        work.commit = own.commit;
        const auto known = at.verdict(own.dot);
        if (!known || known->link.what != own.commit) continue;
        work.fate = static_cast<scope_log::WorkFate>(number(known->link.verdict));
        work.code = known->code;
        work.seq = known->link.seq;
        work.t_eff = known->link.t_eff;
        const auto* decision = at.log.decision_on(own.commit);
        if (decision != nullptr)
            work.decision = static_cast<scope_log::WorkDecision>(number(decision->body.decision));
    }
    return {.scope = get.scope, .content = scope_log::encode(out)};
}

}  // namespace sanderling::tests
