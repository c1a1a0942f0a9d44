// The audit chain as applications see it: noted, handed in, verified (docs/storage.md §24).
#include "client-sdk/replica/audit_book.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"

#include <map>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::column_fixed;
using vault::Statement;

constexpr std::string_view collection = "audit_entry";
constexpr std::string_view audit_kind = "audit";
constexpr std::size_t entries_at_once = 200;
constexpr std::int64_t tolerance_ms = 5 * 60 * 1000;

AuditEntry entry_of(const Statement& row) {
    AuditEntry out;
    out.position = static_cast<std::uint64_t>(row.column_int(0));
    out.claimed = {row.column_int(1)};
    out.not_before = {row.column_int(2)};
    out.note.deed = static_cast<AuditDeed>(row.column_int(3));
    if (const auto scope = column_fixed<ScopeId>(row, 4); !scope.is_zero()) out.note.scope = scope;
    if (const auto record = column_fixed<RecordId>(row, 5); !record.is_zero())
        out.note.record = record;
    out.note.purpose = std::string(row.column_text(6));
    out.hash = to_hex(row.column_blob(7));
    out.is_sent = row.column_int(8) != 0;
    return out;
}

constexpr std::string_view select_sql =
    "SELECT position, claimed, not_before, deed, scope, record, purpose, hash, sent"
    " FROM sanderling_audit ";

std::vector<AuditEntry> entries(replica::Writer& writer, const std::string& where) {
    std::vector<AuditEntry> out;
    auto rows = writer.database.prepare(std::string(select_sql) + where);
    while (rows.step() == Statement::Step::row) out.push_back(entry_of(rows));
    return out;
}

Bytes unhexed(const std::string& hex) {
    Bytes out(hex.size() / 2);
    return from_hex(hex, out) ? out : Bytes();
}

Row row_of(const AuditEntry& entry, const std::string& before, DeviceId device, PersonId person) {
    Row row{{"deed", std::string(to_text(entry.note.deed))},
            {"who", to_text(person)},
            {"device", to_bytes(device.view())},
            {"claimed_at", entry.claimed.ms},
            {"position", static_cast<std::int64_t>(entry.position)},
            {"entry_hash", unhexed(entry.hash)}};
    if (!before.empty()) row["previous_hash"] = unhexed(before);
    if (entry.not_before.ms != 0) row["not_before"] = entry.not_before.ms;
    if (entry.note.scope) row["about_scope"] = to_bytes(entry.note.scope->view());
    if (entry.note.record) row["about_record"] = *entry.note.record;
    if (!entry.note.purpose.empty()) row["purpose"] = entry.note.purpose;
    return row;
}

/// Where this person hands in: they need not read it, and auditors apart nobody does.
struct Place {
    ScopeId scope{};
    bool is_deposit = false;
};
Result<Place> audit_scope(Store& store) {
    const auto scopes = store.scopes();
    if (!scopes) return scopes.error();
    for (const ScopeInfo& scope : *scopes)
        if (scope.kind == audit_kind &&
            (scope.state == ScopeState::deposit || scope.state == ScopeState::ready))
            return Place{scope.id, scope.state == ScopeState::deposit};
    return fail(Errc::not_found, "no audit scope on this device");
}

/// One entry as an auditor's device received it.
struct Received {
    replica::AuditFacts facts{};
    crypto::Hash before{};
    crypto::Hash hash{};
    DeviceId author{};
    Instant received{};
};

template <class T>
const T* member(const Row& row, std::string_view name) {
    const auto at = row.find(name);
    return at != row.end() ? std::get_if<T>(&at->second) : nullptr;
}

template <class Fixed>
Fixed fixed_of(const Row& row, std::string_view name) {
    Fixed out{};
    if (const auto* bytes = member<Bytes>(row, name); bytes && bytes->size() == out.bytes.size())
        std::copy(bytes->begin(), bytes->end(), out.bytes.begin());
    return out;
}

AuditDeed deed_named(std::string_view name) {
    for (std::uint8_t n = 1; n <= 12; ++n)
        if (to_text(static_cast<AuditDeed>(n)) == name) return static_cast<AuditDeed>(n);
    return AuditDeed{};
}

Result<Received> received(const Store& store, RecordId id) {
    const auto row = store.get(collection, id);
    if (!row) return row.error();
    const auto history = store.history(collection, id);
    if (!history) return history.error();
    Received out;
    if (!*row) return out;
    if (!history->empty()) {
        out.author = history->front().device;
        out.received = history->front().effective;
    }
    const Row& r = **row;
    out.facts.device = fixed_of<DeviceId>(r, "device");
    if (const auto* n = member<std::int64_t>(r, "position"))
        out.facts.position = static_cast<std::uint64_t>(*n);
    if (const auto* at = member<std::int64_t>(r, "claimed_at")) out.facts.claimed = {*at};
    if (const auto* at = member<std::int64_t>(r, "not_before")) out.facts.not_before = {*at};
    if (const auto* deed = member<std::string>(r, "deed")) out.facts.note.deed = deed_named(*deed);
    if (const auto scope = fixed_of<ScopeId>(r, "about_scope"); !scope.is_zero())
        out.facts.note.scope = scope;
    if (const auto* record = member<RecordId>(r, "about_record")) out.facts.note.record = *record;
    if (const auto* purpose = member<std::string>(r, "purpose")) out.facts.note.purpose = *purpose;
    out.before = fixed_of<crypto::Hash>(r, "previous_hash");
    out.hash = fixed_of<crypto::Hash>(r, "entry_hash");
    return out;
}

void follow(const std::vector<Received>& chain, AuditReport& report) {
    std::uint64_t expected = 1;
    crypto::Hash before{};
    bool is_known = true;  // whether `before` is the hash of the entry expected - 1
    for (const Received& e : chain) {
        const auto say = [&](std::string what) {
            report.findings.push_back({e.facts.device, e.facts.position, std::move(what)});
        };
        if (e.facts.position > expected)
            say("entries " + std::to_string(expected) + " to " +
                std::to_string(e.facts.position - 1) + " are missing");
        else if (e.facts.position < expected)
            say("this number stands twice");
        if (e.author != e.facts.device) say("was written by another device");
        if (replica::audit_hash(e.before, e.facts) != e.hash) say("is not what its hash says");
        is_known = is_known && e.facts.position == expected;
        if (is_known && e.before != before) say("does not follow the entry before it");
        before = e.hash;
        is_known = true;
        expected = e.facts.position + 1;
        const bool early = e.facts.claimed.ms + tolerance_ms < e.facts.not_before.ms;
        const bool late = e.facts.claimed.ms > e.received.ms + tolerance_ms;
        report.times.push_back({.device = e.facts.device,
                                .position = e.facts.position,
                                .claimed = e.facts.claimed,
                                .received = e.received,
                                .not_before = e.facts.not_before,
                                .is_plausible = !early && !late});
    }
}

}  // namespace

std::string_view to_text(AuditDeed deed) {
    switch (deed) {
        case AuditDeed::read:
            return "read";
        case AuditDeed::export_:
            return "export";
        case AuditDeed::resolution:
            return "resolution";
        case AuditDeed::grant:
            return "grant";
        case AuditDeed::cover_access:
            return "cover_access";
        case AuditDeed::withdrawal:
            return "withdrawal";
        case AuditDeed::erase:
            return "erase";
        case AuditDeed::sign_in:
            return "sign_in";
        case AuditDeed::print:
            return "print";
        case AuditDeed::merge:
            return "merge";
        case AuditDeed::refusal:
            return "refusal";
        case AuditDeed::reclassification:
            return "reclassification";
    }
    return "other";
}

Result<void> note_deed(Store& store, const AuditNote& what) {
    return store.replica().write(vault::Durability::full,
                                 [&](replica::Writer& writer) -> Result<void> {
                                     return note(writer, what, store.replica().now());
                                 });
}

Result<std::vector<AuditEntry>> audit_log(Store& store) {
    return store.replica().write(vault::Durability::normal,
                                 [](replica::Writer& writer) -> Result<std::vector<AuditEntry>> {
                                     return entries(writer, "ORDER BY position");
                                 });
}

// What is marked after the records were written may be written twice after a crash between the two;
// the auditor then sees the number twice, with one hash, which is what happened.
Result<std::size_t> hand_in_audit(Store& store) {
    const auto place = audit_scope(store);
    if (!place) return place.error();
    const auto all = audit_log(store);
    if (!all) return all.error();
    const auto status = store.status();
    if (!status) return status.error();
    std::vector<Row> rows;
    std::uint64_t last = 0;
    std::string before;
    for (const AuditEntry& entry : *all) {
        if (!entry.is_sent && rows.size() < entries_at_once) {
            rows.push_back(row_of(entry, before, status->device, status->person));
            last = entry.position;
        }
        before = entry.hash;
    }
    if (rows.empty()) return std::size_t{0};
    auto written = store.write([&](Transaction& tx) -> Result<void> {
        for (const Row& row : rows) {
            auto made = place->is_deposit ? tx.deposit(place->scope, collection, row)
                                          : tx.insert(place->scope, collection, row);
            if (!made) return made.error();
        }
        return {};
    });
    if (!written) return written.error();
    auto marked = store.replica().write(
        vault::Durability::full, [&](replica::Writer& writer) -> Result<void> {
            writer.database.prepare("UPDATE sanderling_audit SET sent = 1 WHERE position <= ?1")
                .bind_int(1, static_cast<std::int64_t>(last))
                .run();
            return {};
        });
    if (!marked) return marked.error();
    return rows.size();
}

Result<AuditReport> verify_audit(Store& store) {
    const auto found = store.query("SELECT id FROM audit_entry ORDER BY device, position, id");
    if (!found) return found.error();
    std::map<DeviceId, std::vector<Received>> chains;
    AuditReport report;
    for (std::size_t i = 0; i < found->size(); ++i) {
        const auto* id = std::get_if<RecordId>(&found->at(i, 0));
        if (id == nullptr) continue;
        auto entry = received(store, *id);
        if (!entry) return entry.error();
        ++report.entries;
        chains[entry->facts.device].push_back(std::move(*entry));
    }
    report.devices = chains.size();
    for (const auto& [device, chain] : chains) follow(chain, report);
    return report;
}

}  // namespace sanderling
