#include "client-sdk/replica/leaving.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/deposit_book.hpp"
#include "client-sdk/replica/kept_content.hpp"
#include "client-sdk/replica/overlay.hpp"
#include "client-sdk/replica/purge_book.hpp"
#include "client-sdk/replica/purging.hpp"
#include "client-sdk/replica/tables.hpp"
#include "core/scope_log/work_receipt.hpp"
#include "core/types/check.hpp"

#include <algorithm>
#include <limits>

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr Seq after_all{std::numeric_limits<std::uint64_t>::max()};
// The server's clock may have gone on a little faster since it last told the time.
constexpr std::chrono::milliseconds clock_slack = std::chrono::minutes(5);

void purge(Writer& writer, ScopeId scope) {
    std::vector<std::string> tables{
        "sanderling_scope_key",  "sanderling_envelope", "sanderling_replica",
        "sanderling_link",       "sanderling_staged",   "sanderling_other",
        "sanderling_unreadable", "sanderling_conflict", "sanderling_history",
        "sanderling_tail",       "sanderling_lost",     "sanderling_live_page",
        "sanderling_late",       "sanderling_late_due", "sanderling_decision",
        "sanderling_late_seen",  "sanderling_cover"};
    for (const auto& collection : writer.schema.collections())
        tables.push_back(row_table(collection));
    for (const std::string& table : tables) {
        auto remove = writer.database.prepare("DELETE FROM " + table + " WHERE scope = ?1");
        remove.bind_blob(1, scope.view()).run();
    }
    condense(writer);
    auto forget =
        writer.database.prepare("UPDATE sanderling_scope SET token_key = NULL WHERE id = ?1");
    forget.bind_blob(1, scope.view()).run();
    writer.staging.clear(scope);
    writer.mending.end(scope);
}

void touch(Writer& writer, ScopeId scope) {
    writer.records.touched().add(conflicts_number, scope);
    for (const auto& collection : writer.schema.collections())
        writer.records.touched().add(collection.number, scope);
}

void destroy_scope(Writer& writer, Scope& scope) {
    keep_unaccepted_content(writer, scope);
    touch(writer, scope.id);
    purge(writer, scope.id);
    scope.state = ScopeState::revoked;
    scope.problem.reset();
    scope.head = {};
    scope.until.reset();
    writer.withdrawn.erase(scope.id);
    writer.scopes.save(scope);
    writer.scopes.reload(scope.id);  // without keys and log in memory
}

void leave(Writer& writer, Scope& scope) {
    scope.state = ScopeState::leaving;
    scope.problem.reset();
    writer.staging.clear(scope.id);
    writer.mending.end(scope.id);
    writer.scopes.save(scope);
    hide_rows(writer, scope.id);
}

// A scope that is received anew from a restored server has the log of what that server lost.
void forget_log(Writer& writer, Scope& scope) {
    auto remove = writer.database.prepare("DELETE FROM sanderling_scope_log WHERE scope = ?1");
    remove.bind_blob(1, scope.id.view()).run();
    scope.log.reset();
}

Result<void> take_entries(Writer& writer, Scope& scope, const wire::Revoked& revoked) {
    scope_log::ScopeLog& log = writer.scopes.log(scope);
    for (const wire::LogEntryAt& at : revoked.entries) {
        if (scope.state == ScopeState::leaving && log.head() && at.seq <= log.head()->seq) continue;
        const auto entry = scope_log::decode_entry(at.entry);
        if (!entry) return entry.error();
        if (auto taken = log.append(*entry, at.seq, writer.identity.directory()); !taken)
            return taken.error();
        auto insert = writer.database.prepare("INSERT INTO sanderling_scope_log VALUES(?1,?2,?3)");
        insert.bind_blob(1, scope.id.view()).bind_int(2, as_int(at.seq));
        insert.bind_blob(3, at.entry).run();
        note_purge(writer, scope.id, entry->entry);
    }
    return {};
}

bool has_ended(Writer& writer, Scope& scope, Instant now) {
    const auto member =
        writer.scopes.log(scope).member_at(writer.identity.me().person, after_all, now);
    if (!member || is_removed(Check::revocation_in_log)) return true;
    return member->until.ms != 0 && member->until <= now + clock_slack;
}

/// Own commits of a scope that neither its log here nor a receipt accounts for.
struct Owed {
    std::vector<OutboxPosition> positions{};
    bool is_unanswered = false;  // one of them has no verdict
};

Owed owed(Writer& writer, ScopeId scope) {
    Owed out;
    auto rows = writer.database.prepare(
        "SELECT o.position, o.verdict IS NULL FROM sanderling_outbox o WHERE o.scope = ?1"
        " AND NOT EXISTS (SELECT 1 FROM sanderling_dismissed d WHERE d.position = o.position)"
        " AND NOT EXISTS (SELECT 1 FROM sanderling_receipted p WHERE p.position = o.position)"
        " AND (?2 OR NOT EXISTS (SELECT 1 FROM sanderling_replica r WHERE r.scope = o.scope"
        " AND r.replica = o.replica AND r.counter >= o.counter)) ORDER BY o.position");
    // What is left over was applied from a log that the server does not have any more.
    rows.bind_blob(1, scope.view()).bind_int(2, is_leftover(writer, scope) ? 1 : 0);
    while (rows.step() == Statement::Step::row) {
        out.positions.push_back(OutboxPosition{rows.column_int(0)});
        out.is_unanswered = out.is_unanswered || rows.column_int(1) != 0;
    }
    return out;
}

std::optional<OutboxRow> row_of(Writer& writer, ScopeId scope,
                                const scope_log::ReceiptedWork& work) {
    auto row = writer.outbox.find(scope, work.dot);
    return row && row->hash == work.commit ? row : std::nullopt;
}

// False if the server turns out not to have what it had answered for: it is pushed again.
bool agree(Writer& writer, OutboxRow& row, const scope_log::ReceiptedWork& work) {
    if (work.fate == scope_log::WorkFate::not_here) {
        const bool is_known = row.verdict == commit::Verdict::rejected && row.seq == Seq{0};
        if (is_known) return true;
        row.verdict.reset();
        row.code = Errc::ok;
        row.seq = Seq{0};
        writer.outbox.put_verdict(row);
        return false;
    }
    // What was decided comes signed by whoever decided it, and stays.
    if (work.decision != scope_log::WorkDecision::none) return true;
    row.verdict = static_cast<commit::Verdict>(number(work.fate));
    row.code = work.code;
    row.seq = work.seq;
    writer.outbox.put_verdict(row);
    return true;
}

Result<scope_log::WorkReceipt> understand(Writer& writer, const wire::Receipt& receipt) {
    if (receipt.code != Errc::ok) return fail(receipt.code, "the receipt for work written here");
    auto read = scope_log::decode_work_receipt(receipt.content);
    if (!read) return read;
    const auto generation = writer.meta.integer(meta::generation);
    const bool is_ours =
        read->org == writer.identity.me().org && read->device == writer.identity.me().device &&
        read->scope == receipt.scope &&
        (!generation || Generation{static_cast<std::uint64_t>(*generation)} == read->generation);
    if (!is_ours) return fail(Errc::malformed, "a receipt for something else");
    return read;
}

std::int64_t keep(Writer& writer, const wire::Receipt& receipt,
                  const scope_log::WorkReceipt& read) {
    auto insert = writer.database.prepare(
        "INSERT INTO sanderling_receipt(scope, at, content, key, signature)"
        " VALUES(?1,?2,?3,?4,?5)");
    insert.bind_blob(1, receipt.scope.view()).bind_int(2, read.at.ms);
    insert.bind_blob(3, receipt.content).bind_blob(4, receipt.key);
    insert.bind_blob(5, receipt.signature).run();
    return writer.database.last_insert_rowid();
}

}  // namespace

Result<void> revoke(Writer& writer, const wire::Revoked& revoked, Instant now) {
    if (!writer.identity.is_enrolled())
        return fail(Errc::unauthenticated, "this replica is not enrolled");
    Scope* scope = writer.scopes.find(revoked.scope);
    if (scope == nullptr || scope->state == ScopeState::revoked) return {};
    writer.is_changed = true;
    const bool was_deposit = scope->state == ScopeState::deposit;
    if (scope->head.seq == Seq{0} && is_leftover(writer, scope->id)) forget_log(writer, *scope);
    if (auto taken = take_entries(writer, *scope, revoked); !taken) return taken;
    if (may_only_deposit(writer.scopes.membership(*scope, now))) {
        const auto numbers = own_numbers(writer, scope->id);
        if (!was_deposit) {
            keep_unaccepted_content(writer, *scope);
            purge(writer, scope->id);
        }
        become_deposit(writer, *scope, numbers);
        writer.scopes.reload(scope->id);  // without keys and log in memory
        return {};
    }
    if (!has_ended(writer, *scope, now))
        return fail(Errc::scope_log_invalid, "the log still has this person as a member");
    // What was erased is erased now; own work is kept as it is kept of any purge.
    if (writer.scopes.log(*scope).scope_purge() != nullptr) {
        drop_accepted(writer, scope->id);
        destroy_scope(writer, *scope);
        return {};
    }
    if (owed(writer, scope->id).positions.empty()) {
        destroy_scope(writer, *scope);
        return {};
    }
    // It is the present server's word, so nothing waits for another answer of it.
    if (const auto generation = writer.meta.integer(meta::generation))
        scope->generation = Generation{static_cast<std::uint64_t>(*generation)};
    leave(writer, *scope);
    writer.withdrawn.insert(scope->id);
    writer.is_late_due = true;
    return {};
}

std::vector<ScopeId> end_covers(Writer& writer, Instant now) {
    std::vector<ScopeId> out;
    for (Scope* scope : writer.scopes.all()) {
        const bool is_read = scope->state == ScopeState::ready ||
                             scope->state == ScopeState::catching_up ||
                             scope->state == ScopeState::stopped;
        if (!is_read || !scope->until || *scope->until > now) continue;
        writer.is_changed = true;
        leave(writer, *scope);
        out.push_back(scope->id);
    }
    return out;
}

std::optional<Instant> next_cover_end(Writer& writer) {
    std::optional<Instant> out;
    for (const Scope* scope : writer.scopes.all()) {
        const bool is_over =
            scope->state == ScopeState::leaving || scope->state == ScopeState::revoked;
        if (is_over || !scope->until) continue;
        out = out ? std::min(*out, *scope->until) : *scope->until;
    }
    return out;
}

// The value 2 is neither "is there" nor "is deleted"; what watches the column takes the words out
// of the index too.
void hide_rows(Writer& writer, ScopeId scope) {
    for (const auto& collection : writer.schema.collections()) {
        auto hide = writer.database.prepare("UPDATE " + row_table(collection) +
                                            " SET _deleted = 2 WHERE scope = ?1 AND _deleted = 0");
        hide.bind_blob(1, scope.view()).run();
    }
    auto close = writer.database.prepare("DELETE FROM sanderling_conflict WHERE scope = ?1");
    close.bind_blob(1, scope.view()).run();
    touch(writer, scope);
}

void hide_leaving(Writer& writer) {
    for (const Scope* scope : writer.scopes.all())
        if (scope->state == ScopeState::leaving) hide_rows(writer, scope->id);
}

void come_back(Writer& writer, Scope& scope) {
    mark_leftover(writer, scope.id);
    writer.staging.clear(scope.id);
    writer.withdrawn.erase(scope.id);
    scope.head = {};
    scope.watermark = {};
    scope.own.reset();
    scope.until.reset();
    scope.problem.reset();
    forget_log(writer, scope);
    scope.state = ScopeState::bootstrap;
    writer.scopes.save(scope);
}

std::vector<wire::ReceiptGet> receipts_to_ask(Writer& writer) {
    std::vector<wire::ReceiptGet> out;
    for (const ScopeId id : writer.withdrawn) {
        const Scope* scope = writer.scopes.find(id);
        if (scope == nullptr || scope->state != ScopeState::leaving) continue;
        if (writer.receipts_asked.contains(id)) continue;
        const Owed work = owed(writer, id);
        if (work.is_unanswered) continue;
        writer.receipts_asked.insert(id);
        wire::ReceiptGet get{.scope = id};
        const std::set<OutboxPosition> wanted(work.positions.begin(), work.positions.end());
        for (const OutboxRow& row : writer.outbox.all())
            if (wanted.contains(row.position) &&
                get.commits.size() < scope_log::limits::works_a_receipt)
                get.commits.push_back({row.dot, row.hash});
        out.push_back(std::move(get));
    }
    return out;
}

void take_receipt(Writer& writer, const wire::Receipt& receipt) {
    Scope* scope = writer.scopes.find(receipt.scope);
    if (scope == nullptr || scope->state != ScopeState::leaving ||
        writer.receipts_asked.erase(receipt.scope) == 0)
        return;
    writer.is_changed = true;
    const auto read = understand(writer, receipt);
    if (!read) {
        // Not asked again in this session.
        writer.withdrawn.erase(scope->id);
        scope->problem = read.error();
        writer.scopes.save(*scope);
        return;
    }
    const std::int64_t kept = keep(writer, receipt, *read);
    auto insert = writer.database.prepare(
        "INSERT OR REPLACE INTO sanderling_receipted(position, receipt) VALUES(?1, ?2)");
    for (const scope_log::ReceiptedWork& work : read->works) {
        auto row = row_of(writer, scope->id, work);
        if (!row || !row->verdict || !agree(writer, *row, work)) continue;
        insert.bind_int(1, number(row->position)).bind_int(2, kept).run();
    }
    writer.is_late_due = true;  // the next ones may be asked for
    if (!owed(writer, scope->id).positions.empty()) {
        writer.last_taken = {};
        writer.taken_beyond.clear();
        return;
    }
    destroy_scope(writer, *scope);
}

}  // namespace sanderling::replica
