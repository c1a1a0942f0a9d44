// What stands in for (collection, field, element) where the server can see it: a keyed hash under
// the scope's constant token key (docs/protocol.md §3). Equal tokens show equality, and nothing
// else.
#pragma once

#include "core/sealing/epoch_keys.hpp"

namespace sanderling::sealing {

/// The field number of a record's life.
inline constexpr std::uint16_t life_field = 0;

Token field_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field);
Token element_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field,
                    ByteView element);

/// Where an element of an ordered list stands, beside `element_token`, which says what it is.
Token place_token(const TokenKey& key, std::uint16_t collection, std::uint16_t field,
                  ByteView element);

/// The same on every device of the scope for the same natural key: uniqueness without a server that
/// reads. UUID version 8.
RecordId natural_record_id(const TokenKey& key, std::uint16_t collection, ByteView natural_key);

}  // namespace sanderling::sealing
