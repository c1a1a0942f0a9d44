#include "client-sdk/import/importer.hpp"

#include "client-sdk/import/line_reader.hpp"
#include "client-sdk/import/record_line.hpp"

#include <utility>

namespace sanderling::import {
namespace {

constexpr std::uint64_t lines_between_progress = 256;

Error at_line(std::uint64_t line, const Error& error) {
    return fail(error.code, "line " + std::to_string(line) + ": " + error.detail);
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

class Import {
  public:
    Import(const schema::Schema& schema, const ImportSinks& sinks, const ImportOptions& options)
        : schema_(schema), sinks_(sinks), options_(options) {}

    Result<void> take(const Line& line) {
        ++tally_.lines;
        if (line.extent == Extent::cut) {
            return reject(
                line, {.reason = "has " + std::to_string(line.bytes) + " bytes, more than the " +
                                 std::to_string(options_.line_bytes_max) + " allowed"});
        }
        if (is_blank(line.text)) return {};
        auto read = read_record(schema_, line.text);
        if (auto* wrong = std::get_if<Wrong>(&read)) return reject(line, std::move(*wrong));
        auto& record = std::get<ImportedRecord>(read);
        record.line = line.number;
        const auto taken = sinks_.record(record);
        if (taken) {
            ++tally_.imported;
            return {};
        }
        if (!concerns_one_record(taken.error().code)) return at_line(line.number, taken.error());
        return reject(line, {record.collection->name, "", taken.error().message()});
    }

    void report(std::uint64_t bytes_done) const {
        if (sinks_.progress) sinks_.progress({bytes_done, options_.bytes_total, tally_});
    }
    const ImportTally& tally() const { return tally_; }

  private:
    Result<void> reject(const Line& line, Wrong wrong) {
        const RejectedLine rejected{line.number, line.offset, line.bytes, std::move(wrong),
                                    std::string(line.text)};
        if (const auto kept = sinks_.reject(rejected); !kept) {
            return at_line(line.number, kept.error());
        }
        ++tally_.rejected;
        return {};
    }

    const schema::Schema& schema_;
    const ImportSinks& sinks_;
    const ImportOptions& options_;
    ImportTally tally_{};
};

}  // namespace

bool concerns_one_record(Errc code) {
    switch (code) {
        case Errc::constraint:
        case Errc::invalid_argument:
        case Errc::too_large:
        case Errc::not_found:
        case Errc::already_exists:
        case Errc::unknown_scope:
        case Errc::not_permitted:
        case Errc::not_a_member:
        case Errc::undelete_required:
        case Errc::no_key:
            return true;
        default:
            return false;
    }
}

Result<ImportTally> import_records(std::istream& in, const schema::Schema& schema,
                                   const ImportSinks& sinks, const ImportOptions& options) {
    if (!sinks.record || !sinks.reject) {
        return fail(Errc::invalid_argument, "an import wants a sink for records and for rejects");
    }
    LineReader lines(in, options.line_bytes_max);
    Import job(schema, sinks, options);
    for (;;) {
        const auto line = lines.next();
        if (!line) return line.error();
        if (!*line) break;
        if (const auto taken = job.take(**line); !taken) return taken.error();
        if ((*line)->number % lines_between_progress == 0) job.report(lines.bytes_done());
    }
    job.report(lines.bytes_done());
    return job.tally();
}

std::function<Result<void>(const RejectedLine&)> rejects_to(std::ostream& out) {
    return [&out](const RejectedLine& rejected) -> Result<void> {
        out << rejected.json() << '\n';
        if (!out) return fail(Errc::io, "a rejected line could not be written");
        return {};
    };
}

}  // namespace sanderling::import
