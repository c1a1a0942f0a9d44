#include "tests/bench/text/text_run.hpp"

#include "core/text/editor.hpp"
#include "tests/bench/failure.hpp"
#include "tests/bench/memory.hpp"
#include "tests/support/editing_trace.hpp"

#include <malloc.h>
#include <unistd.h>
#include <zstd.h>

#include <chrono>
#include <optional>

namespace sanderling::bench {

namespace {

using text::Batch;
using text::Document;
using text::Editor;

// As content is compressed before it is sealed.
constexpr int level_of_seal = 1;

class Watch {
  public:
    double milliseconds() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start_)
            .count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void expect(bool is_so, const char* what) {
    if (!is_so) throw Failure(std::string("the text type is wrong: ") + what);
}

ReplicaId a_replica() {
    ReplicaId id;
    id.bytes.fill(0x5a);
    return id;
}

Bytes compressed(const Bytes& bytes) {
    Bytes out(ZSTD_compressBound(bytes.size()));
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), level_of_seal));
    return out;
}

Bytes inflated(const Bytes& frame, std::size_t size) {
    Bytes out(size);
    expect(ZSTD_decompress(out.data(), size, frame.data(), frame.size()) == size, "compression");
    return out;
}

class TextRun {
  public:
    TextRun() : trace_(tests::read_editing_trace()) {
        for (const auto& edit : trace_.edits)
            edits_.push_back({edit.position, edit.erased, edit.inserted});
    }

    void round(Figures& figures) {
        malloc_trim(0);
        const double resident = resident_bytes(getpid());
        Document document;
        Editor editor(document, {a_replica(), Counter{1}});
        const Watch applying;
        for (const text::Edit& edit : edits_) must(editor.edit(edit), "edit");
        figures.add("text_apply", applying.milliseconds());
        figures.add("text_rss", resident_bytes(getpid()) - resident);
        expect(document.text() == trace_.end, "another text than that of the trace");
        store(figures, "text_bytes", "text_load", editor.take());
        store(figures, "text_snapshot_bytes", "text_snapshot_load", document.snapshot());
    }

    /// A batch for each key stroke, as if each were a commit of its own.
    void round_of_single_edits(Figures& figures) {
        Document mine;
        Document theirs;
        Editor editor(mine, {a_replica(), Counter{1}});
        const Watch applying;
        for (const text::Edit& edit : edits_) {
            must(editor.edit(edit), "edit");
            must(theirs.apply(must(text::decode_batch(encode(editor.take())), "decode")), "apply");
        }
        figures.add("text_apply_each", applying.milliseconds());
        expect(theirs.text() == trace_.end, "another text from single edits");
    }

  private:
    void store(Figures& figures, std::string_view bytes, std::string_view load,
               const Batch& batch) {
        const Bytes encoded = encode(batch);
        const Bytes frame = compressed(encoded);
        figures.add(bytes, static_cast<double>(frame.size()));
        const Watch loading;
        Document document;
        must(document.apply(must(text::decode_batch(inflated(frame, encoded.size())), "decode")),
             "apply");
        const std::string text = document.text();
        figures.add(load, loading.milliseconds());
        expect(text == trace_.end, "another text after loading");
    }

    tests::EditingTrace trace_;
    std::vector<text::Edit> edits_{};
};

}  // namespace

std::vector<Row> text_rows() {
    using enum Unit;
    constexpr Stage stage = Stage::local;
    constexpr std::string_view none = "none";
    const auto at_most = [](double value) { return Target{Target::Of::value, value}; };
    return {
        {"text_apply", stage, milliseconds, none,
         "259,778 edits by position; the operations of all", at_most(300)},
        {"text_bytes", stage, bytes, none,
         "all operations in order, erased characters too, compressed as in a seal",
         at_most(160'000)},
        {"text_load", stage, milliseconds, none, "those decoded, applied, and read as text",
         at_most(20)},
        {"text_rss", stage, bytes, none, "memory of the document and its operations"},
        {"text_snapshot_bytes", stage, bytes, none,
         "every element, erased ones without their characters"},
        {"text_snapshot_load", stage, milliseconds, none, "that decoded, applied, and read as text",
         at_most(20)},
        {"text_apply_each", stage, milliseconds, none,
         "a batch for each edit: written, encoded, decoded, applied by another"},
    };
}

Figures run_text(std::size_t repetitions) {
    TextRun run;
    Figures figures;
    for (std::size_t i = 0; i < repetitions; ++i) run.round(figures);
    run.round_of_single_edits(figures);
    return figures;
}

}  // namespace sanderling::bench
