// Search by word in everything on this device.
#include "examples/practitioner-app/api.hpp"

namespace sanderling::app {

namespace {

/// The snippet in pieces, each found or not, so that the page builds no markup from content.
Json pieces(const SearchHit& hit) {
    Json out = Json::array();
    std::size_t at = 0;
    const auto add = [&](std::size_t end, bool is_found) {
        if (end > at)
            out.push_back({{"text", hit.snippet.substr(at, end - at)}, {"found", is_found}});
        at = end;
    };
    for (const TextRange& range : hit.found) {
        add(range.begin, false);
        add(range.begin + range.length, true);
    }
    add(hit.snippet.size(), false);
    return out;
}

}  // namespace

Reply get_search(const Call& call) {
    const auto hits = call.store.search(call.request.parameter("q"),
                                        {.words = Words::last_beginning, .limit = 60});
    if (!hits) return hits.error();
    Json out = Json::array();
    for (const SearchHit& hit : *hits) {
        Json item{{"collection", hit.collection},
                  {"record", to_text(hit.record)},
                  {"scope", to_text(hit.scope)},
                  {"person", call.case_name(hit.scope)},
                  {"field", hit.field},
                  {"pieces", pieces(hit)},
                  {"when", nullptr}};
        if (hit.collection == "contact") {
            const auto row =
                read_row(call.store, "SELECT starts FROM contact WHERE id = ?1", {hit.record});
            if (row && row->is_object()) item["when"] = (*row)["starts"];
        }
        out.push_back(std::move(item));
    }
    return Json{{"hits", std::move(out)}};
}

}  // namespace sanderling::app
