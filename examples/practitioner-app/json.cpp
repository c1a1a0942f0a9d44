#include "examples/practitioner-app/json.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

struct Cell {
    Json operator()(const Null&) const { return nullptr; }
    Json operator()(const RecordId& id) const { return to_text(id); }
    Json operator()(const Bytes& bytes) const { return to_hex(bytes); }
    Json operator()(const List& list) const {
        Json out = Json::array();
        for (const Scalar& each : list) out.push_back(to_json(each));
        return out;
    }
    template <class T>
    Json operator()(const T& plain) const {
        return plain;
    }
};

}  // namespace

Json to_json(const Scalar& scalar) {
    return std::visit(Cell{}, scalar);
}

Json to_json(const Value& value) {
    return std::visit(Cell{}, value);
}

Json to_json(const Rows& rows, std::size_t row, std::initializer_list<std::string_view> lists) {
    Json out = Json::object();
    for (std::size_t i = 0; i < rows.columns().size(); ++i) {
        const std::string& name = rows.columns()[i];
        const Scalar& cell = rows.at(row, i);
        const auto* text = std::get_if<std::string>(&cell);
        const bool is_list = std::ranges::find(lists, name) != lists.end();
        if (is_list && text != nullptr) {
            out[name] = Json::parse(*text, nullptr, false);
        } else {
            out[name] = is_list ? Json::array() : to_json(cell);
        }
    }
    return out;
}

Json to_json(const Row& row) {
    Json out = Json::object();
    for (const auto& [name, value] : row) out[name] = to_json(value);
    return out;
}

Reply read_rows(const Store& store, std::string_view sql, const std::vector<Scalar>& params,
                std::initializer_list<std::string_view> lists) {
    const auto rows = store.query(sql, params);
    if (!rows) return rows.error();
    Json out = Json::array();
    for (std::size_t i = 0; i < rows->size(); ++i) out.push_back(to_json(*rows, i, lists));
    return out;
}

Reply read_row(const Store& store, std::string_view sql, const std::vector<Scalar>& params,
               std::initializer_list<std::string_view> lists) {
    auto rows = read_rows(store, sql, params, lists);
    if (!rows) return rows;
    return rows->empty() ? Json(nullptr) : std::move(rows->at(0));
}

}  // namespace sanderling::app
