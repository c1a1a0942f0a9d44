#include "client-sdk/import/line_reader.hpp"

#include <algorithm>
#include <cstring>

namespace sanderling::import {
namespace {

constexpr std::streamsize block_bytes = 64 * 1024;
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

}  // namespace

LineReader::LineReader(std::istream& in, std::size_t line_bytes_max)
    : in_(in), line_bytes_max_(line_bytes_max), block_(static_cast<std::size_t>(block_bytes)) {}

Result<void> LineReader::fill() {
    if (at_ < end_ || in_.eof()) return {};
    // What there is, and no more: who writes into a pipe line by line is answered line by line.
    in_.peek();
    const std::streamsize there = in_.eof() ? 0 : in_.readsome(block_.data(), block_bytes);
    if (in_.fail() && !in_.eof()) {
        return fail(Errc::io, "reading stopped after byte " + std::to_string(consumed_));
    }
    at_ = 0;
    end_ = static_cast<std::size_t>(there);
    return {};
}

Result<void> LineReader::skip_mark() {
    const std::string_view head(block_.data(), end_);
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) {
        return fail(Errc::malformed, "the input is UTF-16; save it as UTF-8");
    }
    if (head.starts_with(utf8_mark)) {
        at_ = utf8_mark.size();
        consumed_ = utf8_mark.size();
    }
    return {};
}

LineReader::End LineReader::take_piece(Line& line) {
    if (at_ == end_) return End::stream;
    const char* from = block_.data() + at_;
    const void* newline = std::memchr(from, '\n', end_ - at_);
    const std::size_t length =
        newline ? static_cast<std::size_t>(static_cast<const char*>(newline) - from) : end_ - at_;
    const std::size_t room = line_bytes_max_ + 1 - std::min(text_.size(), line_bytes_max_ + 1);
    text_.append(from, std::min(length, room));
    if (length > 0) last_ = from[length - 1];
    line.bytes += length;
    const std::size_t used = length + (newline ? 1 : 0);
    at_ += used;
    consumed_ += used;
    return newline ? End::newline : End::more;
}

Result<std::optional<Line>> LineReader::next() {
    const bool first = lines_ == 0;
    if (auto filled = fill(); !filled) return filled.error();
    if (first) {
        if (auto skipped = skip_mark(); !skipped) return skipped.error();
    }
    text_.clear();
    last_ = '\0';
    Line line{.number = lines_ + 1, .offset = consumed_};
    End end = take_piece(line);
    if (end == End::stream) return std::optional<Line>{};
    while (end == End::more) {
        if (auto filled = fill(); !filled) return filled.error();
        end = take_piece(line);
    }
    ++lines_;
    // Room for one byte more than the limit was kept for the CR of a line that just fits.
    if (last_ == '\r') {
        if (text_.size() == line.bytes) text_.pop_back();
        --line.bytes;
    }
    if (line.bytes > line_bytes_max_) {
        line.extent = Extent::cut;
        text_.resize(line_bytes_max_);
    }
    line.text = text_;
    return std::optional(line);
}

}  // namespace sanderling::import
