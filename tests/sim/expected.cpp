#include "tests/sim/expected.hpp"

#include "client-sdk/replica/value_codec.hpp"
#include "schema/model/validate.hpp"
#include "tests/sim/expected_text.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace sanderling::sim {

using commit::Operation;
using commit::Rule;
using schema::Collection;
using schema::Field;

namespace {

/// The field or group that a path's values belong to, and what the schema says of it.
struct Subject {
    const Field* field = nullptr;
    const schema::Group* group = nullptr;
    Rule rule = Rule::register_;
    commit::AuthorityClass authority{};

    const std::string& name() const { return field != nullptr ? field->name : group->name; }
};

std::optional<Subject> subject_of(const Collection& collection, std::uint16_t number) {
    const schema::FieldNumber wanted{number};
    if (const auto* group = collection.group(wanted))
        return Subject{nullptr, group, Rule::group, group->authority};
    const Field* field = collection.field(wanted);
    if (field == nullptr || !field->group.empty()) return std::nullopt;
    const bool is_cautious = field->rule == Rule::cautious;
    return Subject{field, nullptr, field->rule, is_cautious ? field->resolver : field->authority};
}

Bytes plain_value(const LiveWrite& write) {
    const WrittenPath& what = write.what();
    if (what.write.operation != Operation::resolve) return what.value;
    return to_bytes(replica::decode_resolved(what.value).value().value);
}

// The live writes that readers of this schema heed.
std::vector<const LiveWrite*> heeded(const Subject& subject, const LivePath& path) {
    std::vector<const LiveWrite*> out;
    for (const LiveWrite& write : path)
        if (write.what().write.rule == subject.rule &&
            write.what().write.authority == subject.authority)
            out.push_back(&write);
    return out;
}

bool is_later(const LiveWrite& a, const LiveWrite& b) {
    return std::tuple(a.by->t_eff, a.by->seq) > std::tuple(b.by->t_eff, b.by->seq);
}

std::int64_t caution(const schema::Schema& schema, const Field& field, const LiveWrite& write) {
    const auto scalar = replica::decode_scalar(plain_value(write));
    if (!scalar || std::holds_alternative<schema::Null>(*scalar))
        return std::numeric_limits<std::int64_t>::min();
    return schema::protective_rank(schema, field, schema::to_value(*scalar))
        .value_or(std::numeric_limits<std::int64_t>::max());
}

const LiveWrite* in_force(const schema::Schema& schema, const Subject& subject,
                          const std::vector<const LiveWrite*>& writes) {
    const LiveWrite* best = nullptr;
    for (const LiveWrite* write : writes) {
        if (write->is_proposal) continue;
        if (subject.rule == Rule::immutable) {
            if (best == nullptr || write->by->seq < best->by->seq) best = write;
            continue;
        }
        if (best == nullptr) {
            best = write;
            continue;
        }
        if (subject.rule == Rule::cautious) {
            const auto rank = caution(schema, *subject.field, *write);
            const auto best_rank = caution(schema, *subject.field, *best);
            if (rank != best_rank) {
                if (rank > best_rank) best = write;
                continue;
            }
        }
        if (is_later(*write, *best)) best = write;
    }
    return best;
}

bool holds_one_value(Rule rule) {
    return rule == Rule::register_ || rule == Rule::group || rule == Rule::multi_value ||
           rule == Rule::cautious || rule == Rule::immutable;
}

void put(schema::Row& row, const std::string& name, const schema::Scalar& value) {
    if (!std::holds_alternative<schema::Null>(value)) row[name] = schema::to_value(value);
}

void append_list(schema::Row& row, const std::string& name, const schema::List& more) {
    if (more.empty()) return;
    schema::Value& cell = row[name];
    if (!std::holds_alternative<schema::List>(cell)) cell = schema::List{};
    auto& list = std::get<schema::List>(cell);
    list.insert(list.end(), more.begin(), more.end());
}

void read_log(schema::Row& row, const Subject& subject, std::vector<const LiveWrite*> writes) {
    std::erase_if(writes, [](const LiveWrite* write) { return write->is_proposal; });
    std::sort(writes.begin(), writes.end(),
              [](const LiveWrite* a, const LiveWrite* b) { return is_later(*b, *a); });
    for (const LiveWrite* write : writes)
        append_list(row, subject.name(), replica::decode_entries(write->what().value).value());
}

void read_counter(schema::Row& row, const Subject& subject,
                  const std::vector<const LiveWrite*>& writes) {
    std::uint64_t sum = 0;
    for (const LiveWrite* write : writes)
        if (!write->is_proposal)
            sum += static_cast<std::uint64_t>(
                std::get<std::int64_t>(replica::decode_scalar(write->what().value).value()));
    row[subject.name()] = static_cast<std::int64_t>(sum);
}

void read_text(schema::Row& row, const Subject& subject, std::vector<const LiveWrite*> writes) {
    std::erase_if(writes, [](const LiveWrite* write) { return write->is_proposal; });
    std::vector<ByteView> batches;
    std::vector<Bytes> held;
    held.reserve(writes.size());
    for (const LiveWrite* write : writes) {
        held.push_back(std::get<Bytes>(replica::decode_scalar(write->what().value).value()));
        batches.push_back(held.back());
    }
    if (const auto text = expected_text(batches)) row[subject.name()] = *text;
}

/// An element of an ordered list, as its two paths give it.
struct ExpectedElement {
    std::optional<schema::Scalar> value{};
    Bytes place{};
};
using ExpectedLists = std::map<std::string, std::map<ElementId, ExpectedElement>>;

// Of the writes of one path that say what an element is: those that keep it in the list.
std::vector<const LiveWrite*> keeping(std::vector<const LiveWrite*> writes) {
    std::erase_if(writes, [](const LiveWrite* write) {
        const Operation operation = write->what().write.operation;
        return write->is_proposal ||
               (operation != Operation::add && operation != Operation::resolve &&
                operation != Operation::touch);
    });
    return writes;
}

std::vector<const LiveWrite*> without_touches(std::vector<const LiveWrite*> writes) {
    std::erase_if(writes, [](const LiveWrite* write) {
        return write->what().write.operation == Operation::touch;
    });
    return writes;
}

const LiveWrite* latest(const std::vector<const LiveWrite*>& writes) {
    const LiveWrite* best = nullptr;
    for (const LiveWrite* write : writes)
        if (best == nullptr || is_later(*write, *best)) best = write;
    return best;
}

void read_list(const Subject& subject, std::vector<const LiveWrite*> writes, ExpectedLists& lists) {
    const bool is_place = writes.front()->what().write.operation == Operation::put;
    if (is_place) {
        std::erase_if(writes, [](const LiveWrite* write) { return write->is_proposal; });
        if (writes.empty()) return;
        auto placed = replica::decode_place(latest(writes)->what().value).value();
        lists[subject.name()][placed.id].place = std::move(placed.place);
        return;
    }
    const auto kept = keeping(std::move(writes));
    if (kept.empty()) return;
    const auto told = without_touches(kept);
    const auto element =
        replica::decode_element(plain_value(*latest(told.empty() ? kept : told))).value();
    lists[subject.name()][element.id].value = element.value;
}

void put_lists(const ExpectedLists& lists, schema::Row& row) {
    for (const auto& [name, elements] : lists) {
        std::vector<std::tuple<bool, Bytes, ElementId, schema::Scalar>> order;
        for (const auto& [id, element] : elements)
            if (element.value)
                order.push_back({element.place.empty(), element.place, id, *element.value});
        std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return std::tie(std::get<0>(a), std::get<1>(a), std::get<2>(a)) <
                   std::tie(std::get<0>(b), std::get<1>(b), std::get<2>(b));
        });
        for (const auto& each : order) append_list(row, name, {std::get<3>(each)});
    }
}

void read_path(const schema::Schema& schema, const Collection& collection, const LivePath& path,
               schema::Row& row, ExpectedLists& lists) {
    const auto subject = subject_of(collection, path.front().what().field);
    if (!subject) return;
    const auto writes = heeded(*subject, path);
    if (writes.empty()) return;
    if (subject->rule == Rule::log) return read_log(row, *subject, writes);
    if (subject->rule == Rule::counter) return read_counter(row, *subject, writes);
    if (subject->rule == Rule::text) return read_text(row, *subject, writes);
    if (subject->rule == Rule::ordered_list) return read_list(*subject, writes, lists);
    if (subject->rule == Rule::set) {
        const bool is_in = std::any_of(writes.begin(), writes.end(), [](const LiveWrite* write) {
            return !write->is_proposal && write->what().write.operation == Operation::add;
        });
        if (is_in)
            append_list(row, subject->name(),
                        {replica::decode_scalar(writes.front()->what().value).value()});
        return;
    }
    if (!holds_one_value(subject->rule)) return;
    const LiveWrite* best = in_force(schema, *subject, writes);
    if (best == nullptr) return;
    if (subject->group == nullptr)
        return put(row, subject->name(), replica::decode_scalar(plain_value(*best)).value());
    const auto members = replica::decode_group(plain_value(*best));
    for (const auto& [number, scalar] : members.value())
        if (const Field* field = collection.field(number)) put(row, field->name, scalar);
}

}  // namespace

std::uint16_t collection_of(const LiveRecord& record) {
    for (const auto& [token, path] : record)
        if (!path.empty()) return path.front().what().collection;
    return 0;
}

ExpectedLife expected_life(const LiveRecord& record) {
    std::vector<const LiveWrite*> erases;
    for (const auto& [token, path] : record)
        for (const LiveWrite& write : path)
            if (write.what().write.operation == Operation::erase) erases.push_back(&write);
    if (erases.empty()) return ExpectedLife::alive;
    for (const auto& [token, path] : record)
        for (const LiveWrite& write : path) {
            if (write.what().write.operation == Operation::erase) continue;
            const bool is_known =
                std::any_of(erases.begin(), erases.end(), [&](const LiveWrite* erase) {
                    return erase->by == write.by || had(*erase, *write.by);
                });
            if (!is_known) return ExpectedLife::contested;
        }
    return ExpectedLife::deleted;
}

const LiveWrite* expected_winner(const schema::Schema& schema, const Collection& collection,
                                 const LivePath& path) {
    const auto subject = subject_of(collection, path.front().what().field);
    return subject ? in_force(schema, *subject, heeded(*subject, path)) : nullptr;
}

std::optional<schema::Row> expected_row(const schema::Schema& schema, const Collection& collection,
                                        const LiveRecord& record) {
    if (expected_life(record) == ExpectedLife::deleted) return std::nullopt;
    schema::Row row;
    ExpectedLists lists;
    for (const Field& field : collection.fields)
        if (field.rule == Rule::counter) row[field.name] = std::int64_t{0};
    for (const auto& [token, path] : record)
        if (!path.empty()) read_path(schema, collection, path, row, lists);
    put_lists(lists, row);
    for (const Field& field : collection.fields)
        if (field.rule == Rule::set)
            if (const auto cell = row.find(field.name); cell != row.end())
                std::sort(std::get<schema::List>(cell->second).begin(),
                          std::get<schema::List>(cell->second).end());
    return row;
}

std::set<std::string> expected_conflicts(const schema::Schema& schema, const Collection& collection,
                                         const LiveRecord& record) {
    std::set<std::string> out;
    for (const auto& [token, path] : record) {
        if (path.empty()) continue;
        const auto subject = subject_of(collection, path.front().what().field);
        if (!subject) continue;
        auto writes = heeded(*subject, path);
        if (subject->rule == Rule::ordered_list)
            writes = without_touches(keeping(std::move(writes)));
        else if (!holds_one_value(subject->rule))
            continue;
        const bool is_lone_proposal = writes.size() == 1 && writes.front()->is_proposal;
        const bool is_disputed = std::any_of(writes.begin(), writes.end(), [&](const auto* write) {
            return plain_value(*write) != plain_value(*writes.front());
        });
        if (is_lone_proposal || is_disputed) out.insert(subject->name());
    }
    static_cast<void>(schema);
    if (expected_life(record) == ExpectedLife::contested) out.insert("");
    return out;
}

}  // namespace sanderling::sim
