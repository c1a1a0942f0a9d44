#include "client-sdk/replica/json_list.hpp"

#include <nlohmann/json.hpp>

namespace sanderling::replica {

namespace {

using nlohmann::json;

struct ToJson {
    json operator()(schema::Null) const { return nullptr; }
    json operator()(const Bytes& bytes) const { return to_hex(bytes); }
    json operator()(const RecordId& id) const { return to_text(id); }
    template <class T>
    json operator()(const T& value) const {
        return value;
    }
};

schema::Scalar from_json(const json& value, schema::FieldType type) {
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_number_float()) return value.get<double>();
    if (value.is_number_integer()) {
        if (type == schema::FieldType::real) return value.get<double>();
        return value.get<std::int64_t>();
    }
    if (!value.is_string()) return schema::Null{};
    auto text = value.get<std::string>();
    if (type == schema::FieldType::id) {
        const auto id = parse_id<RecordId>(text);
        return id ? schema::Scalar(*id) : schema::Scalar();
    }
    if (type == schema::FieldType::bytes) {
        Bytes bytes(text.size() / 2);
        return from_hex(text, bytes) ? schema::Scalar(std::move(bytes)) : schema::Scalar();
    }
    return text;
}

}  // namespace

std::string to_json(const schema::List& list) {
    json array = json::array();
    for (const schema::Scalar& element : list) array.push_back(std::visit(ToJson{}, element));
    // What another device wrote may not be well-formed text; it must not stop a reader.
    return array.dump(-1, ' ', false, json::error_handler_t::replace);
}

schema::List list_from_json(std::string_view text, schema::FieldType type) {
    schema::List out;
    const json array = json::parse(text, nullptr, false);
    if (!array.is_array()) return out;
    for (const json& element : array) out.push_back(from_json(element, type));
    return out;
}

}  // namespace sanderling::replica
