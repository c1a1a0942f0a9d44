#include "sync-server/store/control_state.hpp"

namespace sanderling::server {

namespace {

[[noreturn]] void damaged(const char* what, const Error& why) {
    throw SqliteFailure(FailureKind::damaged, std::string(what) + ": " + why.message());
}

}  // namespace

ControlState::ControlState(Database& database, const Organisation& organisation)
    : organisation_(organisation),
      select_certificates_(database,
                           "SELECT content FROM directory WHERE org = ? AND shard_key = ? "
                           "AND kind = 1 ORDER BY position"),
      select_entries_(database,
                      "SELECT seq, content FROM log WHERE org = ? AND shard_key = ? AND scope = ? "
                      "AND verdict = 4 ORDER BY seq"),
      directory_(organisation.org, organisation.root) {
    reload();
}

void ControlState::reload() {
    directory_ = scope_log::Directory(organisation_.org, organisation_.root);
    certificates_.clear();
    logs_.clear();
    Rows row = select_certificates_.query(organisation_.org, organisation_shard);
    while (row.next())
        if (auto added = add_certificate(row->blob(0)); !added)
            damaged("a stored certificate", added.error());
}

Result<bool> ControlState::add_certificate(ByteView certificate) {
    const crypto::Hash hash = crypto::hash(crypto::HashType::certificate, certificate);
    if (certificates_.contains(hash)) return false;
    if (auto added = directory_.add(certificate); !added) return added.error();
    certificates_.insert(hash);
    return true;
}

const scope_log::ScopeLog& ControlState::log(ScopeId scope) {
    if (const auto known = logs_.find(scope); known != logs_.end()) return known->second;
    scope_log::ScopeLog log(organisation_.org, scope);
    Rows row = select_entries_.query(organisation_.org, shard_key(scope), scope);
    while (row.next()) {
        const auto entry = scope_log::decode_entry(row->blob(1));
        if (!entry) damaged("a stored scope log entry", entry.error());
        if (auto fits = log.append(*entry, row->code<Seq>(0), directory_); !fits)
            damaged("a stored scope log entry", fits.error());
    }
    return logs_.emplace(scope, std::move(log)).first->second;
}

void ControlState::replace_log(ScopeId scope, scope_log::ScopeLog log) {
    logs_.insert_or_assign(scope, std::move(log));
}

}  // namespace sanderling::server
