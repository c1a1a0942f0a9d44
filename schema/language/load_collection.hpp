// Reads the collections of a schema, when its roles, classes, scope kinds and enums are known.
#pragma once

#include "schema/language/item.hpp"
#include "schema/model/schema.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sanderling::schema {

/// Numbers of one kind, each used once.
class UniqueNumbers {
  public:
    /// Zero if there is none or it is taken, which has been reported then.
    template <class Number>
    Number read(Item& item, Range range) {
        return static_cast<Number>(take(item, range));
    }

  private:
    std::int64_t take(Item& item, Range range);

    std::map<std::int64_t, std::string> taken_{};
};

template <class Named>
std::vector<std::string> names(const std::vector<Named>& items) {
    std::vector<std::string> out;
    for (const Named& item : items) out.push_back(item.name);
    return out;
}

void read_collections(Item& document, SchemaParts& parts);

}  // namespace sanderling::schema
