#include "client-sdk/replica/reading.hpp"

#include "client-sdk/replica/live_text.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/text/utf8.hpp"
#include "core/types/assert.hpp"
#include "schema/model/validate.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace sanderling::replica {

namespace {

using commit::Rule;
using merge::LiveEntry;
using merge::LiveSet;
using merge::Standing;

ByteView unwrapped(const LiveEntry& entry, ByteView value) {
    if (entry.operation != commit::Operation::resolve) return value;
    auto resolved = decode_resolved(value);
    return resolved ? resolved->value : value;
}

// What counts of a live set for readers: readable entries whose rule and authority are the field's.
struct Path {
    Token token;
    FieldRef ref{};
    FieldNumber number{};
    std::vector<Side> sides{};
};

std::optional<Path> path_of(const Collection& collection, const Visible& record,
                            const LiveSet& set) {
    Path path{.token = set.token};
    bool has_field = false;
    for (const LiveEntry& e : set.entries) {
        const auto held = record.value(set.token, e);
        if (!held || !held->is_readable) continue;
        if (!has_field) {
            const auto ref = field_ref(collection, held->field);
            if (!ref) return std::nullopt;
            path.ref = *ref;
            path.number = held->field;
            has_field = true;
        }
        if (e.rule == path.ref.rule && e.authority == path.ref.authority)
            path.sides.push_back({&e, unwrapped(e, held->value)});
    }
    if (path.sides.empty()) return std::nullopt;
    return path;
}

bool is_effective(const Side& side) {
    return side.entry->standing == Standing::effective;
}

std::int64_t caution(const Schema& schema, const schema::Field& field, ByteView value) {
    const auto scalar = decode_scalar(value);
    if (!scalar || std::holds_alternative<schema::Null>(*scalar))
        return std::numeric_limits<std::int64_t>::min();
    const auto rank = schema::protective_rank(schema, field, schema::to_value(*scalar));
    return rank.value_or(std::numeric_limits<std::int64_t>::max());
}

bool precedes(Rule rule, const Side& a, const Side& b) {
    if (rule == Rule::immutable) return a.entry->seq < b.entry->seq;
    return merge::beats(*a.entry, *b.entry);
}

/// The side whose value is in force; null when there are only proposals.
const Side* in_force(const Schema& schema, const Path& path) {
    const Side* best = nullptr;
    std::int64_t best_rank = 0;
    for (const Side& side : path.sides) {
        if (!is_effective(side)) continue;
        const std::int64_t rank =
            path.ref.rule == Rule::cautious ? caution(schema, *path.ref.field, side.value) : 0;
        const bool better = best == nullptr || rank > best_rank ||
                            (rank == best_rank && precedes(path.ref.rule, side, *best));
        if (better) {
            best = &side;
            best_rank = rank;
        }
    }
    return best;
}

void put_scalar(const Collection& collection, const schema::Field& field, const Scalar& value,
                std::vector<Value>& columns) {
    const auto at = static_cast<std::size_t>(&field - collection.fields.data());
    columns[at] = schema::to_value(value);
}

void read_group(const Collection& collection, ByteView value, std::vector<Value>& columns) {
    const auto members = decode_group(value);
    if (!members) return;
    for (const auto& [number, scalar] : *members)
        if (const schema::Field* field = collection.field(number))
            put_scalar(collection, *field, scalar, columns);
}

void read_log(const Collection& collection, const Path& path, std::vector<Value>& columns) {
    std::vector<const Side*> order;
    for (const Side& side : path.sides)
        if (is_effective(side)) order.push_back(&side);
    std::sort(order.begin(), order.end(), [](const Side* a, const Side* b) {
        return std::tuple(a->entry->t_eff, a->entry->seq, a->entry->dot) <
               std::tuple(b->entry->t_eff, b->entry->seq, b->entry->dot);
    });
    schema::List list;
    for (const Side* side : order)
        if (const auto entries = decode_entries(side->value))
            list.insert(list.end(), entries->begin(), entries->end());
    const auto at = static_cast<std::size_t>(path.ref.field - collection.fields.data());
    if (!list.empty()) columns[at] = std::move(list);
}

void read_element(const Path& path, std::map<const schema::Field*, schema::List>& sets) {
    const bool present = std::any_of(path.sides.begin(), path.sides.end(), [](const Side& side) {
        return is_effective(side) && side.entry->operation == commit::Operation::add;
    });
    if (!present) return;
    if (const auto element = decode_scalar(path.sides.front().value))
        sets[path.ref.field].push_back(*element);
}

// The sum is taken mod 2^64, so that no order of adding and folding matters.
void read_counter(const Collection& collection, const Path& path, std::vector<Value>& columns) {
    std::uint64_t sum = 0;
    for (const Side& side : path.sides) {
        const auto scalar = is_effective(side) ? decode_scalar(side.value) : Scalar{};
        const auto* increment = scalar ? std::get_if<std::int64_t>(&*scalar) : nullptr;
        if (increment != nullptr) sum += static_cast<std::uint64_t>(*increment);
    }
    put_scalar(collection, *path.ref.field, static_cast<std::int64_t>(sum), columns);
}

void read_text(const Collection& collection, const Path& path, std::vector<Value>& columns) {
    const text::Document document = document_of(path.sides);
    if (document.elements() > 0) put_scalar(collection, *path.ref.field, document.text(), columns);
}

// What is gathered from several paths of a field.
struct Gathered {
    std::map<const schema::Field*, schema::List> sets{};
    std::map<const schema::Field*, ListReader> lists{};
};

void read_path(const Schema& schema, const Collection& collection, const Path& path,
               Reading& reading, Gathered& gathered) {
    if (path.ref.rule == Rule::set) return read_element(path, gathered.sets);
    if (path.ref.rule == Rule::ordered_list) return gathered.lists[path.ref.field].take(path.sides);
    if (path.ref.rule == Rule::counter) return read_counter(collection, path, reading.columns);
    if (path.ref.rule == Rule::text) return read_text(collection, path, reading.columns);
    if (path.ref.rule == Rule::log) return read_log(collection, path, reading.columns);
    const Side* side = in_force(schema, path);
    if (side == nullptr) return;
    if (path.ref.group != nullptr) return read_group(collection, side->value, reading.columns);
    if (const auto scalar = decode_scalar(side->value))
        put_scalar(collection, *path.ref.field, *scalar, reading.columns);
}

bool holds_one_value(Rule rule) {
    return rule == Rule::register_ || rule == Rule::group || rule == Rule::multi_value ||
           rule == Rule::cautious || rule == Rule::immutable;
}

bool differs(const Side& a, const Side& b) {
    return !std::equal(a.value.begin(), a.value.end(), b.value.begin(), b.value.end());
}

HlcTime second_arrival(const std::vector<Side>& sides) {
    std::vector<const LiveEntry*> order;
    for (const Side& side : sides) order.push_back(side.entry);
    std::sort(order.begin(), order.end(),
              [](auto* a, auto* b) { return std::tie(a->seq, a->dot) < std::tie(b->seq, b->dot); });
    return order.size() > 1 ? order[1]->t_eff : HlcTime{};
}

// Of an element of an ordered list, those who said what it is count against each other. Where it
// stands is nobody's conflict, and a touch only repeats.
bool may_differ(Path& path) {
    if (path.ref.rule != Rule::ordered_list) return holds_one_value(path.ref.rule);
    std::erase_if(path.sides, [](const Side& side) {
        return !merge::keeps_present(*side.entry) ||
               side.entry->operation == commit::Operation::touch;
    });
    return true;
}

std::optional<OpenConflict> conflict_on(const Schema& schema, Path path) {
    if (!may_differ(path) || path.sides.size() < 2) return std::nullopt;
    const Side* best = in_force(schema, path);
    if (best == nullptr) {
        // Proposals alone: the newest leads, though none is in force.
        best = &*std::max_element(
            path.sides.begin(), path.sides.end(),
            [](const Side& a, const Side& b) { return merge::beats(*b.entry, *a.entry); });
    }
    std::swap(path.sides.front(), path.sides[static_cast<std::size_t>(best - path.sides.data())]);
    std::sort(path.sides.begin() + 1, path.sides.end(),
              [](const Side& a, const Side& b) { return merge::beats(*a.entry, *b.entry); });
    bool is_disputed = false;
    bool is_value = false;
    for (const Side& side : path.sides) {
        if (!differs(side, path.sides.front())) continue;
        is_disputed = true;
        is_value = is_value || (is_effective(side) && is_effective(path.sides.front()));
    }
    if (!is_disputed) return std::nullopt;
    const HlcTime since = second_arrival(path.sides);
    return OpenConflict{.token = path.token,
                        .kind = is_value ? ConflictKind::value : ConflictKind::proposal,
                        .field = path.number,
                        .sides = std::move(path.sides),
                        .since = since};
}

// One proposal that has nothing against it is still something for the role to decide.
std::optional<OpenConflict> lone_proposal(const Path& path) {
    if (!holds_one_value(path.ref.rule) || path.sides.size() != 1) return std::nullopt;
    if (is_effective(path.sides.front())) return std::nullopt;
    return OpenConflict{.token = path.token,
                        .kind = ConflictKind::proposal,
                        .field = path.number,
                        .sides = path.sides,
                        .since = path.sides.front().entry->t_eff};
}

OpenConflict contested(const Visible& record, const LiveSet& life) {
    OpenConflict out{
        .token = life.token, .kind = ConflictKind::contested_delete, .field = schema::life_number};
    const LiveEntry* erased = nullptr;
    const LiveEntry* kept = nullptr;  // the newest write that the delete did not know
    for (const LiveEntry& e : life.entries)
        if (e.operation == commit::Operation::erase && (!erased || merge::beats(e, *erased)))
            erased = &e;
    SANDERLING_ASSERT(erased != nullptr);
    for (const LiveSet& set : record.state().sets())
        for (const LiveEntry& e : set.entries)
            if (e.operation != commit::Operation::erase && !merge::entry_knows(*erased, e) &&
                (!kept || merge::beats(e, *kept)))
                kept = &e;
    if (kept != nullptr) out.sides.push_back({kept, {}});
    out.sides.push_back({erased, {}});
    out.since = std::max(erased->t_eff, kept != nullptr ? kept->t_eff : HlcTime{});
    return out;
}

}  // namespace

FieldRef field_ref(const schema::Field& field) {
    return {.field = &field,
            .rule = field.rule,
            .authority = field.rule == Rule::cautious ? field.resolver : field.authority,
            .resolver = field.resolver};
}

FieldRef field_ref(const schema::Group& group) {
    return {.group = &group,
            .rule = Rule::group,
            .authority = group.authority,
            .resolver = group.resolver};
}

std::optional<FieldRef> field_ref(const Collection& collection, FieldNumber number) {
    if (const schema::Group* group = collection.group(number)) return field_ref(*group);
    const schema::Field* field = collection.field(number);
    if (field == nullptr || !field->group.empty()) return std::nullopt;
    return field_ref(*field);
}

Reading read(const Schema& schema, const Collection& collection, const Visible& record) {
    Reading reading;
    reading.columns.resize(collection.fields.size());
    reading.life = merge::life(record.state());
    for (const schema::Field& field : collection.fields)
        if (field.rule == Rule::counter)
            put_scalar(collection, field, std::int64_t{0}, reading.columns);
    Gathered gathered;
    for (const LiveSet& set : record.state().sets())
        if (const auto path = path_of(collection, record, set))
            read_path(schema, collection, *path, reading, gathered);
    for (auto& [field, list] : gathered.sets) {
        std::sort(list.begin(), list.end());
        const auto at = static_cast<std::size_t>(field - collection.fields.data());
        reading.columns[at] = std::move(list);
    }
    for (const auto& [field, reader] : gathered.lists) {
        schema::List list;
        for (PlacedElement& element : reader.elements()) list.push_back(std::move(element.value));
        const auto at = static_cast<std::size_t>(field - collection.fields.data());
        if (!list.empty()) reading.columns[at] = std::move(list);
    }
    return reading;
}

std::vector<PlacedElement> read_list(const Collection& collection, const schema::Field& field,
                                     const Visible& record) {
    ListReader reader;
    for (const LiveSet& set : record.state().sets())
        if (const auto path = path_of(collection, record, set); path && path->ref.field == &field)
            reader.take(path->sides);
    return reader.elements();
}

std::vector<Side> sides_of(const Collection& collection, const schema::Field& field,
                           const Visible& record) {
    for (const LiveSet& set : record.state().sets())
        if (auto path = path_of(collection, record, set); path && path->ref.field == &field)
            return std::move(path->sides);
    return {};
}

std::vector<Scalar> live_values(const Schema& schema, const Collection& collection,
                                const schema::Field& field, const Visible& record) {
    std::vector<Scalar> out;
    for (const LiveSet& set : record.state().sets()) {
        const auto path = path_of(collection, record, set);
        if (!path || path->ref.field != &field || !holds_one_value(path->ref.rule)) continue;
        const Side* best = in_force(schema, *path);
        for (const Side& side : path->sides) {
            auto value = is_effective(side) ? decode_scalar(side.value) : Result<Scalar>(Scalar{});
            if (!is_effective(side) || !value || std::count(out.begin(), out.end(), *value) != 0)
                continue;
            out.insert(&side == best ? out.begin() : out.end(), std::move(*value));
        }
    }
    return out;
}

std::vector<OpenConflict> open_conflicts(const Schema& schema, const Collection& collection,
                                         const Visible& record) {
    std::vector<OpenConflict> out;
    for (const LiveSet& set : record.state().sets()) {
        const auto path = path_of(collection, record, set);
        if (!path) continue;
        if (auto lone = lone_proposal(*path)) out.push_back(std::move(*lone));
        if (auto open = conflict_on(schema, *path)) out.push_back(std::move(*open));
    }
    if (merge::life(record.state()) == merge::Life::contested)
        out.push_back(contested(record, *record.state().life()));
    return out;
}

schema::Row row_of(const Collection& collection, FieldNumber number, ByteView value) {
    schema::Row row;
    const auto ref = field_ref(collection, number);
    if (!ref) return row;
    if (ref->group != nullptr) {
        if (const auto members = decode_group(value))
            for (const auto& [member, scalar] : *members)
                if (const schema::Field* field = collection.field(member))
                    row.insert_or_assign(field->name, schema::to_value(scalar));
        return row;
    }
    if (ref->rule == Rule::text) {
        // What was typed; the text that it came into is another's too.
        if (const auto batch = decode_text(value))
            row.insert_or_assign(ref->field->name, text::to_utf8(batch->characters));
    } else if (ref->rule == Rule::log) {
        if (auto entries = decode_entries(value))
            row.insert_or_assign(ref->field->name, std::move(*entries));
    } else if (ref->rule == Rule::ordered_list) {
        if (auto element = decode_element(value))
            row.insert_or_assign(ref->field->name, schema::to_value(std::move(element->value)));
    } else if (auto scalar = decode_scalar(value)) {
        row.insert_or_assign(ref->field->name, schema::to_value(std::move(*scalar)));
    }
    return row;
}

ConflictId conflict_id(ScopeId scope, RecordId record, Token token) {
    Bytes key = to_bytes(scope.view());
    append(key, record.view());
    return ConflictId{crypto::keyed_hash_16(key, token.view())};
}

}  // namespace sanderling::replica
