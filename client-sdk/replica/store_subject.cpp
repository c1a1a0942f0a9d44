// What is held on one person, put together for a subject access request (docs/sdk.md).
#include "client-sdk/replica/audit_book.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"

#include <nlohmann/json.hpp>

#include "sanderling/store.hpp"
#include "sanderling/subject_access.hpp"

namespace sanderling {

namespace {

using nlohmann::ordered_json;
using replica::column_fixed;
using vault::Statement;

ordered_json shown(const Scalar& value) {
    return std::visit(
        [](const auto& held) -> ordered_json {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, schema::Null>)
                return nullptr;
            else if constexpr (std::is_same_v<T, Bytes>)
                return to_hex(held);
            else if constexpr (std::is_same_v<T, RecordId>)
                return to_text(held);
            else
                return held;
        },
        value);
}

ordered_json shown(const Value& value) {
    if (const auto* list = std::get_if<List>(&value)) {
        ordered_json out = ordered_json::array();
        for (const Scalar& one : *list) out.push_back(shown(one));
        return out;
    }
    return std::visit(
        [](const auto& held) -> ordered_json {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, List>)
                return nullptr;
            else
                return shown(Scalar(held));
        },
        value);
}

ordered_json shown(const Row& row) {
    ordered_json out = ordered_json::object();
    for (const auto& [name, value] : row) out[name] = shown(value);
    return out;
}

ordered_json shown(const HistoryEntry& entry) {
    ordered_json out{{"did", std::string(to_text(entry.deed))},
                     {"claimed_ms", entry.claimed.ms},
                     {"effective_ms", entry.effective.ms},
                     {"by_person", to_text(entry.person)},
                     {"in_force", entry.is_live}};
    if (!entry.field.empty()) out["field"] = entry.field;
    if (!entry.row.empty()) out["value"] = shown(entry.row);
    if (!entry.reason.empty()) out["reason"] = entry.reason;
    return out;
}

/// A record of one of the scopes, and whether it is deleted.
struct Held {
    RecordId id{};
    bool is_deleted = false;
};

Result<std::vector<Held>> held_in(Store& store, const schema::Collection& collection,
                                  ScopeId scope) {
    return store.replica().write(
        vault::Durability::normal, [&](replica::Writer& writer) -> Result<std::vector<Held>> {
            std::vector<Held> out;
            auto rows = writer.database.prepare("SELECT id, _deleted FROM " +
                                                replica::row_table(collection) +
                                                " WHERE scope = ?1 ORDER BY id");
            rows.bind_blob(1, scope.view());
            while (rows.step() == Statement::Step::row)
                out.push_back({column_fixed<RecordId>(rows, 0), rows.column_int(1) != 0});
            return out;
        });
}

/// By the kind in the scope's own signed log, and never by what the caller says it is.
Result<std::string> kind_for_export(Store& store, ScopeId id) {
    return store.replica().write(
        vault::Durability::normal, [&](replica::Writer& writer) -> Result<std::string> {
            replica::Scope* scope = writer.scopes.find(id);
            if (scope == nullptr || scope->head.seq == Seq{0})
                return fail(Errc::not_found, "scope " + to_text(id) + " is not on this device");
            const auto number_of = writer.scopes.log(*scope).kind();
            const auto* kind =
                number_of ? writer.schema.scope_kind(schema::ScopeKindNumber{number(*number_of)})
                          : nullptr;
            if (kind == nullptr)
                return fail(Errc::constraint, "a scope of a kind that is not known here");
            if (kind->separate)
                return fail(Errc::constraint, "a scope of kind " + kind->name +
                                                  " is never part of what is held on a person");
            return kind->name;
        });
}

Result<void> add_record(Store& store, const schema::Collection& collection, const Held& held,
                        ordered_json& records, std::string& text) {
    ordered_json out{{"collection", collection.name}, {"id", to_text(held.id)}};
    text +=
        "\n" + collection.name + " " + to_text(held.id) + (held.is_deleted ? " (deleted)\n" : "\n");
    if (held.is_deleted) {
        out["deleted"] = true;
    } else {
        const auto row = store.get(collection.name, held.id);
        if (!row) return row.error();
        const ordered_json fields = *row ? shown(**row) : ordered_json::object();
        out["fields"] = fields;
        for (const auto& [name, value] : fields.items())
            text += "  " + name + ": " +
                    (value.is_string() ? value.get<std::string>() : value.dump()) + "\n";
    }
    const auto history = store.history(collection.name, held.id);
    if (!history) return history.error();
    ordered_json entries = ordered_json::array();
    for (const HistoryEntry& entry : *history) {
        entries.push_back(shown(entry));
        if (entry.is_live || entry.field.empty()) continue;
        text += "  earlier, " + entry.field + ": " + shown(entry.row).dump() + "\n";
    }
    out["history"] = std::move(entries);
    records.push_back(std::move(out));
    return {};
}

}  // namespace

Result<SubjectAccess> subject_access(Store& store, const SubjectAccessOptions& options) {
    if (auto open = store.replica().check_open(); !open) return open.error();
    SubjectAccess out;
    ordered_json scopes = ordered_json::array();
    for (const ScopeId id : options.scopes) {
        const auto kind = kind_for_export(store, id);
        if (!kind) return kind.error();
        ordered_json records = ordered_json::array();
        out.text += "== " + *kind + " " + to_text(id) + "\n";
        for (const schema::Collection& collection : store.schema().collections()) {
            const auto held = held_in(store, collection, id);
            if (!held) return held.error();
            for (const Held& one : *held) {
                if (auto done = add_record(store, collection, one, records, out.text); !done)
                    return done.error();
                ++out.records;
            }
        }
        scopes.push_back(
            {{"scope", to_text(id)}, {"kind", *kind}, {"records", std::move(records)}});
        const AuditNote noted{.deed = AuditDeed::export_, .scope = id, .purpose = options.purpose};
        if (auto done = note_deed(store, noted); !done) return done.error();
    }
    out.json = ordered_json{{"format", 1}, {"scopes", std::move(scopes)}}.dump(2);
    return out;
}

}  // namespace sanderling
