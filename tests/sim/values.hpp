// Values that a schema allows, drawn by chance; text says that it is content, so that a search for
// it finds whatever leaks.
#pragma once

#include "schema/model/schema.hpp"
#include "schema/model/value.hpp"
#include "tests/sim/dice.hpp"

namespace sanderling::sim {

/// Stands in every text that a simulation writes.
inline constexpr const char* canary = "Cnry/Content";

class Values {
  public:
    Values(const schema::Schema& schema, Dice& dice) : schema_(schema), dice_(dice) {}

    schema::Scalar scalar(const schema::Field& field);
    /// From few, so that several people choose the same.
    schema::Scalar element(const schema::Field& field);
    schema::Value value(const schema::Field& field);

    /// A new record's row: what is required, and some of the rest.
    schema::Row new_row(const schema::Collection& collection);
    /// A change of one to three fields, groups as a whole. Never empty unless nothing can change.
    schema::Row change(const schema::Collection& collection);

  private:
    std::string text(const schema::Field& field);
    std::int64_t integer(const schema::Field& field);

    const schema::Schema& schema_;
    Dice& dice_;
};

}  // namespace sanderling::sim
