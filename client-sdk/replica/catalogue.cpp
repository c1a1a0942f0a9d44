#include "client-sdk/replica/catalogue.hpp"

namespace sanderling::replica {

Catalogue::Catalogue(vault::Database& database) {
    auto rows = database.prepare("SELECT name, sql FROM sqlite_schema");
    while (rows.step() == vault::Statement::Step::row)
        definitions_.emplace(rows.column_text(0), rows.column_text(1));
}

bool Catalogue::has(std::string_view name, std::string_view sql) const {
    const std::string* present = definition(name);
    return present != nullptr && *present == sql;
}

const std::string* Catalogue::definition(std::string_view name) const {
    const auto found = definitions_.find(name);
    return found == definitions_.end() ? nullptr : &found->second;
}

}  // namespace sanderling::replica
