// Values inside a seal: strict msgpack (docs/protocol.md §3). One spelling a value, because the
// tokens of set elements are made of these bytes; what is spelled otherwise is refused.
#pragma once

#include "core/types/error.hpp"
#include "schema/model/field.hpp"
#include "schema/model/value.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sanderling/list.hpp"

namespace sanderling::replica {

using schema::FieldNumber;
using schema::Scalar;

/// null, bool, the shortest integer, float64, str, bin; a record id is extension 1 with 16 bytes.
Bytes encode_scalar(const Scalar& value);
/// Errors: malformed.
Result<Scalar> decode_scalar(ByteView bytes);

/// A group: a map of field number to value, in the order of the group's members.
using GroupMembers = std::vector<std::pair<FieldNumber, Scalar>>;
Bytes encode_group(const GroupMembers& members);
Result<GroupMembers> decode_group(ByteView bytes);

/// What one commit appended to a log: an entry by itself, or an array of several.
Bytes encode_entries(const std::vector<Scalar>& entries);
Result<std::vector<Scalar>> decode_entries(ByteView bytes);

/// An element of an ordered list, by its id: what the token of its two paths is made of.
Bytes encode_element_id(ElementId id);
/// What an element is: an array of its id and its value.
Bytes encode_element(ElementId id, const Scalar& value);
Result<ListElement> decode_element(ByteView bytes);
/// Where it stands: an array of its id and its place (list_place.hpp).
struct PlacedAt {
    ElementId id;
    Bytes place{};
};
Bytes encode_place(ElementId id, ByteView place);
Result<PlacedAt> decode_place(ByteView bytes);

/// The value of Operation::resolve: an array of the reason and the value in its own encoding.
struct ResolvedValue {
    ByteView value{};  // within the bytes given
    std::string_view reason{};
};
Bytes encode_resolved(ByteView value, std::string_view reason);
Result<ResolvedValue> decode_resolved(ByteView bytes);

}  // namespace sanderling::replica
