#include "sync-server/store/prepared_push.hpp"

#include "core/wire/packed_commit.hpp"

namespace sanderling::server {

Result<PreparedPush> prepare(const wire::Push& push, OrgId org) {
    PreparedPush out;
    out.transactions.reserve(push.transactions.size());
    for (const auto& transaction : push.transactions) {
        auto& parts = out.transactions.emplace_back();
        parts.reserve(transaction.size());
        for (const wire::PushedCommit& pushed : transaction) {
            auto commit = wire::unpack(pushed.packed, org, pushed.scope);
            if (!commit) return commit.error();
            parts.push_back({pushed.scope, pushed.packed, std::move(*commit)});
        }
    }
    return out;
}

std::vector<wire::CommitVerdict> all_busy(const PreparedPush& push) {
    std::vector<wire::CommitVerdict> out;
    for (const auto& transaction : push.transactions)
        for (const PreparedCommit& part : transaction)
            out.push_back({.scope = part.scope,
                           .dot = part.commit.header.dot(),
                           .verdict = commit::Verdict::rejected,
                           .code = Errc::busy});
    return out;
}

}  // namespace sanderling::server
