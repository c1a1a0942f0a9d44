#include "examples/caseload/ndjson.hpp"

#include "client-sdk/import/instant_text.hpp"
#include "schema/generated/probation/description.hpp"

#include <nlohmann/json.hpp>

namespace sanderling::caseload {
namespace {

using nlohmann::ordered_json;
using schema::FieldType;

ordered_json scalar_json(const schema::Field& field, const schema::Scalar& scalar) {
    if (const auto* text = std::get_if<std::string>(&scalar)) {
        return field.type == FieldType::json ? ordered_json::parse(*text) : ordered_json(*text);
    }
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) {
        if (field.type == FieldType::instant) return import::instant_text({*number});
        return *number;
    }
    if (const auto* flag = std::get_if<bool>(&scalar)) return *flag;
    if (const auto* id = std::get_if<RecordId>(&scalar)) return to_text(*id);
    // The probation schema has no field of another type.
    SANDERLING_ASSERT(std::holds_alternative<schema::Null>(scalar));
    return nullptr;
}

struct FieldJson {
    const schema::Field& field;

    ordered_json operator()(const schema::List& list) const {
        ordered_json out = ordered_json::array();
        for (const auto& element : list) out.push_back(scalar_json(field, element));
        return out;
    }
    template <class T>
    ordered_json operator()(const T& held) const {
        return scalar_json(field, schema::Scalar(held));
    }
};

}  // namespace

std::string json_line(const GeneratedRecord& record) {
    const schema::Collection* collection = probation::schema().collection(record.collection);
    SANDERLING_ASSERT(collection != nullptr);
    ordered_json fields = ordered_json::object();
    for (const schema::Field& field : collection->fields) {
        const auto given = record.row.find(field.name);
        if (given == record.row.end()) continue;
        fields[field.name] = std::visit(FieldJson{field}, given->second);
    }
    ordered_json out{{"scope", record.scope}, {"collection", std::string(record.collection)}};
    if (record.id) out["id"] = to_text(*record.id);
    out["fields"] = std::move(fields);
    return out.dump();
}

std::string json_line(const GeneratedScope& scope) {
    ordered_json members = ordered_json::array();
    for (const auto& [staff, role] : scope.members) {
        members.push_back({{"staff", staff}, {"role", role}});
    }
    return ordered_json{{"scope", scope.scope},
                        {"kind", scope.kind},
                        {"label", scope.label},
                        {"members", std::move(members)}}
        .dump();
}

std::string json_line(const Staff& staff) {
    ordered_json out{{"staff", staff.reference}, {"name", staff.name}, {"role", staff.role}};
    if (!staff.team.empty()) out["team"] = staff.team;
    return out.dump();
}

}  // namespace sanderling::caseload
