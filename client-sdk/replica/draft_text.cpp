// Writing in a text: by position, or by giving the whole of it (docs/protocol.md §4.2).
#include "client-sdk/replica/draft_parts.hpp"
#include "client-sdk/replica/value_codec.hpp"
#include "core/text/diff.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>

#include "sanderling/text_edit.hpp"

namespace sanderling::replica {

namespace {

Error about(const Collection& collection, const schema::Field& field, const Error& error) {
    return fail(error.code, collection.name + "." + field.name + ": " + error.detail);
}

std::string as_utf8(const text::Document& document, const text::Range& range) {
    return text::to_utf8(document.characters(range.position, range.count));
}

}  // namespace

Draft::TextDraft& Draft::open_text(RecordDraft& record, const schema::Field& field) {
    const auto [place, is_new] = record.texts.try_emplace(field.number);
    TextDraft& draft = place->second;
    if (!is_new) return draft;
    if (!record.visible) return draft;
    const std::vector<Side> sides = sides_of(record.collection, field, *record.visible);
    draft.document = document_of(sides);
    if (!commit::holds(record.home.self.classes, field.authority)) return draft;
    if (auto snapshot = snapshot_of(sides)) draft.snapshot = std::move(*snapshot);
    return draft;
}

void Draft::put_text(RecordDraft& record, const schema::Field& field, TextDraft& draft) {
    const bool covers = !draft.snapshot.covered.empty();
    record.put(
        {.write = {.token = writer_.scopes.field_token(
                       record.home.scope, number(record.collection.number), number(field.number)),
                   .rule = commit::Rule::text,
                   .operation = commit::Operation::append,
                   .authority = field.authority,
                   .coverage = covers ? commit::Coverage::named : commit::Coverage::none,
                   .dots = draft.snapshot.covered},
         .field = field.number,
         .value = encode_text(covers ? joined(draft.snapshot.batch, draft.done) : draft.done)});
}

Result<void> Draft::edit_text(std::string_view name, RecordId id, std::string_view field_name,
                              const TextEdit& edit, TextCut cut) {
    const auto field = field_with_rule(name, field_name, commit::Rule::text);
    if (!field) return field.error();
    const auto record = open_for_write(name, id);
    if (!record) return record.error();
    TextDraft& draft = open_text(**record, **field);

    text::Editor editor(draft.document, next_dot(**record));
    if (auto fits = check_length(**field, draft.document, edit); !fits)
        return about((*record)->collection, **field, fits.error());
    const auto done =
        editor.edit({.position = edit.position, .erased = edit.erased, .inserted = edit.inserted},
                    cut == TextCut::anywhere ? text::Cut::anywhere : text::Cut::between_clusters);
    if (!done) return about((*record)->collection, **field, done.error());
    if (!editor.has_changed()) return {};
    draft.done = joined(draft.done, editor.take());
    put_text(**record, **field, draft);
    return {};
}

Result<void> Draft::check_length(const schema::Field& field, const text::Document& document,
                                 const TextEdit& edit) {
    const std::size_t size = document.size();
    if (!field.limits.length_max || edit.position > size || edit.erased > size - edit.position)
        return {};  // no limit, or the editor says what is wrong
    const std::size_t bytes = document.text().size() + edit.inserted.size() -
                              as_utf8(document, {edit.position, edit.erased}).size();
    if (bytes <= *field.limits.length_max) return {};
    return fail(Errc::constraint, "at most " + std::to_string(*field.limits.length_max) +
                                      " bytes, this would have " + std::to_string(bytes));
}

// Nothing: as it is now.
Result<std::optional<text::Document>> Draft::text_as_seen(const RecordDraft& record,
                                                          const schema::Field& field,
                                                          const EditToken& known) {
    if (!record.visible) return std::optional<text::Document>{};
    const merge::WriteContext x = context_of(record, known);
    const std::vector<Side> all = sides_of(record.collection, field, *record.visible);
    std::vector<Side> seen;
    for (const Side& side : all)
        if (merge::knows(x, *side.entry)) seen.push_back(side);
    if (seen.size() == all.size()) return std::optional<text::Document>{};
    for (const Side& side : all)
        if (!merge::knows(x, *side.entry) && is_snapshot(side))
            return fail(Errc::invalid_argument,
                        "the text was put together anew since the form was opened; read it again");
    return std::optional(document_of(seen));
}

// What differs from the text that the writer saw is what was written. Where the form was opened
// before others' edits arrived, that is an older text, whose elements are all still there.
Result<void> Draft::write_text(RecordDraft& record, const schema::Field& field,
                               std::string_view wanted, const EditToken& known) {
    TextDraft& draft = open_text(record, field);
    auto seen = text_as_seen(record, field, known);
    if (!seen) return about(record.collection, field, seen.error());
    text::Batch written;
    if (*seen) {
        text::Document old = std::move(**seen);
        text::Editor editor(old, next_dot(record),
                            draft.document.next_number(next_dot(record).replica));
        if (auto done = editor.become(wanted); !done)
            return about(record.collection, field, done.error());
        written = editor.take();
        if (auto taken = draft.document.apply(written); !taken)
            return about(record.collection, field, taken.error());
    } else {
        text::Editor editor(draft.document, next_dot(record));
        if (auto done = editor.become(wanted); !done)
            return about(record.collection, field, done.error());
        written = editor.take();
    }
    if (written.is_empty()) return {};
    draft.done = joined(draft.done, written);
    put_text(record, field, draft);
    return {};
}

}  // namespace sanderling::replica
