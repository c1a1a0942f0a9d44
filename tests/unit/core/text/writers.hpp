// Some writers of one text who now and then hear of each other, driven by generated steps.
#pragma once

#include "core/text/editor.hpp"
#include "core/text/utf8.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sanderling::text::test {

inline ReplicaId replica(unsigned n) {
    ReplicaId id;
    id.bytes.fill(static_cast<std::uint8_t>(n + 1));
    return id;
}

/// What one of them does. Fractions of the text's length stand for positions.
struct Step {
    std::uint8_t who = 0;
    std::uint8_t what = 0;
    std::uint8_t place = 0;
    std::uint8_t size = 0;
    std::uint8_t other = 0;
};

// RapidCheck finds it by this name. NOLINTNEXTLINE(readability-identifier-naming)
inline void showValue(const Step& s, std::ostream& out) {
    out << "{" << +s.who << ", " << +s.what << ", " << +s.place << ", " << +s.size << ", "
        << +s.other << "}";
}

inline rc::Gen<std::vector<Step>> steps() {
    const auto byte = rc::gen::arbitrary<std::uint8_t>();
    return rc::gen::container<std::vector<Step>>(
        rc::gen::build<Step>(rc::gen::set(&Step::who, byte), rc::gen::set(&Step::what, byte),
                             rc::gen::set(&Step::place, byte), rc::gen::set(&Step::size, byte),
                             rc::gen::set(&Step::other, byte)));
}

class Writer {
  public:
    explicit Writer(unsigned number) : id_(replica(number)) {}

    /// A batch of its own, as it comes from the wire.
    Batch write(const std::vector<Edit>& edits) {
        Editor editor(document_, {id_, Counter{++commits_}});
        for (const Edit& each : edits) {
            const auto done = editor.edit(each, Cut::anywhere);
            EXPECT_TRUE(done) << done.error().message();
        }
        auto batch = decode_batch(encode(editor.take()));
        EXPECT_TRUE(batch);
        return *batch;
    }
    void hear(const Batch& batch) { EXPECT_TRUE(document_.apply(batch)); }

    const Document& document() const { return document_; }

  private:
    ReplicaId id_;
    std::uint64_t commits_ = 0;
    Document document_{};
};

/// What everybody wrote, in an order in which each batch follows all that its author knew.
class Desk {
  public:
    explicit Desk(unsigned writers) {
        for (unsigned i = 0; i < writers; ++i) writers_.emplace_back(i);
        heard_.resize(writers);
    }

    void take(const Step& step) {
        const std::size_t who = step.who % writers_.size();
        if (step.what % 4 == 0) return listen(who);
        write(who, {edit(who, step)});
    }

    void write(std::size_t who, const std::vector<Edit>& edits) {
        log_.push_back({who, writers_[who].write(edits)});
    }

    /// `who` takes in all that is in the log.
    void listen(std::size_t who) {
        for (; heard_[who] < log_.size(); ++heard_[who])
            if (log_[heard_[who]].author != who) writers_[who].hear(log_[heard_[who]].batch);
    }
    void all_listen() {
        for (std::size_t who = 0; who < writers_.size(); ++who) listen(who);
    }

    std::vector<Batch> batches() const {
        std::vector<Batch> out;
        for (const Entry& entry : log_) out.push_back(entry.batch);
        return out;
    }
    const Document& document(std::size_t who) const { return writers_[who].document(); }
    std::size_t writers() const { return writers_.size(); }

  private:
    struct Entry {
        std::size_t author;
        Batch batch;
    };

    Edit edit(std::size_t who, const Step& step) {
        const std::size_t size = document(who).size();
        const std::size_t position = size * step.place / 255;
        if (step.what % 4 == 1)
            return {position, std::min<std::size_t>(step.size % 5, size - position), ""};
        Edit out{position, 0, ""};
        if (step.what % 4 == 2) out.erased = std::min<std::size_t>(step.size % 3, size - position);
        for (unsigned i = 0; i <= step.size % 4U; ++i)
            out.inserted.push_back(static_cast<char>('a' + next_++ % 26));
        return out;
    }

    std::vector<Writer> writers_{};
    std::vector<Entry> log_{};
    std::vector<std::size_t> heard_{};
    unsigned next_ = 0;
};

inline Document from(const std::vector<Batch>& batches) {
    Document out;
    for (const Batch& batch : batches) EXPECT_TRUE(out.apply(batch));
    return out;
}

}  // namespace sanderling::text::test
