// Reads one field: its type, its rule, and whether the two go together.
#pragma once

#include "schema/language/item.hpp"
#include "schema/model/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

/// Everything but the number, which it shares with its collection's other fields and groups.
Field read_field(Item& item, const SchemaParts& parts, const std::vector<std::string>& collections);

/// The class that `key` names; any writer if it is not given.
AuthorityClass read_class(Item& item, std::string_view key, const SchemaParts& parts);

}  // namespace sanderling::schema
