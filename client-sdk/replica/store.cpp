#include "sanderling/store.hpp"

#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/draft.hpp"
#include "client-sdk/replica/json_list.hpp"
#include "client-sdk/replica/query.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/tables.hpp"

#include <algorithm>

namespace sanderling {

namespace {

using replica::Reader;
using vault::Statement;

Value value_of(const Statement& row, int column, const schema::Field& field) {
    if (row.is_null(column)) return Null{};
    if (field.is_list()) return replica::list_from_json(row.column_text(column), field.type);
    switch (field.type) {
        case schema::FieldType::boolean:
            return row.column_int(column) != 0;
        case schema::FieldType::integer:
        case schema::FieldType::instant:
            return row.column_int(column);
        case schema::FieldType::real:
            return row.column_real(column);
        case schema::FieldType::id:
            return replica::column_fixed<RecordId>(row, column);
        case schema::FieldType::bytes:
            return to_bytes(row.column_blob(column));
        default:
            return std::string(row.column_text(column));
    }
}

std::string select_fields(const schema::Collection& collection) {
    std::string sql = "SELECT id";
    for (const auto& field : collection.fields) sql += ", " + replica::column_name(field);
    return sql + " FROM " + replica::row_table(collection) + " WHERE id = ?1 AND _deleted = 0";
}

}  // namespace

Store::Store(std::unique_ptr<replica::Replica> replica) : replica_(std::move(replica)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& directory, const Key& key,
                          const Schema& schema, const OpenOptions& options) {
    auto replica = replica::Replica::open(directory, key, schema, options);
    if (!replica) return replica.error();
    return Store(std::move(*replica));
}

const Schema& Store::schema() const {
    return replica_->schema();
}

OpenReport Store::open_report() const {
    return replica_->open_report();
}

Subscription Store::on_change(Observer observer) {
    return replica_->observe(std::move(observer));
}

Result<Receipt> Store::write(const std::function<Result<void>(Transaction&)>& work) {
    if (auto open = replica_->check_open(); !open) return open.error();
    const auto run = [&](replica::Writer& writer) -> Result<Receipt> {
        replica::Draft draft(writer, replica_->now());
        Transaction transaction(draft);
        if (auto done = work(transaction); !done) return done.error();
        return draft.commit();
    };
    auto receipt = replica_->write(vault::Durability::full, run);
    if (receipt && !receipt->parts.empty()) {
        Change change{.origin = Change::Origin::local};
        for (const auto& part : receipt->parts) change.scopes.push_back(part.scope);
        replica_->notify(change);
    }
    return receipt;
}

Result<Rows> Store::query(std::string_view sql, const std::vector<Scalar>& params) const {
    if (auto open = replica_->check_open(); !open) return open.error();
    auto reader = replica_->reader();
    if (!reader) return reader.error();
    replica::QueryTrace trace;
    auto rows = replica::run_query(**reader, std::string(sql), params, trace);
    if (!rows) return rows;
    try {
        const auto read = replica::audited_scopes_read(**reader, schema(), trace, *rows, params);
        if (auto noted = replica_->note_reads(read); !noted) return noted.error();
    } catch (...) {
        return replica::error_of_exception();
    }
    return rows;
}

Result<std::optional<Row>> Store::get(std::string_view name, RecordId id) const {
    const schema::Collection* collection = schema().collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    {
        auto reader = replica_->reader();
        if (!reader) return reader.error();
        try {
            if (const auto scope = replica::audited_scope_of(**reader, schema(), *collection, id))
                if (auto noted = replica_->note_reads({*scope}, id); !noted) return noted.error();
        } catch (...) {
            return replica::error_of_exception();
        }
    }
    return replica::read_row(*replica_, *collection, id);
}

Result<std::optional<Row>> replica::read_row(Replica& from, const schema::Collection& collection,
                                             RecordId id) {
    auto reader = from.reader();
    if (!reader) return reader.error();
    try {
        Statement& statement =
            (*reader)->statement(select_fields(collection), Reader::Access::everything);
        statement.bind_blob(1, id.view());
        if (statement.step() == Statement::Step::done) {
            statement.reset();
            return std::optional<Row>{};
        }
        Row row;
        for (std::size_t i = 0; i < collection.fields.size(); ++i) {
            const schema::Field& field = collection.fields[i];
            Value value = value_of(statement, static_cast<int>(i) + 1, field);
            if (!schema::is_null(value)) row.insert_or_assign(field.name, std::move(value));
        }
        statement.reset();
        return std::optional<Row>(std::move(row));
    } catch (...) {
        return error_of_exception();
    }
}

Result<EditToken> Store::edit_token(ScopeId id) const {
    if (auto open = replica_->check_open(); !open) return open.error();
    return replica_->write(
        vault::Durability::normal, [&](replica::Writer& writer) -> Result<EditToken> {
            replica::Scope* scope = writer.scopes.find(id);
            if (scope == nullptr || scope->head.seq == Seq{0})
                return fail(Errc::not_found, "scope " + to_text(id) + " is not on this device");
            return EditToken{.scope = id,
                             .base = {.generation = scope->generation,
                                      .seq = scope->head.seq,
                                      .chain = commit::chain_prefix(scope->head.chain)},
                             .replica = writer.replica(),
                             .own = writer.scopes.own(*scope).counter};
        });
}

}  // namespace sanderling
