// write, edit, delete, undelete: one transaction each, or one a batch of lines.
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/field_text.hpp"
#include "client-sdk/cli/record_input.hpp"
#include "client-sdk/import/line_reader.hpp"

#include <iostream>
#include <map>

namespace sanderling::cli {

namespace {

constexpr std::size_t line_bytes_max = std::size_t{1} << 20U;

struct Written {
    std::string collection{};
    RecordId id;
    ScopeId scope;
};

void report(Output& out, const char* what, const Receipt& receipt, const Written& written) {
    const Json object{{"type", what},
                      {"transaction", to_text(receipt.transaction)},
                      {"collection", written.collection},
                      {"id", to_text(written.id)}};
    std::string words = std::string(what) + " " + written.collection + " " + to_text(written.id);
    out.result(object, words);
}

/// Finds scopes once for many lines.
class ScopeNames {
  public:
    explicit ScopeNames(const Store& store) : store_(store) {}

    Result<ScopeId> find(const std::string& name) {
        if (const auto known = known_.find(name); known != known_.end()) return known->second;
        auto found = find_scope(store_, name);
        if (found) known_.emplace(name, *found);
        return found;
    }

  private:
    const Store& store_;
    std::map<std::string, ScopeId> known_{};
};

Result<Written> apply(Transaction& tx, const RecordInput& input, std::optional<ScopeId> scope) {
    const std::string& collection = input.collection->name;
    Written out{.collection = collection, .id = input.id.value_or(RecordId{}), .scope = {}};
    if (!input.id) {
        auto made = tx.insert(*scope, collection, input.row);
        if (!made) return made.error();
        out.id = *made;
    } else if (!input.row.empty()) {
        if (auto done = tx.update(collection, out.id, input.row); !done) return done.error();
    }
    for (const Element& entry : input.appends) {
        auto done = tx.append(collection, out.id, entry.field, entry.value);
        if (!done) return done.error();
    }
    return out;
}

struct Line {
    std::uint64_t number = 0;
    RecordInput input{};
    std::optional<ScopeId> scope{};
};

Error at_line(std::uint64_t line, Error error) {
    error.detail = "line " + std::to_string(line) + ": " + error.detail;
    return error;
}

/// One transaction: all lines of it, or none.
Result<void> write_batch(Context& context, Store& store, std::vector<Line>& lines) {
    if (lines.empty()) return {};
    std::vector<Written> written;
    const auto receipt = store.write([&](Transaction& tx) -> Result<void> {
        for (const Line& line : lines) {
            auto done = apply(tx, line.input, line.scope);
            if (!done) return at_line(line.number, done.error());
            written.push_back(std::move(*done));
        }
        return {};
    });
    if (!receipt) return receipt.error();
    for (const Written& record : written) report(context.out, "written", *receipt, record);
    lines.clear();
    return {};
}

Result<Exit> write_lines(Context& context, Store& store, std::size_t batch) {
    import::LineReader reader(std::cin, line_bytes_max);
    ScopeNames scopes(store);
    std::vector<Line> lines;
    while (true) {
        const auto next = reader.next();
        if (!next) return next.error();
        if (!*next) break;
        if ((*next)->text.empty()) continue;
        Line line{.number = (*next)->number};
        if ((*next)->extent == import::Extent::cut)
            return at_line(line.number, fail(Errc::too_large, "the line is over 1 MiB"));
        auto input = read_record_input(context.schema(), (*next)->text);
        if (!input) return at_line(line.number, input.error());
        line.input = std::move(*input);
        if (!line.input.id) {
            const auto scope = scopes.find(line.input.scope);
            if (!scope) return at_line(line.number, scope.error());
            line.scope = *scope;
        }
        lines.push_back(std::move(line));
        if (lines.size() < batch) continue;
        if (auto done = write_batch(context, store, lines); !done) return done.error();
    }
    if (auto done = write_batch(context, store, lines); !done) return done.error();
    return Exit::ok;
}

/// One change of one record, in a transaction of its own.
Result<Exit> change(Context& context, const char* what, const RecordOptions& options,
                    const std::function<Result<void>(Transaction&, RecordId)>& work) {
    const auto collection = context.collection(options.collection);
    if (!collection) return collection.error();
    const auto id = parse_record(options.record);
    if (!id) return id.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto receipt = store->write([&](Transaction& tx) { return work(tx, *id); });
    if (!receipt) return receipt.error();
    report(context.out, what, *receipt, {options.collection, *id, {}});
    return Exit::ok;
}

}  // namespace

Result<Exit> run_write(Context& context, const WriteOptions& options) {
    if (options.collection.empty()) {
        auto store = context.open();
        if (!store) return store.error();
        return write_lines(context, *store, options.batch);
    }
    const auto collection = context.collection(options.collection);
    if (!collection) return collection.error();
    if (options.scope.empty())
        return fail(Errc::invalid_argument, "say where the record lives: --scope SCOPE");
    auto row = parse_assignments(context.schema(), **collection, options.assignments);
    if (!row) return row.error();
    auto store = context.open();
    if (!store) return store.error();
    const auto scope = find_scope(*store, options.scope);
    if (!scope) return scope.error();
    Written written{.collection = options.collection, .id = {}, .scope = *scope};
    const auto receipt = store->write([&](Transaction& tx) -> Result<void> {
        auto id = tx.insert(*scope, options.collection, *row);
        if (!id) return id.error();
        written.id = *id;
        return {};
    });
    if (!receipt) return receipt.error();
    report(context.out, "written", *receipt, written);
    return Exit::ok;
}

Result<Exit> run_edit(Context& context, const EditOptions& options) {
    const auto collection = context.collection(options.collection);
    if (!collection) return collection.error();
    auto row = parse_assignments(context.schema(), **collection, options.assignments);
    if (!row) return row.error();
    using Step =
        Result<void> (Transaction::*)(std::string_view, RecordId, std::string_view, const Scalar&);
    std::vector<std::pair<Step, Element>> steps;
    const auto parse = [&](const std::vector<std::string>& given, Step step) -> Result<void> {
        for (const std::string& text : given) {
            auto element = parse_element(context.schema(), **collection, text);
            if (!element) return element.error();
            steps.emplace_back(step, std::move(*element));
        }
        return {};
    };
    if (auto done = parse(options.remove, &Transaction::remove); !done) return done.error();
    if (auto done = parse(options.add, &Transaction::add); !done) return done.error();
    if (auto done = parse(options.append, &Transaction::append); !done) return done.error();
    if (row->empty() && steps.empty())
        return fail(Errc::invalid_argument, "say what to change: field=value, --add, --append …");
    return change(context, "edited", {options.collection, options.record},
                  [&](Transaction& tx, RecordId id) -> Result<void> {
                      if (!row->empty()) {
                          auto done = tx.update(options.collection, id, *row);
                          if (!done) return done;
                      }
                      for (const auto& [step, element] : steps) {
                          auto done =
                              (tx.*step)(options.collection, id, element.field, element.value);
                          if (!done) return done;
                      }
                      return {};
                  });
}

Result<Exit> run_delete(Context& context, const RecordOptions& options) {
    return change(context, "deleted", options,
                  [&](Transaction& tx, RecordId id) { return tx.erase(options.collection, id); });
}

Result<Exit> run_undelete(Context& context, const RecordOptions& options) {
    return change(context, "undeleted", options, [&](Transaction& tx, RecordId id) {
        return tx.undelete(options.collection, id);
    });
}

}  // namespace sanderling::cli
