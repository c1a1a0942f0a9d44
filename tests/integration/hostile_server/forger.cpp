#include "tests/integration/hostile_server/forger.hpp"

#include "core/scope_log/entry.hpp"
#include "core/sync/offered_item.hpp"

namespace sanderling::tests {

namespace {

using commit::Verdict;

merge::WriteContext context_of(const commit::Header& h, const commit::Link& link, HlcTime t_eff) {
    return {.dot = h.dot(),
            .seq = link.seq,
            .t_eff = t_eff,
            .base = link.effective_base,
            .own = h.own,
            .classes = ~commit::ClassMask{0}};
}

class Log {
  public:
    Log(OrgId org, ScopeId scope) : home_{org, scope} {}

    void take(const wire::FeedItem& item) {
        ++seq_;
        const auto read = sync::read_offered(item, Seq{seq_}, home_);
        if (!read) return;  // what cannot be read is refused for that
        if (const auto* c = std::get_if<commit::Commit>(&read->content))
            if (item.verdict == Verdict::accepted) merge(*c, read->link, item.t_eff);
        if (const auto* e = std::get_if<scope_log::SignedEntry>(&read->content)) {
            if (const auto* purge = std::get_if<scope_log::Purge>(&e->entry.body))
                for (const RecordId id : purge->records) records_[id].clear(id, sums_.digest);
            const auto* decide = std::get_if<scope_log::Decide>(&e->entry.body);
            if (read->accepted && decide != nullptr)
                merge(*read->accepted, read->link, decide->t_eff);
        }
        sums_.chain = commit::chain_next(sums_.chain, read->link);
    }
    const LogSums& sums() const { return sums_; }

  private:
    void merge(const commit::Commit& c, const commit::Link& link, HlcTime t_eff) {
        for (std::uint32_t i = 0; i < c.patches.size(); ++i)
            records_[c.patches[i].record].apply(c.patches[i], i, context_of(c.header, link, t_eff),
                                                sums_.digest);
    }

    sync::OfferedIn home_;
    std::uint64_t seq_ = 0;
    LogSums sums_{};
    std::map<RecordId, merge::RecordState> records_{};
};

}  // namespace

LogSums sums_of(OrgId org, ScopeId scope, const std::vector<wire::FeedItem>& log) {
    Log sum(org, scope);
    for (const wire::FeedItem& item : log) sum.take(item);
    return sum.sums();
}

void Told::watch(const wire::Message& from_server) {
    const auto* data = std::get_if<wire::Data>(&from_server);
    if (data == nullptr) return;
    auto& log = logs_[data->scope];
    log.resize(number(data->first) - 1);
    log.insert(log.end(), data->items.begin(), data->items.end());
}

void Told::fit(Served& delivery) {
    auto log = logs_[delivery.scope];
    log.resize(number(delivery.first) - 1);
    log.insert(log.end(), delivery.items.begin(), delivery.items.end());
    const LogSums sums = sums_of(org_, delivery.scope, log);
    delivery.checkpoint.seq = Seq{log.size()};
    delivery.checkpoint.chain = sums.chain;
    delivery.checkpoint.digest = sums.digest;
}

}  // namespace sanderling::tests
