// import: an NDJSON export into the replica, batch by batch; bad lines are set aside
// (client-sdk/import/record_line.hpp has the format of a line).
#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/words.hpp"
#include "client-sdk/import/importer.hpp"
#include "client-sdk/import/line_reader.hpp"
#include "client-sdk/import/record_line.hpp"

#include <fstream>
#include <iostream>
#include <map>

namespace sanderling::cli {

namespace {

using import::ImportedRecord;
using import::RejectedLine;
using Labels = std::map<std::string, ScopeId>;

// {"case:17":"0190…", …}
Result<Labels> read_labels(const std::string& file) {
    Labels out;
    if (file.empty()) return out;
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, "no file of labels " + file);
    const auto parsed = nlohmann::json::parse(in, nullptr, /*allow_exceptions=*/false);
    if (!parsed.is_object())
        return fail(Errc::invalid_argument, file + ": wants an object of labels and scope ids");
    for (const auto& [label, given] : parsed.items()) {
        const auto id = given.is_string() ? parse_id<ScopeId>(given.get<std::string>())
                                          : std::optional<ScopeId>();
        if (!id) return fail(Errc::invalid_argument, file + ": " + label + " wants a scope's id");
        out.emplace(label, *id);
    }
    return out;
}

class Import {
  public:
    Import(Context& context, Store& store, const ImportOptionsGiven& options, Labels labels,
           std::istream& in, std::ostream* rejects)
        : context_(context),
          store_(store),
          options_(options),
          labels_(std::move(labels)),
          reader_(in, import::ImportOptions{}.line_bytes_max) {
        if (rejects != nullptr) reject_ = import::rejects_to(*rejects);
    }

    Result<import::ImportTally> run() {
        while (!is_at_end_) {
            import::ImportTally batch;
            const auto done = store_.write(
                [&](Transaction& tx) -> Result<void> { return take_batch(tx, batch); });
            if (!done) return after(tally_.lines, done.error());
            tally_.lines += batch.lines;
            tally_.imported += batch.imported;
            tally_.rejected += batch.rejected;
            context_.out.bar("importing: " + count_text(tally_.imported, "record") + ", " +
                             size_text(reader_.bytes_done()));
        }
        return tally_;
    }

  private:
    static Error after(std::uint64_t lines, Error error) {
        error.detail += (error.detail.empty() ? "" : "; ") + std::string("everything up to line ") +
                        std::to_string(lines) + " was imported";
        return error;
    }

    Result<void> take_batch(Transaction& tx, import::ImportTally& batch) {
        while (batch.imported < options_.batch) {
            const auto line = reader_.next();
            if (!line) return line.error();
            is_at_end_ = !*line;
            if (is_at_end_) return {};
            ++batch.lines;
            if ((*line)->text.empty()) continue;
            auto taken = take_line(tx, **line);
            if (!taken) return taken.error();
            ++(*taken ? batch.imported : batch.rejected);
        }
        return {};
    }

    /// Whether it was imported; an error ends the import.
    Result<bool> take_line(Transaction& tx, const import::Line& line) {
        if (line.extent == import::Extent::cut)
            return set_aside(line, {.reason = "the line is too long"});
        auto read = import::read_record(context_.schema(), line.text);
        if (auto* wrong = std::get_if<import::Wrong>(&read))
            return set_aside(line, std::move(*wrong));
        const auto& record = std::get<ImportedRecord>(read);
        const std::string& collection = record.collection->name;
        const auto scope = scope_of(record);
        if (!scope) return set_aside(line, {collection, "scope", scope.error().detail});
        const auto id = tx.insert(*scope, collection, record.row, InsertOptions{.id = record.id});
        if (id) return true;
        if (!import::concerns_one_record(id.error().code)) return id.error();
        return set_aside(line, {collection, "", id.error().message()});
    }

    Result<bool> set_aside(const import::Line& line, import::Wrong wrong) {
        const RejectedLine rejected{.line = line.number,
                                    .offset = line.offset,
                                    .bytes = line.bytes,
                                    .wrong = std::move(wrong),
                                    .text = std::string(line.text)};
        context_.out.object({{"type", "rejected"},
                             {"line", rejected.line},
                             {"collection", rejected.wrong.collection},
                             {"field", rejected.wrong.field},
                             {"reason", rejected.wrong.reason}});
        context_.out.note(rejected.message());
        if (reject_) {
            if (auto kept = reject_(rejected); !kept) return kept.error();
        }
        return false;
    }

    Result<ScopeId> scope_of(const ImportedRecord& record) {
        if (const auto* id = std::get_if<ScopeId>(&record.scope)) return *id;
        const auto& label = std::get<std::string>(record.scope);
        if (const auto known = labels_.find(label); known != labels_.end()) return known->second;
        const auto found = find_scope(store_, options_.scope.empty() ? label : options_.scope);
        if (found) labels_.emplace(label, *found);
        return found;
    }

    Context& context_;
    Store& store_;
    const ImportOptionsGiven& options_;
    Labels labels_;
    import::LineReader reader_;
    std::function<Result<void>(const RejectedLine&)> reject_{};
    import::ImportTally tally_{};
    bool is_at_end_ = false;
};

}  // namespace

Result<Exit> run_import(Context& context, const ImportOptionsGiven& options) {
    std::ifstream file;
    if (options.file != "-") {
        file.open(options.file, std::ios::binary);
        if (!file) return fail(Errc::not_found, "no file " + options.file);
    }
    auto labels = read_labels(options.labels);
    if (!labels) return labels.error();
    auto store = context.open();
    if (!store) return store.error();
    std::ofstream rejects;
    if (!options.rejects.empty()) {
        rejects.open(options.rejects, std::ios::binary);
        if (!rejects) return fail(Errc::io, "cannot write " + options.rejects);
    }
    Import import(context, *store, options, std::move(*labels),
                  options.file == "-" ? std::cin : file, rejects.is_open() ? &rejects : nullptr);
    const auto tally = import.run();
    if (!tally) return tally.error();
    context.out.result(Json{{"type", "imported"},
                            {"lines", tally->lines},
                            {"imported", tally->imported},
                            {"rejected", tally->rejected}},
                       count_text(tally->imported, "record") + " imported, " +
                           count_text(tally->rejected, "line") + " rejected");
    return tally->rejected == 0 ? Exit::ok : Exit::some_rejected;
}

}  // namespace sanderling::cli
