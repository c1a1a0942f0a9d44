#include "tests/sim/workload.hpp"

#include <algorithm>

namespace sanderling::sim {

using schema::Rule;

void Workload::act(Device& device, Dice& dice) {
    const std::uint64_t more = weights_.at_once_max > 1 ? dice.under(weights_.at_once_max) : 0;
    for (std::uint64_t i = 0; i <= more && device.is_up(); ++i) act_once(device, dice);
}

void Workload::act_once(Device& device, Dice& dice) {
    Place* place = place_of(device, dice);
    if (place == nullptr) return;
    if (place->burst != 0) --place->burst;
    std::uint64_t what = dice.under(100);
    const auto is_it = [&what](std::uint64_t weight) {
        const bool is = what < weight;
        what -= is ? 0 : weight;
        return is;
    };
    if (is_it(weights_.insert)) return insert(device, *place, dice);
    if (is_it(weights_.edit)) return edit(device, *place, dice);
    if (is_it(weights_.edit_part)) return edit_part(device, *place, dice);
    if (is_it(weights_.open_form)) return open_form(device, *place, dice);
    if (is_it(weights_.save_form)) return save_form(device, dice);
    if (is_it(weights_.set_life)) return set_life(device, *place, dice);
    if (is_it(weights_.edit_several)) return edit_several(device, *place, dice);
    if (is_it(weights_.resolve)) return resolve(device, dice);
    if (is_it(weights_.restore)) return restore(device, *place, dice);
    dismiss(device, dice);
}

Place* Workload::place_of(Device& device, Dice& dice) {
    std::vector<Place*> mine;
    for (Place& place : places_)
        if (place.members.contains(device.person())) mine.push_back(&place);
    // Somebody who was removed and does not know it yet goes on writing.
    if (dice.one_in(10)) return &places_[dice.under(places_.size())];
    return mine.empty() ? nullptr : dice.of(mine);
}

std::optional<KnownRecord> Workload::choose(Device& device, Place& place, Dice& dice) {
    const KnownRecord* known = choose_any(device, place, dice);
    if (known == nullptr) return std::nullopt;
    const auto* collection = device.schema().collection(known->collection->name);
    if (collection == nullptr) return std::nullopt;
    return KnownRecord{collection, known->id, known->made_by};
}

const KnownRecord* Workload::choose_any(Device& device, Place& place, Dice& dice) {
    if (place.records.empty()) return nullptr;
    const std::size_t count = place.records.size();
    const bool together = place.burst != 0 ? !dice.one_in(4) : dice.one_in(12);
    if (together) return &place.records[count - 1 - dice.under(std::min<std::size_t>(count, 2))];
    if (dice.one_in(4)) return &dice.of(place.records);
    for (int i = 0; i < 6; ++i) {  // one's own, the later the likelier
        const std::size_t back = std::min(dice.under(count), dice.under(count));
        const KnownRecord& known = place.records[count - 1 - back];
        if (known.made_by == device.index()) return &known;
    }
    return &dice.of(place.records);
}

void Workload::done(Device& device, const Result<Receipt>& receipt, std::string_view what) {
    const Errc code = receipt ? Errc::ok : receipt.error().code;
    trace_.note(what, device.index(), static_cast<std::uint64_t>(code));
    if (!receipt) {
        ++counts_.refused_here;
        trace_.remark(receipt.error().message());
    } else if (!receipt->parts.empty()) {
        ++counts_.transactions;
        for (const auto& part : receipt->parts)
            trace_.note("commit", device.index(), number(part.counter));
    }
}

Result<void> Workload::insert_into(Transaction& tx, Place& place, Device& device, Dice& dice,
                                   std::vector<std::pair<Place*, KnownRecord>>& made) {
    const schema::Collection& whole = *dice.of(place.collections);
    const schema::Collection* known_here = device.schema().collection(whole.name);
    if (known_here == nullptr) return fail(Errc::not_found, whole.name);
    const schema::Collection& collection = *known_here;
    Values values(device.schema(), dice);
    schema::Row row = values.new_row(collection);
    for (const schema::Field& field : collection.fields) {
        if (field.type != schema::FieldType::id || field.target.empty() || field.is_list() ||
            !row.contains(field.name))
            continue;
        std::vector<RecordId> targets;
        for (const KnownRecord& known : place.records)
            if (known.collection->name == field.target) targets.push_back(known.id);
        if (!targets.empty()) row[field.name] = dice.of(targets);
    }
    auto id = tx.insert(place.scope, collection.name, row);
    if (!id) return id.error();
    made.push_back({&place, {&whole, *id, device.index()}});
    return {};
}

void Workload::insert(Device& device, Place& place, Dice& dice) {
    std::vector<std::pair<Place*, KnownRecord>> made;
    // Mostly one; at times what belongs together, and a caseload when it is handed over.
    std::uint64_t count = dice.one_in(8) ? 2 + dice.under(5) : 1;
    if (dice.one_in(40)) count = 10 + dice.under(30);
    const auto receipt = device.write([&](Transaction& tx) -> Result<void> {
        for (std::uint64_t i = 0; i < count; ++i)
            if (auto one = insert_into(tx, place, device, dice, made); !one) return one;
        return {};
    });
    done(device, receipt, "insert");
    if (!receipt) return;
    for (auto& [where, known] : made)
        if (where->find(known.id) == nullptr) where->records.push_back(known);
}

void Workload::edit(Device& device, Place& place, Dice& dice) {
    const auto known = choose(device, place, dice);
    if (!known) return insert(device, place, dice);
    Values values(device.schema(), dice);
    const schema::Row row = values.change(*known->collection);
    done(device, device.write([&](Transaction& tx) {
        return tx.update(known->collection->name, known->id, row);
    }),
         "edit");
}

void Workload::edit_part(Device& device, Place& place, Dice& dice) {
    const auto known = choose(device, place, dice);
    if (!known) return;
    std::vector<const schema::Field*> parts;
    for (const schema::Field& field : known->collection->fields)
        if (field.is_list() || field.rule == Rule::counter || field.rule == Rule::text)
            parts.push_back(&field);
    if (parts.empty()) return edit(device, place, dice);
    const schema::Field& field = *dice.of(parts);
    if (field.rule == Rule::ordered_list) return edit_order(device, *known, field, dice);
    if (field.rule == Rule::text) return edit_text(device, *known, field, dice);
    const std::string& name = known->collection->name;
    Values values(device.schema(), dice);
    const auto receipt = device.write([&](Transaction& tx) {
        if (field.rule == Rule::log)
            return tx.append(name, known->id, field.name, values.scalar(field));
        if (field.rule == Rule::counter)
            return tx.increment(name, known->id, field.name,
                                static_cast<std::int64_t>(dice.under(20)) - 5);
        const auto element = values.element(field);
        return dice.one_in(3) ? tx.remove(name, known->id, field.name, element)
                              : tx.add(name, known->id, field.name, element);
    });
    done(device, receipt, "edit part");
}

void Workload::edit_order(Device& device, const KnownRecord& known, const schema::Field& field,
                          Dice& dice) {
    const std::string& name = known.collection->name;
    Values values(device.schema(), dice);
    const auto spot_in = [&](const std::vector<ListElement>& elements) -> ListSpot {
        if (elements.empty() || dice.one_in(3)) return AtEnd{};
        if (dice.one_in(6)) return AtStart{};
        const ElementId beside = dice.of(elements).id;
        return dice.one_in(2) ? ListSpot(Before{beside}) : ListSpot(After{beside});
    };
    const auto receipt = device.write([&](Transaction& tx) -> Result<void> {
        const auto elements = tx.elements(name, known.id, field.name);
        if (!elements) return elements.error();
        const std::uint64_t what = elements->empty() ? 0 : dice.under(10);
        const ListSpot spot = spot_in(*elements);
        if (what < 4) {
            auto made = tx.insert_at(name, known.id, field.name, values.element(field), spot);
            return made ? Result<void>{} : Result<void>(made.error());
        }
        const ElementId element = dice.of(*elements).id;
        if (what < 7) return tx.move(name, known.id, field.name, element, spot);
        if (what < 8 && field.type != schema::FieldType::id)
            return tx.set_element(name, known.id, field.name, element, values.element(field));
        return tx.remove_element(name, known.id, field.name, element);
    });
    done(device, receipt, "edit order");
}

void Workload::edit_text(Device& device, const KnownRecord& known, const schema::Field& field,
                         Dice& dice) {
    const std::string& name = known.collection->name;
    const auto receipt = device.write([&](Transaction& tx) -> Result<void> {
        const std::uint64_t strokes = 1 + dice.under(4);
        for (std::uint64_t i = 0; i < strokes; ++i) {
            const auto row = tx.get(name, known.id);
            if (!row) return row.error();
            std::size_t length = 0;  // every character that is written here is one byte
            if (*row && (*row)->contains(field.name))
                if (const auto* text = std::get_if<std::string>(&(*row)->at(field.name)))
                    length = text->size();
            TextEdit edit{.position = dice.under(length + 1)};
            if (dice.one_in(3))
                edit.erased = dice.under(std::min<std::size_t>(length - edit.position, 9) + 1);
            if (edit.erased == 0 || dice.one_in(2))
                edit.inserted = " word" + std::to_string(dice.under(5'000));
            auto edited = tx.edit_text(name, known.id, field.name, edit);
            if (!edited) return edited;
        }
        return {};
    });
    done(device, receipt, "edit text");
}

void Workload::open_form(Device& device, Place& place, Dice& dice) {
    const auto known = choose(device, place, dice);
    if (!known) return;
    auto form = device.open_form(place.scope, known->collection->name, known->id);
    if (!form) return;
    auto& open = forms_[device.index()];
    open.push_back(std::move(*form));
    if (open.size() > 3) open.pop_front();
}

void Workload::save_form(Device& device, Dice& dice) {
    auto& open = forms_[device.index()];
    if (open.empty()) return;
    const OpenForm form = open.front();
    open.pop_front();
    if (form.run != device.run()) return;  // it went with its process
    const schema::Collection* collection = device.schema().collection(form.collection);
    Values values(device.schema(), dice);
    const schema::Row row = values.change(*collection);
    ++counts_.forms;
    done(device,
         device.write(
             [&](Transaction& tx) {
                 return tx.update(form.collection, form.record, row, {.token = form.token});
             },
             form),
         "save form");
}

void Workload::set_life(Device& device, Place& place, Dice& dice) {
    const auto known = choose(device, place, dice);
    if (!known) return;
    const bool erases = !dice.one_in(3);
    done(device, device.write([&](Transaction& tx) {
        return erases ? tx.erase(known->collection->name, known->id)
                      : tx.undelete(known->collection->name, known->id);
    }),
         erases ? "erase" : "undelete");
}

void Workload::edit_several(Device& device, Place& first, Dice& dice) {
    std::vector<std::pair<Place*, KnownRecord>> made;
    const std::uint64_t count = 2 + dice.under(2);
    const auto receipt = device.write([&](Transaction& tx) -> Result<void> {
        for (std::uint64_t i = 0; i < count; ++i) {
            Place* place = i == 0 ? &first : place_of(device, dice);
            if (place == nullptr) continue;
            const auto known = choose(device, *place, dice);
            if (!known || dice.one_in(3)) {
                if (auto one = insert_into(tx, *place, device, dice, made); !one) return one;
                continue;
            }
            Values values(device.schema(), dice);
            const schema::Row row = values.change(*known->collection);
            auto changed = tx.update(known->collection->name, known->id, row);
            if (!changed && changed.error().code != Errc::not_found) return changed;
        }
        return {};
    });
    done(device, receipt, "edit several");
    if (!receipt) return;
    for (auto& [where, known] : made)
        if (where->find(known.id) == nullptr) where->records.push_back(known);
}

void Workload::resolve(Device& device, Dice& dice) {
    const auto conflicts = device.store().conflicts();
    if (!conflicts || conflicts->empty()) return;
    const Conflict& conflict = dice.of(*conflicts);
    if (!conflict.is_resolvable_here || conflict.candidates.empty()) return;
    const Resolution choice = Choice{dice.under(conflict.candidates.size())};
    ++counts_.resolved;
    done(device, device.resolve(conflict, choice), "resolve");
}

void Workload::restore(Device& device, Place& place, Dice& dice) {
    const auto known = choose(device, place, dice);
    if (!known) return;
    const auto history = device.store().history(known->collection->name, known->id);
    if (!history || history->empty()) return;
    done(device, device.restore(dice.of(*history)), "restore");
}

void Workload::dismiss(Device& device, Dice& dice) {
    const auto outbox = device.store().outbox();
    if (!outbox || outbox->empty()) return;
    const OutboxItem& item = dice.of(*outbox);
    if (item.delivery != Delivery::rejected && item.delivery != Delivery::quarantined) return;
    const auto dismissed = device.store().dismiss(item.scope, item.dot());
    trace_.note("dismiss", device.index(),
                static_cast<std::uint64_t>(dismissed ? Errc::ok : dismissed.error().code));
    if (dismissed) device.note_dismissed(item.scope, item.transaction);
}

}  // namespace sanderling::sim
