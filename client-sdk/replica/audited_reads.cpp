#include "client-sdk/replica/audited_reads.hpp"

#include "client-sdk/replica/audit_book.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "client-sdk/replica/tables.hpp"

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include "sanderling/audit.hpp"

namespace sanderling::replica {

namespace {

using schema::Collection;
using schema::Schema;
using vault::Statement;

bool may_be_audited(const Schema& schema, const Collection& collection) {
    const auto& kinds = schema.scope_kinds();
    return std::any_of(kinds.begin(), kinds.end(), [&](const auto& kind) {
        return kind.audited && collection.lives_in(kind.name);
    });
}

std::string scopes_sql(const Schema& schema) {
    std::string numbers;
    for (const auto& kind : schema.scope_kinds())
        if (kind.audited)
            numbers += (numbers.empty() ? "" : ",") + std::to_string(number(kind.number));
    return "SELECT id FROM sanderling_scope WHERE kind IN (" + numbers + ")";
}

bool reads(const QueryTrace& trace, const Collection& collection) {
    return trace.tables.contains(row_table(collection)) ||
           trace.tables.contains(search_table(collection));
}

std::vector<const ShownColumn*> shown_of(const QueryTrace& trace, const Collection& collection) {
    std::vector<const ShownColumn*> out;
    for (const ShownColumn& shown : trace.shown)
        if (shown.table == row_table(collection) || shown.table == search_table(collection))
            out.push_back(&shown);
    return out;
}

using ScopeOf = std::map<RecordId, ScopeId>;

ScopeOf audited_rows(Reader& reader, const Schema& schema, const Collection& collection) {
    ScopeOf out;
    Statement& rows =
        reader.statement("SELECT id, scope FROM " + row_table(collection) + " WHERE scope IN (" +
                             scopes_sql(schema) + ") AND _deleted = 0",
                         Reader::Access::everything);
    while (rows.step() == Statement::Step::row)
        out[column_fixed<RecordId>(rows, 0)] = column_fixed<ScopeId>(rows, 1);
    rows.reset();
    return out;
}

void add_given(const ScopeOf& audited, const std::vector<const ShownColumn*>& shown,
               const Rows& rows, std::set<ScopeId>& out) {
    std::set<ScopeId> scopes;
    for (const auto& [id, scope] : audited) scopes.insert(scope);
    for (const ShownColumn* column : shown)
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto* id =
                std::get_if<RecordId>(&rows.at(i, static_cast<std::size_t>(column->column)));
            if (id == nullptr) continue;
            if (column->is == ShownColumn::Is::scope) {
                if (const ScopeId scope{id->bytes}; scopes.contains(scope)) out.insert(scope);
            } else if (const auto at = audited.find(*id); at != audited.end()) {
                out.insert(at->second);
            }
        }
}

// Scopes that a parameter is the id of, or has a record with that id; nothing if no parameter is.
std::optional<std::set<ScopeId>> named(Reader& reader, const Schema& schema,
                                       const std::vector<Scalar>& params) {
    std::string sql = "SELECT id FROM sanderling_scope WHERE id = ?1";
    for (const Collection& collection : schema.collections())
        sql += " UNION ALL SELECT scope FROM " + row_table(collection) + " WHERE id = ?1";
    std::optional<std::set<ScopeId>> out;
    for (const Scalar& param : params) {
        const auto* id = std::get_if<RecordId>(&param);
        if (id == nullptr) continue;
        Statement& rows = reader.statement(sql, Reader::Access::everything);
        rows.bind_blob(1, id->view());
        while (rows.step() == Statement::Step::row) {
            if (!out) out.emplace();
            out->insert(column_fixed<ScopeId>(rows, 0));
        }
        rows.reset();
    }
    return out;
}

}  // namespace

std::string& reading_purpose() {
    thread_local std::string purpose;
    return purpose;
}

std::set<ScopeId> audited_scopes(Reader& reader, const Schema& schema) {
    std::set<ScopeId> out;
    const auto& kinds = schema.scope_kinds();
    if (std::none_of(kinds.begin(), kinds.end(), [](const auto& kind) { return kind.audited; }))
        return out;
    Statement& rows = reader.statement(scopes_sql(schema), Reader::Access::everything);
    while (rows.step() == Statement::Step::row) out.insert(column_fixed<ScopeId>(rows, 0));
    rows.reset();
    return out;
}

std::set<ScopeId> audited_scopes_read(Reader& reader, const Schema& schema, const QueryTrace& trace,
                                      const Rows& rows, const std::vector<Scalar>& params) {
    std::set<ScopeId> out;
    if (rows.empty() || audited_scopes(reader, schema).empty()) return out;
    std::set<ScopeId> untold;
    for (const Collection& collection : schema.collections()) {
        if (!reads(trace, collection) || !may_be_audited(schema, collection)) continue;
        const ScopeOf audited = audited_rows(reader, schema, collection);
        if (audited.empty()) continue;
        const auto shown = shown_of(trace, collection);
        if (!shown.empty())
            add_given(audited, shown, rows, out);
        else
            for (const auto& [id, scope] : audited) untold.insert(scope);
    }
    if (untold.empty()) return out;
    const auto only = named(reader, schema, params);
    for (const ScopeId scope : untold)
        if (!only || only->contains(scope)) out.insert(scope);
    return out;
}

std::optional<ScopeId> audited_scope_of(Reader& reader, const Schema& schema,
                                        const Collection& collection, RecordId id) {
    if (!may_be_audited(schema, collection)) return std::nullopt;
    Statement& row = reader.statement("SELECT scope FROM " + row_table(collection) +
                                          " WHERE id = ?1 AND _deleted = 0 AND scope IN (" +
                                          scopes_sql(schema) + ")",
                                      Reader::Access::everything);
    row.bind_blob(1, id.view());
    std::optional<ScopeId> out;
    if (row.step() == Statement::Step::row) out = column_fixed<ScopeId>(row, 0);
    row.reset();
    return out;
}

// Nothing is shown of which it cannot be said later who saw it. What is read within a write of this
// thread is noted in it. Other records are read without waiting for a writer.
Result<void> Replica::note_reads(const std::set<ScopeId>& scopes, std::optional<RecordId> record) {
    if (scopes.empty()) return {};
    const auto note_all = [&](Writer& writer) -> Result<void> {
        for (const ScopeId scope : scopes) {
            const AuditNote what{.deed = AuditDeed::read,
                                 .scope = scope,
                                 .record = record,
                                 .purpose = reading_purpose()};
            if (auto noted = note(writer, what, now()); !noted) return noted;
        }
        return {};
    };
    if (writing_thread_ == std::this_thread::get_id()) {
        try {
            return note_all(*writer_);
        } catch (...) {
            return error_of_exception();
        }
    }
    return write(vault::Durability::normal, note_all);
}

Result<void> note_shown(Replica& replica, const std::set<ScopeId>& scopes,
                        std::optional<RecordId> record) {
    if (scopes.empty()) return {};
    std::set<ScopeId> audited;
    {
        auto reader = replica.reader();
        if (!reader) return reader.error();
        try {
            for (const ScopeId scope : audited_scopes(**reader, replica.schema()))
                if (scopes.contains(scope)) audited.insert(scope);
        } catch (...) {
            return error_of_exception();
        }
    }
    return replica.note_reads(audited, record);
}

// A transaction that goes through many rows of a scope has read of it once. What it has made itself
// is no news to it, and what it undoes was not written, so neither is the note.
Result<void> Draft::note_read(std::string_view collection, RecordId id) {
    const auto record = open_record(collection, id);
    if (!record || (*record)->is_new()) return {};
    const ScopeId scope = (*record)->home.scope.id;
    if (!is_audited(writer_, scope) || !noted_.insert(scope).second) return {};
    return note(writer_, {.deed = AuditDeed::read, .scope = scope, .purpose = reading_purpose()},
                now_);
}

}  // namespace sanderling::replica

namespace sanderling {

ReadingFor::ReadingFor(std::string purpose)
    : before_(std::exchange(replica::reading_purpose(), std::move(purpose))) {}

ReadingFor::~ReadingFor() {
    replica::reading_purpose() = std::move(before_);
}

}  // namespace sanderling
