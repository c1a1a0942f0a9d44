#include "schema/model/value.hpp"

#include <utility>

namespace sanderling::schema {

Value to_value(Scalar scalar) {
    return std::visit([](auto&& held) { return Value(std::forward<decltype(held)>(held)); },
                      std::move(scalar));
}

}  // namespace sanderling::schema
