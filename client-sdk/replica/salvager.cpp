#include "client-sdk/replica/salvager.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/renewal.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/wire/packed_commit.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using vault::Statement;

void bind(Statement& statement, int at, const vault::Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell))
        statement.bind_int(at, *integer);
    else if (const auto* real = std::get_if<double>(&cell))
        statement.bind_real(at, *real);
    else if (const auto* text = std::get_if<std::string>(&cell))
        statement.bind_text(at, *text);
    else if (const auto* blob = std::get_if<Bytes>(&cell))
        statement.bind_blob(at, *blob);
    else
        statement.bind_null(at);
}

std::vector<std::string> columns_of(vault::Database& database, const std::string& table) {
    std::vector<std::string> out;
    auto rows = database.prepare("SELECT name FROM pragma_table_info(?1)");
    rows.bind_text(1, table);
    while (rows.step() == Statement::Step::row) out.emplace_back(rows.column_text(0));
    return out;
}

}  // namespace

Salvager::Salvager(Writer& writer, const SalvagedRows& rows, const vault::SalvageReport& found,
                   Instant now)
    : writer_(writer), rows_(rows), found_(found), now_(now) {}

SalvageReport Salvager::run() {
    writer_.is_changed = true;
    out_.pages = found_.pages;
    out_.pages_read = found_.pages_read;
    take_identity();
    take_incarnations();
    take_outbox();
    take_refused();
    read_bodies();
    take_scopes();
    put_records();
    for (Scope* scope : writer_.scopes.all()) overlay_again(writer_, *scope, now_);
    if (writer_.lineage.all().size() > 1 || !kept_commits_.empty())
        renew(writer_, RenewalReason::salvaged, now_);
    report_pages();
    report_scopes();
    return std::move(out_);
}

void Salvager::lose(std::string table, std::string what, std::string consequence) {
    out_.losses.push_back({.table = std::move(table),
                           .what = std::move(what),
                           .consequence = std::move(consequence)});
}

bool Salvager::is_table_whole(std::string_view table) const {
    return found_.unknown_pages.empty() &&
           std::none_of(found_.lost.begin(), found_.lost.end(), [&](const vault::LostPage& page) {
               return page.table.empty() || page.table == table;
           });
}

// Columns that this version has, of rows as they were found.
void Salvager::copy(const std::string& table, const std::optional<ScopeId>& scope) {
    const std::vector<std::string> columns = columns_of(writer_.database, table);
    std::string names;
    std::string values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += (i == 0 ? "" : ",") + columns[i];
        values += (i == 0 ? "?" : ",?") + std::to_string(i + 1);
    }
    auto insert = writer_.database.prepare("INSERT OR IGNORE INTO " + table + "(" + names +
                                           ") VALUES(" + values + ")");
    const vault::Cell null = vault::NullCell{};
    for (const FoundRow* row : rows_.of(table)) {
        if (scope && row->fixed<ScopeId>("scope") != *scope) continue;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const vault::Cell* cell = row->find(columns[i]);
            bind(insert, static_cast<int>(i) + 1, cell != nullptr ? *cell : null);
        }
        insert.run();
    }
}

// ---- Who this device is ------------------------------------------------------------------------

void Salvager::take_identity() {
    std::map<std::string, Bytes> values;
    for (const FoundRow* row : rows_.of("sanderling_meta")) {
        const std::string key = row->text("key");
        values[key] = row->blob("value");
        if (key == meta::replica) first_id_ = row->fixed<ReplicaId>("value");
        const bool is_number = key == meta::sent_position || key == meta::handed_out ||
                               key == meta::last_contact || key == meta::offline_since;
        if (is_number) writer_.meta.put_integer(key, row->integer("value"));
    }
    const auto take = [&](std::string_view key) {
        const auto found = values.find(std::string(key));
        if (found == values.end()) return false;
        writer_.meta.put_bytes(key, found->second);
        return true;
    };
    const bool has_keys = values.contains(std::string(meta::sign_secret)) &&
                          values.contains(std::string(meta::box_secret));
    out_.is_enrolled = has_keys && values.contains(std::string(meta::enrolment));
    std::vector<Bytes> certificates;
    for (const FoundRow* row : rows_.of("sanderling_certificate"))
        certificates.push_back(row->blob("bytes"));
    for (const Bytes& bytes : certificates) {
        const auto certificate = scope_log::decode_certificate(bytes);
        const auto* device =
            certificate ? std::get_if<scope_log::Signed<scope_log::DeviceCert>>(&*certificate)
                        : nullptr;
        if (device == nullptr) continue;
        sign_keys_[device->body.device] = device->body.sign_key;
        org_ = device->body.org;
    }
    if (!out_.is_enrolled)
        return lose("sanderling_meta", "the device's keys or its enrolment",
                    "the device has to enrol anew; its scopes are then received from the server");
    take(meta::sign_secret);
    take(meta::box_secret);
    take(meta::enrolment);
    writer_.identity.reload();
    org_ = writer_.identity.me().org;
    sign_keys_[writer_.identity.me().device] = writer_.identity.device_keys().sign.public_key;
    certificates.push_back(writer_.identity.me().certificate);
    writer_.identity.add_certificates(certificates);
    copy("sanderling_person_key");
    copy("sanderling_scope_key");
    copy("sanderling_envelope");
    writer_.identity.reload();
}

// Its ids, oldest first; then the new one of this folder, which `renew` replaces.
void Salvager::take_incarnations() {
    std::vector<Incarnation> ids;
    for (const FoundRow* row : rows_.of("sanderling_incarnation"))
        ids.push_back({.replica = row->fixed<ReplicaId>("replica"),
                       .reason = static_cast<RenewalReason>(row->integer("reason")),
                       .since = Instant{row->integer("since")}});
    const auto add = [&](ReplicaId id) {
        const bool is_known = std::any_of(ids.begin(), ids.end(),
                                          [&](const Incarnation& i) { return i.replica == id; });
        if (!is_known && !id.is_zero()) ids.push_back({.replica = id, .since = now_});
    };
    for (const FoundRow* row : rows_.of("sanderling_outbox")) add(row->fixed<ReplicaId>("replica"));
    add(first_id_);
    if (ids.empty()) return;
    writer_.database.execute("DELETE FROM sanderling_incarnation");
    for (const Incarnation& id : ids) writer_.lineage.begin(id);
    writer_.lineage.reload();
    copy("sanderling_lineage");
}

// ---- What was written here and not delivered ---------------------------------------------------

void Salvager::take_outbox() {
    std::map<std::int64_t, const FoundRow*> rows;
    std::map<std::int64_t, Bytes> bytes;
    for (const FoundRow* row : rows_.of("sanderling_outbox")) rows[row->integer("position")] = row;
    for (const FoundRow* row : rows_.of("sanderling_outbox_bytes")) {
        bytes[row->integer("position")] = row->blob("packed");
        rows.try_emplace(row->integer("position"), nullptr);
    }
    for (const auto& [position, row] : rows) {
        const auto packed = bytes.find(position);
        if (packed != bytes.end()) {
            take_commit(row, position, packed->second);
        } else if (row != nullptr && !row->has("verdict")) {
            lose("sanderling_outbox_bytes",
                 "commit " + std::to_string(row->integer("counter")) + " in scope " +
                     to_text(row->fixed<ScopeId>("scope")),
                 "a change made here and not delivered is lost, unless the server had it already");
        }
    }
}

void Salvager::take_refused() {
    for (const char* table : {"sanderling_dismissed", "sanderling_outbox_content"}) {
        copy(table);
        writer_.database.execute("DELETE FROM " + std::string(table) +
                                 " WHERE position NOT IN (SELECT position FROM sanderling_outbox)");
    }
}

// A commit names its scope only by what its signature covers.
std::optional<std::pair<ScopeId, commit::Commit>> Salvager::verified(const FoundRow* row,
                                                                     const Bytes& packed) {
    std::set<ScopeId> candidates;
    if (row != nullptr) {
        candidates.insert(row->fixed<ScopeId>("scope"));
    } else {
        for (const char* table : {"sanderling_scope_key", "sanderling_scope_log"})
            for (const FoundRow* other : rows_.of(table))
                candidates.insert(other->fixed<ScopeId>("scope"));
        for (const FoundRow* other : rows_.of("sanderling_scope"))
            candidates.insert(other->fixed<ScopeId>("id"));
    }
    for (const ScopeId scope : candidates) {
        auto commit = wire::unpack(packed, org_, scope);
        if (!commit) continue;
        const auto key = sign_keys_.find(commit->header.device);
        if (key == sign_keys_.end()) continue;
        if (commit::check_signature(commit->header, commit->signature, key->second))
            return std::pair(scope, std::move(*commit));
    }
    return std::nullopt;
}

void Salvager::take_commit(const FoundRow* row, std::int64_t position, const Bytes& packed) {
    const auto found = verified(row, packed);
    if (!found) {
        lose("sanderling_outbox_bytes", "the commit at position " + std::to_string(position),
             "a change made here does not verify, and is not taken over");
        return;
    }
    const auto& [scope, commit] = *found;
    const commit::Header& h = commit.header;
    OutboxRow out{.position = OutboxPosition{position},
                  .scope = scope,
                  .dot = h.dot(),
                  .transaction = h.transaction,
                  .part = h.transaction_index,
                  .parts = h.transaction_count,
                  .clock = h.clock,
                  .hash = commit::commit_hash(h)};
    if (!kept_commits_.insert(out.dot).second) return;
    if (row != nullptr && row->has("verdict")) {
        out.verdict = static_cast<commit::Verdict>(row->integer("verdict"));
        out.code = static_cast<Errc>(row->integer("code"));
        out.seq = Seq{static_cast<std::uint64_t>(row->integer("seq"))};
    }
    out.is_undone = row != nullptr && row->integer("undone") != 0;
    if (!writer_.lineage.is_own(h.replica)) writer_.lineage.begin({.replica = h.replica});
    writer_.outbox.restore(out, packed);
    scopes_.insert(scope);
    if (!out.verdict) ++out_.unsent_commits;
}

}  // namespace sanderling::replica
