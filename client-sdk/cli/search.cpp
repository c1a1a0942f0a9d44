// search: records by the words in them.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/table.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const SearchHit& hit) {
    Json found = Json::array();
    for (const TextRange& range : hit.found)
        found.push_back(Json::array({range.begin, range.length}));
    return {{"type", "hit"},
            {"collection", hit.collection},
            {"id", to_text(hit.record)},
            {"scope", to_text(hit.scope)},
            {"field", hit.field},
            {"snippet", hit.snippet},
            {"found", found},
            {"rank", hit.rank}};
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
    return out;
}

}  // namespace

Result<Exit> run_search(Context& context, const SearchOptionsGiven& options) {
    auto store = context.open();
    if (!store) return store.error();
    SearchOptions search{.collections = options.collections,
                         .words = options.is_beginnings ? Words::beginnings : Words::whole,
                         .limit = options.limit,
                         .snippet_words = 12};
    if (!options.scope.empty()) {
        const auto scope = find_scope(*store, options.scope);
        if (!scope) return scope.error();
        search.scope = *scope;
    }
    const auto hits = store->search(joined(options.words), search);
    if (!hits) return hits.error();
    Table table({"COLLECTION", "ID", "FIELD", "FOUND"});
    for (const SearchHit& hit : *hits) {
        context.out.object(json_of(hit));
        table.add({hit.collection, to_text(hit.record), hit.field, marked_snippet(hit, "[", "]")});
    }
    context.out.words(table.empty() ? "nothing found" : table.text());
    return Exit::ok;
}

}  // namespace sanderling::cli
