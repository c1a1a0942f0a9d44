// What a transaction does to ordered lists (docs/protocol.md §4.1).
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/commit/limits.hpp"
#include "core/sealing/token.hpp"
#include "schema/model/validate.hpp"

#include <algorithm>

namespace sanderling::replica {

namespace {

using commit::Coverage;
using commit::Operation;
using commit::Rule;

using Elements = std::vector<PlacedElement>;

Elements::const_iterator find(const Elements& elements, ElementId id) {
    return std::find_if(elements.begin(), elements.end(),
                        [&](const PlacedElement& e) { return e.id == id; });
}

/// How many elements stand before the spot.
struct IndexOf {
    const Elements& elements;

    std::optional<std::size_t> operator()(AtStart) const { return 0; }
    std::optional<std::size_t> operator()(AtEnd) const { return elements.size(); }
    std::optional<std::size_t> operator()(const Before& spot) const {
        return beside(spot.element, 0);
    }
    std::optional<std::size_t> operator()(const After& spot) const {
        return beside(spot.element, 1);
    }

  private:
    std::optional<std::size_t> beside(ElementId id, std::size_t more) const {
        const auto at = find(elements, id);
        if (at == elements.end()) return std::nullopt;
        return static_cast<std::size_t>(at - elements.begin()) + more;
    }
};

Error no_such_element(const schema::Field& field, ElementId id) {
    return fail(Errc::not_found, field.name + ": no element " + to_text(id));
}

Result<ListPlace> place_at(const schema::Field& field, const Elements& elements,
                           const ListSpot& spot, const Dot& writer) {
    const auto index = std::visit(IndexOf{elements}, spot);
    if (!index) return fail(Errc::not_found, field.name + ": no such neighbour");
    const ByteView lower = *index > 0 ? ByteView(elements[*index - 1].place) : ByteView();
    const ByteView upper = *index < elements.size() ? ByteView(elements[*index].place) : ByteView();
    return place_between(lower, upper, writer);
}

}  // namespace

Result<Draft::ListDraft> Draft::open_list(std::string_view name, RecordId id,
                                          std::string_view field_name, Access access) {
    const auto field = field_with_rule(name, field_name, Rule::ordered_list);
    if (!field) return field.error();
    const auto record = access == Access::read ? open_record(name, id) : open_for_write(name, id);
    if (!record) return record.error();
    return ListDraft{**record, **field};
}

std::vector<PlacedElement> Draft::elements_of(const ListDraft& list) const {
    const RecordBody body = body_now(list.record);
    return read_list(list.record.collection, list.field, Visible(body, list.record.home.self));
}

Dot Draft::next_dot(const RecordDraft& record) const {
    return {record.home.self.replica, Counter{number(record.home.known.own) + 1}};
}

Token Draft::element_token(const ListDraft& list, ElementId id) const {
    return sealing::element_token(*writer_.scopes.token_key(list.record.home.scope),
                                  number(list.record.collection.number), number(list.field.number),
                                  encode_element_id(id));
}

void Draft::write_element_value(const ListDraft& list, ElementId id, Operation operation,
                                Bytes value) {
    list.record.put({.write = {.token = element_token(list, id),
                               .rule = Rule::ordered_list,
                               .operation = operation,
                               .authority = list.field.authority,
                               .coverage = Coverage::all_known},
                     .field = list.field.number,
                     .value = std::move(value)});
}

void Draft::write_place(const ListDraft& list, ElementId id, const ListPlace& place) {
    const Token token = sealing::place_token(*writer_.scopes.token_key(list.record.home.scope),
                                             number(list.record.collection.number),
                                             number(list.field.number), encode_element_id(id));
    list.record.put({.write = {.token = token,
                               .rule = Rule::ordered_list,
                               .operation = Operation::put,
                               .authority = list.field.authority,
                               .coverage = Coverage::all_known},
                     .field = list.field.number,
                     .value = encode_place(id, place)});
}

// It covers the touches that it repeats, and nothing else: what the element is was not changed.
void Draft::write_touch(const ListDraft& list, const PlacedElement& element) {
    PendingPath path{.field = list.field.number,
                     .value = encode_element(element.id, element.value)};
    path.write = {.token = element_token(list, element.id),
                  .rule = Rule::ordered_list,
                  .operation = Operation::touch,
                  .authority = list.field.authority,
                  .coverage = Coverage::none};
    if (list.record.find(path.write.token) != nullptr) return;  // said in this transaction already
    const merge::LiveSet* seen =
        list.record.visible ? list.record.visible->state().find(path.write.token) : nullptr;
    if (seen != nullptr)
        for (const merge::LiveEntry& e : seen->entries)
            if (e.operation == Operation::touch) path.write.dots.push_back(e.dot);
    if (path.write.dots.size() > commit::limits::dots_a_path)
        path.write.dots.resize(commit::limits::dots_a_path);
    if (!path.write.dots.empty()) path.write.coverage = Coverage::named;
    list.record.put(std::move(path));
}

Result<ElementId> Draft::insert_element(std::string_view name, RecordId id, std::string_view field,
                                        const Scalar& value, const ListSpot& spot) {
    const auto list = open_list(name, id, field, Access::write);
    if (!list) return list.error();
    if (auto valid = schema::validate_scalar(writer_.schema, list->field, value); !valid)
        return fail(valid.error().code, std::string(name) + "." + valid.error().detail);
    const Elements elements = elements_of(*list);
    // A list of ids has each once, whoever inserted it.
    const auto* record_id = std::get_if<RecordId>(&value);
    const ElementId element =
        record_id != nullptr ? ElementId{record_id->bytes} : writer_.random.id<ElementId>();
    if (find(elements, element) != elements.end())
        return fail(Errc::already_exists, list->field.name + ": " + to_text(element));
    const auto place = place_at(list->field, elements, spot, next_dot(list->record));
    if (!place) return place.error();
    write_element_value(*list, element, Operation::add, encode_element(element, value));
    write_place(*list, element, *place);
    return element;
}

Result<void> Draft::move_element(std::string_view name, RecordId id, std::string_view field,
                                 ElementId element, const ListSpot& spot) {
    const auto list = open_list(name, id, field, Access::write);
    if (!list) return list.error();
    Elements elements = elements_of(*list);
    const auto at = find(elements, element);
    if (at == elements.end()) return no_such_element(list->field, element);
    // NOLINTNEXTLINE(performance-unnecessary-copy-initialization): the next line ends it there.
    const PlacedElement moved = *at;
    elements.erase(at);
    const auto place = place_at(list->field, elements, spot, next_dot(list->record));
    if (!place) return place.error();
    write_touch(*list, moved);
    write_place(*list, element, *place);
    return {};
}

Result<void> Draft::set_element(std::string_view name, RecordId id, std::string_view field,
                                ElementId element, const Scalar& value) {
    const auto list = open_list(name, id, field, Access::write);
    if (!list) return list.error();
    if (auto valid = schema::validate_scalar(writer_.schema, list->field, value); !valid)
        return fail(valid.error().code, std::string(name) + "." + valid.error().detail);
    if (list->field.type == schema::FieldType::id)
        return fail(Errc::constraint, std::string(name) + "." + list->field.name +
                                          ": an id is inserted or removed, not changed");
    const Elements elements = elements_of(*list);
    if (find(elements, element) == elements.end()) return no_such_element(list->field, element);
    write_element_value(*list, element, Operation::add, encode_element(element, value));
    return {};
}

Result<void> Draft::remove_element(std::string_view name, RecordId id, std::string_view field,
                                   ElementId element) {
    const auto list = open_list(name, id, field, Access::write);
    if (!list) return list.error();
    const Elements elements = elements_of(*list);
    if (find(elements, element) == elements.end()) return no_such_element(list->field, element);
    write_element_value(*list, element, Operation::remove, encode_element(element, schema::Null{}));
    return {};
}

Result<void> Draft::restore_element(std::string_view name, RecordId id, std::string_view field,
                                    ElementId element, const Scalar& value) {
    const auto list = open_list(name, id, field, Access::write);
    if (!list) return list.error();
    write_element_value(*list, element, Operation::add, encode_element(element, value));
    return {};
}

Result<std::vector<ListElement>> Draft::elements(std::string_view name, RecordId id,
                                                 std::string_view field) {
    const auto list = open_list(name, id, field, Access::read);
    if (!list) return list.error();
    std::vector<ListElement> out;
    for (PlacedElement& e : elements_of(*list)) out.push_back({e.id, std::move(e.value)});
    return out;
}

void Draft::write_new_list(RecordDraft& record, const schema::Field& field,
                           const schema::List& values) {
    const ListDraft list{record, field};
    const Elements present = elements_of(list);
    ListPlace last = present.empty() ? ListPlace() : present.back().place;
    for (const Scalar& value : values) {
        const auto* record_id = std::get_if<RecordId>(&value);
        const ElementId element =
            record_id != nullptr ? ElementId{record_id->bytes} : writer_.random.id<ElementId>();
        last = place_between(last, {}, next_dot(record));
        write_element_value(list, element, Operation::add, encode_element(element, value));
        write_place(list, element, last);
    }
}

}  // namespace sanderling::replica
