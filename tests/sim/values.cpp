#include "tests/sim/values.hpp"

#include <algorithm>
#include <limits>

namespace sanderling::sim {

using schema::Field;
using schema::FieldType;
using schema::Rule;
using schema::Scalar;

namespace {

constexpr std::size_t long_text_bytes = 3'500;  // the 95th percentile of notes

std::string two_digits(std::uint64_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

std::string Values::text(const Field& field) {
    std::string out = std::string(canary) + " " + std::to_string(dice_.next() % 1'000'000'000);
    if (dice_.one_in(20)) {
        const std::size_t wanted = dice_.under(long_text_bytes);
        while (out.size() < wanted) out += " word" + std::to_string(dice_.under(5'000));
    }
    const std::size_t most = field.limits.length_max.value_or(1'000'000);
    if (out.size() > most) out = out.substr(out.size() - most);
    return out;
}

std::int64_t Values::integer(const Field& field) {
    const std::int64_t least = field.limits.minimum.value_or(0);
    const std::int64_t most = field.limits.maximum.value_or(
        least < std::numeric_limits<std::int64_t>::max() - 100'000 ? least + 100'000 : least);
    const auto span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    return least + static_cast<std::int64_t>(dice_.under(span == UINT64_MAX ? span : span + 1));
}

Scalar Values::scalar(const Field& field) {
    switch (field.type) {
        case FieldType::text:
            return text(field);
        case FieldType::integer:
            return integer(field);
        case FieldType::real:
            return static_cast<double>(dice_.under(1'000'000)) / 8.0;
        case FieldType::boolean:
            return dice_.one_in(2);
        case FieldType::date:
            return "2011-" + two_digits(1 + dice_.under(12)) + "-" +
                   two_digits(1 + dice_.under(28));
        case FieldType::instant:
            return field.limits.minimum || field.limits.maximum
                       ? integer(field)
                       : static_cast<std::int64_t>(1'303'000'000'000 + dice_.under(31'000'000'000));
        case FieldType::enumeration:
            return dice_.of(schema_.enumeration(field.enum_name)->values).name;
        case FieldType::id:
            return dice_.id<RecordId>();
        case FieldType::bytes: {
            Bytes bytes(
                dice_.under(std::min<std::uint64_t>(field.limits.length_max.value_or(60), 60)) + 1);
            dice_.fill(bytes);
            return bytes;
        }
        case FieldType::json: {
            const std::string full =
                "{\"" + std::string(canary) + "\": " + std::to_string(dice_.under(1'000'000)) + "}";
            return full.size() > field.limits.length_max.value_or(1'000'000) ? "{}" : full;
        }
    }
    return schema::Null{};
}

Scalar Values::element(const Field& field) {
    if (field.type == FieldType::text) {
        std::string word = "w" + std::to_string(dice_.under(8));
        return word;
    }
    if (field.type == FieldType::integer) {
        const std::int64_t least = field.limits.minimum.value_or(0);
        return least + static_cast<std::int64_t>(dice_.under(2));
    }
    if (field.type == FieldType::id) {
        RecordId id;
        id.bytes[15] = static_cast<std::uint8_t>(dice_.under(6));
        return id;
    }
    if (field.type == FieldType::date) return "2011-04-" + two_digits(1 + dice_.under(6));
    return scalar(field);
}

schema::Value Values::value(const Field& field) {
    if (!field.is_list()) return schema::to_value(scalar(field));
    schema::List list;
    const std::uint64_t count = 1 + dice_.under(field.rule == Rule::set ? 3 : 2);
    for (std::uint64_t i = 0; i < count; ++i) {
        const bool is_log = field.rule == Rule::log;
        Scalar each = is_log ? scalar(field) : element(field);
        if (!is_log && std::find(list.begin(), list.end(), each) != list.end()) continue;
        list.push_back(std::move(each));
    }
    return list;
}

schema::Row Values::new_row(const schema::Collection& collection) {
    schema::Row row;
    for (const Field& field : collection.fields) {
        const auto& key = collection.natural_key;
        const bool is_key = std::find(key.begin(), key.end(), field.name) != key.end();
        if (is_key)
            row[field.name] = schema::to_value(element(field));
        else if (field.required || dice_.per_mille(600))
            row[field.name] = value(field);
    }
    return row;
}

schema::Row Values::change(const schema::Collection& collection) {
    schema::Row row;
    const std::uint64_t wanted = 1 + dice_.under(dice_.one_in(3) ? 8 : 3);  // a field, or a form
    for (std::uint64_t i = 0; i < wanted; ++i) {
        const Field& field = dice_.of(collection.fields);
        const auto& key = collection.natural_key;
        if (std::find(key.begin(), key.end(), field.name) != key.end()) continue;
        // These have calls of their own.
        if (field.rule == Rule::counter || field.rule == Rule::ordered_list) continue;
        if (field.rule == Rule::immutable && !dice_.one_in(6)) continue;
        std::vector<const Field*> together{&field};
        if (!field.group.empty()) {
            together.clear();
            for (const std::string& name : collection.group(field.group)->members)
                together.push_back(collection.field(name));
        }
        for (const Field* each : together) {
            const bool is_cleared = !each->required && !each->is_list() && dice_.one_in(15);
            row[each->name] = is_cleared ? schema::Value{} : value(*each);
        }
    }
    return row;
}

}  // namespace sanderling::sim
