// What a field holds beyond its column: the elements of an ordered list with their ids, and all
// values of a field that several people have given one.
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/reading.hpp"
#include "client-sdk/replica/record_reader.hpp"
#include "client-sdk/replica/replica.hpp"

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

// What `read` makes of the record as it is now; not_found if it is not there or deleted.
template <class T, class Read>
Result<T> of_record(replica::Replica& replica, std::string_view name, RecordId id,
                    std::string_view field_name, const Read& read) {
    const schema::Collection* collection = replica.schema().collection(name);
    if (collection == nullptr) return fail(Errc::not_found, "no collection " + std::string(name));
    const schema::Field* field = collection->field(field_name);
    if (field == nullptr)
        return fail(Errc::constraint,
                    collection->name + ": has no field " + std::string(field_name));
    std::set<ScopeId> shown;
    const auto read_it = [&]() -> Result<T> {
        auto reader = replica.reader();
        if (!reader) return reader.error();
        vault::Database& database = (*reader)->database();
        sqlite3_set_authorizer(database.handle(), nullptr, nullptr);
        const vault::Transaction snapshot(database, vault::Transaction::Begin::deferred);
        const auto record = replica::read_record(database, *collection, id);
        if (!record) return fail(Errc::not_found, "no " + collection->name + " " + to_text(id));
        const replica::Visible visible(record->stored.body, record->self);
        if (merge::life(visible.state()) == merge::Life::deleted)
            return fail(Errc::not_found, "no " + collection->name + " " + to_text(id));
        shown.insert(record->stored.scope);
        return read(*collection, *field, visible);
    };
    try {
        auto out = read_it();
        if (!out) return out;
        if (auto noted = replica::note_shown(replica, shown, id); !noted) return noted.error();
        return out;
    } catch (...) {
        return replica::error_of_exception();
    }
}

}  // namespace

Result<std::vector<ListElement>> Store::elements(std::string_view collection, RecordId id,
                                                 std::string_view field) const {
    return of_record<std::vector<ListElement>>(
        *replica_, collection, id, field,
        [](const schema::Collection& in, const schema::Field& list,
           const replica::Visible& record) -> Result<std::vector<ListElement>> {
            if (list.rule != commit::Rule::ordered_list)
                return fail(Errc::constraint, in.name + "." + list.name + ": is no ordered list");
            std::vector<ListElement> out;
            for (auto& element : replica::read_list(in, list, record))
                out.push_back({element.id, std::move(element.value)});
            return out;
        });
}

Result<List> Store::values(std::string_view collection, RecordId id, std::string_view field) const {
    return of_record<List>(*replica_, collection, id, field,
                           [&](const schema::Collection& in, const schema::Field& one,
                               const replica::Visible& record) -> Result<List> {
                               return replica::live_values(schema(), in, one, record);
                           });
}

}  // namespace sanderling
