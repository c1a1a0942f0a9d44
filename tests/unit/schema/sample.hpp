// A small schema that is right, for tests to make wrong in one place.
#pragma once

#include "core/types/assert.hpp"
#include "schema/language/load.hpp"

#include <string>
#include <string_view>

namespace sanderling::schema {

inline constexpr std::string_view sample = R"(schema: sample
version: 3
roles:
  keeper: {number: 1, doc: Keeps.}
  guest: {number: 2, doc: Visits.}
classes:
  decider: {number: 1, doc: Decides.}
  writer: {number: 5, doc: Writes.}
scope_kinds:
  house:
    number: 1
    doc: One house.
    roles:
      keeper: {rights: [read, write], classes: [decider, writer]}
      guest: {rights: [read]}
enums:
  level:
    doc: How high.
    order: least_protective_first
    values: {low: 1, high: 2, severe: {number: 7, code: SV, label: Severe}}
  colour:
    doc: What colour.
    values: {red: 1, blue: 2}
collections:
  room:
    number: 1
    scopes: [house]
    doc: A room.
    fields:
      name: {number: 1, type: text, required: true, max_length: 10, doc: Its name.}
      size: {number: 2, type: integer, min: 1, max: 99, doc: Its size.}
      danger: {number: 3, type: enum, enum: level, rule: cautious, resolved_by: decider, doc: Risk.}
      alarm: {number: 4, type: integer, rule: cautious, protective: lower, doc: Alarm.}
  visit:
    number: 2
    scopes: [house]
    parent: room_id
    natural_key: [room_id, day]
    doc: A visit.
    fields:
      room_id: {number: 1, type: id, to: room, required: true, doc: Which room.}
      day: {number: 2, type: date, required: true, doc: Which day.}
      starts: {number: 3, type: instant, doc: From.}
      ends: {number: 4, type: instant, doc: To.}
      colours: {number: 6, type: enum, enum: colour, rule: set, doc: Colours seen.}
      notes: {number: 7, type: text, rule: log, full_text: true, authority: writer, doc: Notes.}
      warm: {number: 8, type: boolean, rule: multi_value, doc: Warm.}
      degrees: {number: 9, type: real, doc: How warm.}
      photo: {number: 10, type: bytes, max_length: 4, doc: A photo.}
      extra: {number: 11, type: json, doc: More.}
      steps: {number: 12, type: text, rule: ordered_list, max_length: 9, doc: What to do.}
      knocks: {number: 13, type: integer, rule: counter, doc: How often.}
      reference: {number: 14, type: text, rule: immutable, resolved_by: decider, doc: Its number.}
    groups:
      times: {number: 5, fields: [starts, ends], authority: writer, doc: When.}
)";

/// The sample with `from` replaced by `to`, once; `from` must be there.
inline std::string sample_with(std::string_view from, std::string_view to) {
    std::string text(sample);
    const auto at = text.find(from);
    SANDERLING_ASSERT(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

inline Loaded load_sample(std::string_view from = "", std::string_view to = "") {
    return load_schema_with_problems(sample_with(from, to), "sample.yaml");
}

}  // namespace sanderling::schema
