// Notes in which several people write at once. The page sends the whole text that it shows with the
// form it began from; what differs is written, and what others wrote meanwhile comes back as edits,
// so that the caret stays between the same words.
#include "examples/practitioner-app/api.hpp"

#include <array>
#include <utility>

namespace sanderling::app {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> fields{{
    {"risk_assessment", "narrative"},
    {"risk_assessment", "management_plan"},
    {"meeting", "account"},
    {"issue", "wording"},
    {"goal", "title"},
}};

struct Text {
    std::string collection{};
    std::string field{};
    RecordId id{};
    ScopeId scope{};
};

Result<Text> read_text(const Call& call) {
    const bool is_get = call.request.method == "GET";
    const auto given = [&](const char* name) {
        return is_get ? call.request.parameter(name) : call.text(name);
    };
    Text text{.collection = given("collection"), .field = given("field")};
    bool is_known = false;
    for (const auto& [collection, field] : fields)
        is_known = is_known || (collection == text.collection && field == text.field);
    if (!is_known) return fail(Errc::invalid_argument, "no such note");
    const auto id = call.id("id");
    if (!id) return id.error();
    text.id = *id;
    const auto row =
        read_row(call.store, "SELECT scope FROM " + text.collection + " WHERE id = ?1", {*id});
    if (!row) return row.error();
    if (row->is_null()) return fail(Errc::not_found, "it is not on this device");
    text.scope = to_scope(*parse_id<RecordId>(row->value("scope", "")));
    return text;
}

Result<std::string> current(const Call& call, const Text& text) {
    const auto row = call.store.get(text.collection, text.id);
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found, "it was deleted");
    const auto found = (*row)->find(text.field);
    const auto* value = found != (*row)->end() ? std::get_if<std::string>(&found->second) : nullptr;
    return value != nullptr ? *value : std::string{};
}

/// The text as it is, a form that begins with it, and the edits that lead to it from what the page
/// shows. Positions are in code points.
Reply answer(const Call& call, const Text& text, const std::optional<std::string>& shown) {
    auto form = call.new_form(text.scope);  // before the text: what comes between is only merged
    if (!form) return form.error();
    const auto now_says = current(call, text);
    if (!now_says) return now_says.error();
    Json out{{"text", *now_says}, {"form", *form}, {"edits", Json::array()}};
    if (!shown) return out;
    const auto edits = text_edits(*shown, *now_says);
    if (!edits) return edits.error();
    for (const TextEdit& edit : *edits)
        out["edits"].push_back(
            {{"position", edit.position}, {"erased", edit.erased}, {"inserted", edit.inserted}});
    return out;
}

}  // namespace

Reply get_text(const Call& call) {
    const auto text = read_text(call);
    if (!text) return text.error();
    return answer(call, *text, std::nullopt);
}

/// {"collection", "id", "field", "text", "form"}
Reply save_text(const Call& call) {
    const auto text = read_text(call);
    if (!text) return text.error();
    const auto form = call.form();
    if (!form) return form.error();
    const std::string shown = call.text("text");
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        return tx.update(text->collection, text->id, {{text->field, shown}}, {.token = *form});
    });
    if (!written) return written.error();
    return answer(call, *text, shown);
}

/// {"collection", "id", "field", "text"}: nothing is written.
Reply refresh_text(const Call& call) {
    const auto text = read_text(call);
    if (!text) return text.error();
    return answer(call, *text, call.text("text"));
}

}  // namespace sanderling::app
