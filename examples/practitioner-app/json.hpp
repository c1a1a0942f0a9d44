// What leaves for the page: cells and rows as JSON. Ids are UUIDs, instants milliseconds since 1970
// UTC, dates "yyyy-mm-dd", enums their names in the schema, which the page has words for.
#pragma once

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sanderling/store.hpp"

namespace sanderling::app {

using Json = nlohmann::json;

/// A Result<Json>, which cannot be had: Json turns into anything that it is asked for, so it would
/// be taken for the error too.
class [[nodiscard]] Reply {
  public:
    Reply(Json value) : value_(std::move(value)) {}
    Reply(Error error) : value_(nullptr), error_(std::move(error)) {}

    explicit operator bool() const { return !error_; }
    const Json& operator*() const { return value_; }
    Json& operator*() { return value_; }
    const Json* operator->() const { return &value_; }
    Json* operator->() { return &value_; }
    const Error& error() const { return *error_; }

  private:
    Json value_;
    std::optional<Error> error_{};
};

Json to_json(const Scalar& scalar);
Json to_json(const Value& value);
/// One object; `lists` names the columns that are JSON text.
Json to_json(const Rows& rows, std::size_t row, std::initializer_list<std::string_view> lists = {});
/// Fields of a record, without those that are null.
Json to_json(const Row& row);

/// All rows of a query. Errors: those of Store::query.
Reply read_rows(const Store& store, std::string_view sql, const std::vector<Scalar>& params,
                std::initializer_list<std::string_view> lists = {});
/// The first row, or null.
Reply read_row(const Store& store, std::string_view sql, const std::vector<Scalar>& params,
               std::initializer_list<std::string_view> lists = {});

}  // namespace sanderling::app
