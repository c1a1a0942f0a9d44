#include "client-sdk/replica/meta.hpp"

namespace sanderling::replica {

namespace {
constexpr std::string_view select_sql = "SELECT value FROM sanderling_meta WHERE key = ?1";
constexpr std::string_view upsert_sql = "INSERT OR REPLACE INTO sanderling_meta VALUES(?1, ?2)";
}  // namespace

std::optional<Bytes> Meta::bytes(std::string_view key) const {
    auto statement = database_.prepare(select_sql);
    statement.bind_text(1, key);
    if (statement.step() == vault::Statement::Step::done) return std::nullopt;
    return to_bytes(statement.column_blob(0));
}

void Meta::put_bytes(std::string_view key, ByteView value) {
    auto statement = database_.prepare(upsert_sql);
    statement.bind_text(1, key).bind_blob(2, value).run();
}

std::optional<std::int64_t> Meta::integer(std::string_view key) const {
    auto statement = database_.prepare(select_sql);
    statement.bind_text(1, key);
    if (statement.step() == vault::Statement::Step::done) return std::nullopt;
    return statement.column_int(0);
}

void Meta::put_integer(std::string_view key, std::int64_t value) {
    auto statement = database_.prepare(upsert_sql);
    statement.bind_text(1, key).bind_int(2, value).run();
}

}  // namespace sanderling::replica
