// Store::search: the same words in the index of each collection, the best hits of all together.
#include "client-sdk/replica/audited_reads.hpp"
#include "client-sdk/replica/columns.hpp"
#include "client-sdk/replica/replica.hpp"
#include "client-sdk/replica/search_index.hpp"
#include "client-sdk/replica/search_text.hpp"
#include "core/crypto/random.hpp"

#include <algorithm>

#include "sanderling/store.hpp"

namespace sanderling {

namespace {

using replica::Reader;
using vault::Statement;

constexpr std::size_t limit_max = 1000;
constexpr std::size_t snippet_words_max = 64;  // FTS5's own
constexpr int columns_before_snippets = 3;

struct Request {
    std::string expression{};
    const SearchOptions& options;
    // Around what was found, in FTS5's answer; random, so that no text can hold them.
    std::string open{};
    std::string close{};
};

std::string search_sql(const schema::Collection& collection, const SearchOptions& options) {
    const std::string table = replica::search_table(collection);
    std::string sql = "SELECT id, scope, rank";
    const std::size_t fields = replica::searched_fields(collection).size();
    for (std::size_t i = 0; i < fields; ++i)
        sql += ", snippet(" + table + ", " + std::to_string(i) + ", ?3, ?4, '…', ?5)";
    sql += " FROM " + table + " WHERE " + table + " MATCH ?1";
    if (options.scope) sql += " AND scope = ?6";
    return sql + " ORDER BY rank LIMIT ?2";
}

SearchHit hit_of(const Statement& row, const schema::Collection& collection,
                 const Request& request) {
    SearchHit hit{.collection = collection.name,
                  .record = replica::column_fixed<RecordId>(row, 0),
                  .scope = replica::column_fixed<ScopeId>(row, 1),
                  .rank = row.column_real(2)};
    int column = columns_before_snippets;
    for (const schema::Field* field : replica::searched_fields(collection)) {
        auto marked = replica::take_marks(row.column_text(column++), request.open, request.close);
        if (marked.ranges.size() <= hit.found.size() && !hit.field.empty()) continue;
        hit.field = field->name;
        hit.snippet = std::move(marked.text);
        hit.found = std::move(marked.ranges);
    }
    return hit;
}

void search_in(Reader& reader, const schema::Collection& collection, const Request& request,
               std::vector<SearchHit>& hits) {
    Statement& rows =
        reader.statement(search_sql(collection, request.options), Reader::Access::everything);
    rows.bind_text(1, request.expression);
    rows.bind_int(2, static_cast<std::int64_t>(request.options.limit));
    rows.bind_text(3, request.open).bind_text(4, request.close);
    rows.bind_int(5, static_cast<std::int64_t>(request.options.snippet_words));
    if (request.options.scope) rows.bind_blob(6, request.options.scope->view());
    while (rows.step() == Statement::Step::row) hits.push_back(hit_of(rows, collection, request));
    rows.reset();
}

Result<std::vector<const schema::Collection*>> chosen_collections(const Schema& schema,
                                                                  const SearchOptions& options) {
    std::vector<const schema::Collection*> out;
    for (const std::string& name : options.collections) {
        const auto* collection = schema.collection(name);
        if (collection == nullptr) return fail(Errc::not_found, "no collection " + name);
        if (replica::searched_fields(*collection).empty())
            return fail(Errc::invalid_argument, "no field of " + name + " is marked full_text");
        out.push_back(collection);
    }
    if (!options.collections.empty()) return out;
    for (const auto& collection : schema.collections())
        if (!replica::searched_fields(collection).empty()) out.push_back(&collection);
    return out;
}

std::string random_mark() {
    crypto::SystemRandom random;
    return "\x02" + to_text(random.id<RecordId>()) + "\x03";
}

// One entry a scope of which something was found.
Result<void> note_hits(replica::Replica& replica, Reader& reader,
                       const std::vector<SearchHit>& hits) {
    std::set<ScopeId> read;
    try {
        const auto audited = replica::audited_scopes(reader, replica.schema());
        for (const SearchHit& hit : hits)
            if (audited.contains(hit.scope)) read.insert(hit.scope);
    } catch (...) {
        return replica::error_of_exception();
    }
    return replica.note_reads(read);
}

}  // namespace

std::string marked_snippet(const SearchHit& hit, std::string_view open, std::string_view close) {
    std::string out;
    std::size_t at = 0;
    for (const TextRange& range : hit.found) {
        out.append(hit.snippet, at, range.begin - at).append(open);
        out.append(hit.snippet, range.begin, range.length).append(close);
        at = range.begin + range.length;
    }
    return out.append(hit.snippet, at);
}

Result<std::vector<SearchHit>> Store::search(std::string_view text,
                                             const SearchOptions& options) const {
    if (options.limit > limit_max || options.snippet_words == 0 ||
        options.snippet_words > snippet_words_max)
        return fail(Errc::invalid_argument, "limit or snippet_words out of range");
    const auto collections = chosen_collections(schema(), options);
    if (!collections) return collections.error();
    auto expression = replica::search_expression(text, options.words);
    if (!expression) return expression.error();
    std::vector<SearchHit> hits;
    if (expression->empty()) return hits;
    const Request request{.expression = std::move(*expression),
                          .options = options,
                          .open = random_mark(),
                          .close = random_mark()};
    auto reader = replica_->reader();
    if (!reader) return reader.error();
    try {
        for (const auto* collection : *collections) search_in(**reader, *collection, request, hits);
    } catch (...) {
        return replica::error_of_exception();
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const SearchHit& a, const SearchHit& b) { return a.rank < b.rank; });
    if (hits.size() > options.limit) hits.resize(options.limit);
    if (auto noted = note_hits(*replica_, **reader, hits); !noted) return noted.error();
    return hits;
}

}  // namespace sanderling
