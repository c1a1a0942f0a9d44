#include "client-sdk/replica/record_reader.hpp"

#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/meta.hpp"

#include <algorithm>

namespace sanderling::replica {

Self read_self(vault::Database& database, ScopeId scope) {
    Self self;
    const auto id = Meta(database).bytes(meta::replica);
    if (id && id->size() == self.replica.bytes.size())
        std::copy(id->begin(), id->end(), self.replica.bytes.begin());
    auto rows = database.prepare("SELECT classes FROM sanderling_scope WHERE id = ?1");
    rows.bind_blob(1, scope.view());
    if (rows.step() == vault::Statement::Step::row)
        self.classes = static_cast<commit::ClassMask>(rows.column_int(0));
    return self;
}

bool is_left(vault::Database& database, ScopeId scope) {
    auto rows = database.prepare("SELECT state FROM sanderling_scope WHERE id = ?1");
    rows.bind_blob(1, scope.view());
    return rows.step() == vault::Statement::Step::row &&
           column_code<ScopeState>(rows, 0) == ScopeState::leaving;
}

Author read_author(vault::Database& database, ScopeId scope, ReplicaId replica) {
    auto rows = database.prepare(
        "SELECT r.device, d.person FROM sanderling_replica r"
        " LEFT JOIN sanderling_device d ON d.device = r.device"
        " WHERE r.scope = ?1 AND r.replica = ?2");
    rows.bind_blob(1, scope.view()).bind_blob(2, replica.view());
    if (rows.step() == vault::Statement::Step::done) return {};
    return {column_fixed<PersonId>(rows, 1), column_fixed<DeviceId>(rows, 0)};
}

Author own_author(const std::optional<Me>& me) {
    return me ? Author{me->person, me->device} : Author{};
}

std::optional<ReadRecord> read_record(vault::Database& database, const Collection& collection,
                                      RecordId id) {
    auto stored = RecordTable(database, collection).load(id);
    if (!stored || is_left(database, stored->scope)) return std::nullopt;
    const Self self = read_self(database, stored->scope);
    return ReadRecord{std::move(*stored), self};
}

}  // namespace sanderling::replica
