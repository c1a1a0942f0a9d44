#include "client-sdk/replica/record_table.hpp"

#include "client-sdk/replica/json_list.hpp"
#include "client-sdk/replica/tables.hpp"

namespace sanderling::replica {

namespace {

using vault::Statement;

constexpr int flag_columns = 5;

std::string parameter(int n) {
    return "?" + std::to_string(n);
}

struct BindScalar {
    Statement& statement;
    int at;

    void operator()(schema::Null) const { statement.bind_null(at); }
    void operator()(bool v) const { statement.bind_int(at, v ? 1 : 0); }
    void operator()(std::int64_t v) const { statement.bind_int(at, v); }
    void operator()(double v) const { statement.bind_real(at, v); }
    void operator()(const std::string& v) const { statement.bind_text(at, v); }
    void operator()(const Bytes& v) const { statement.bind_blob(at, v); }
    void operator()(const RecordId& v) const { statement.bind_blob(at, v.view()); }
    void operator()(const schema::List& v) const { statement.bind_text_copy(at, to_json(v)); }
};

}  // namespace

void bind_scalar(Statement& statement, int at, const Scalar& value) {
    std::visit(BindScalar{statement, at}, value);
}

RecordTable::RecordTable(vault::Database& database, const Collection& collection)
    : database_(database), collection_(collection) {}

std::optional<StoredRecord> RecordTable::load(RecordId id) {
    if (!load_)
        load_ = database_.prepare("SELECT scope, _conflicts, _body FROM " + row_table(collection_) +
                                  " WHERE id = ?1");
    load_->bind_blob(1, id.view());
    if (load_->step() == Statement::Step::done) {
        load_->reset();
        return std::nullopt;
    }
    StoredRecord out;
    const ByteView scope = load_->column_blob(0);
    std::copy_n(scope.begin(), std::min<std::size_t>(16, scope.size()), out.scope.bytes.begin());
    out.conflicts = load_->column_int(1);
    auto body = decode_record_body(load_->column_blob(2));
    load_->reset();
    if (!body) throw vault::SqliteError(SQLITE_CORRUPT, "body of a " + collection_.name);
    out.body = std::move(*body);
    return out;
}

void RecordTable::bind_value(Statement& statement, int at, const Value& value) {
    std::visit(BindScalar{statement, at}, value);
}

void RecordTable::bind_flags(Statement& statement, int at, const RecordBody& body,
                             const Reading& reading, const RowFlags& flags) {
    statement.bind_int(at, reading.life == merge::Life::deleted ? 1 : 0);
    statement.bind_int(at + 1, reading.life == merge::Life::contested ? 1 : 0);
    statement.bind_int(at + 2, static_cast<std::int64_t>(body.pending.size()));
    statement.bind_int(at + 3, static_cast<std::int64_t>(number(flags.updated)));
    statement.bind_int(at + 4, flags.conflicts);
}

void RecordTable::insert(RecordId id, ScopeId scope, const RecordBody& body, const Reading& reading,
                         const RowFlags& flags) {
    const int fields = static_cast<int>(collection_.fields.size());
    const int last = 2 + flag_columns + fields + 1;
    if (!insert_) {
        std::string sql = "INSERT INTO " + row_table(collection_) +
                          "(id, scope, _deleted, _contested, _pending, _updated_seq, _conflicts";
        for (const auto& field : collection_.fields) sql += ", " + column_name(field);
        sql += ", _body) VALUES(?1";
        for (int i = 2; i <= last; ++i) sql += ", " + parameter(i);
        insert_ = database_.prepare(sql + ")");
    }
    const Bytes encoded = encode(body);
    insert_->bind_blob(1, id.view()).bind_blob(2, scope.view());
    bind_flags(*insert_, 3, body, reading, flags);
    for (int i = 0; i < fields; ++i)
        bind_value(*insert_, 3 + flag_columns + i, reading.columns[static_cast<std::size_t>(i)]);
    insert_->bind_blob(last, encoded);
    insert_->run();
}

Statement& RecordTable::update_statement(const Mask& changed) {
    const auto found = updates_.find(changed);
    if (found != updates_.end()) return found->second;
    std::string sql = "UPDATE " + row_table(collection_) +
                      " SET _contested = ?4, _pending = ?5, _updated_seq = ?6,"
                      " _conflicts = ?7, _body = ?2";
    if (changed.back()) sql += ", _deleted = ?3";
    int next = 3 + flag_columns;
    for (std::size_t i = 0; i + 1 < changed.size(); ++i)
        if (changed[i])
            sql += ", " + column_name(collection_.fields[i]) + " = " + parameter(next++);
    return updates_.emplace(changed, database_.prepare(sql + " WHERE id = ?1")).first->second;
}

void RecordTable::update(RecordId id, const RecordBody& body, const Reading& reading,
                         const Reading* before, const RowFlags& flags) {
    const std::size_t fields = collection_.fields.size();
    Mask changed(fields + 1, before == nullptr);
    for (std::size_t i = 0; before != nullptr && i < fields; ++i)
        changed[i] = reading.columns[i] != before->columns[i];
    if (before != nullptr) changed.back() = reading.life != before->life;
    Statement& statement = update_statement(changed);
    const Bytes encoded = encode(body);
    statement.bind_blob(1, id.view()).bind_blob(2, encoded);
    bind_flags(statement, 3, body, reading, flags);
    int next = 3 + flag_columns;
    for (std::size_t i = 0; i < fields; ++i)
        if (changed[i]) bind_value(statement, next++, reading.columns[i]);
    statement.run();
}

void RecordTable::remove(RecordId id) {
    if (!remove_)
        remove_ = database_.prepare("DELETE FROM " + row_table(collection_) + " WHERE id = ?1");
    remove_->bind_blob(1, id.view()).run();
}

}  // namespace sanderling::replica
