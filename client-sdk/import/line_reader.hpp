// Cuts a stream into lines of bounded length, remembering where in the stream each began. Knows
// byte order marks and both line endings, and nothing of what a line says.
#pragma once

#include "core/types/error.hpp"

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::import {

enum class Extent : std::uint8_t {
    whole,
    cut,  // longer than allowed: only its beginning is here
};

struct Line {
    std::uint64_t number = 0;  // from 1, empty lines counted
    std::uint64_t offset = 0;  // of its first byte in the stream
    std::uint64_t bytes = 0;   // all of it, without its ending
    Extent extent = Extent::whole;
    std::string_view text{};  // until the next call; without LF or CRLF
};

/// Memory: one block and one line of at most `line_bytes_max`, however long the lines are.
class LineReader {
  public:
    LineReader(std::istream& in, std::size_t line_bytes_max);

    /// Nothing at the end. Errc::io when the stream breaks, Errc::malformed for UTF-16.
    Result<std::optional<Line>> next();

    /// Bytes consumed, the byte order mark and line endings included.
    std::uint64_t bytes_done() const { return consumed_; }

  private:
    enum class End { newline, stream, more };  // what a piece of a line stopped at

    Result<void> fill();
    Result<void> skip_mark();
    End take_piece(Line& line);

    std::istream& in_;
    std::size_t line_bytes_max_;
    std::vector<char> block_;
    std::size_t at_ = 0;   // of the next byte within the block
    std::size_t end_ = 0;  // of what the block holds
    std::uint64_t consumed_ = 0;
    std::uint64_t lines_ = 0;
    std::string text_{};
    char last_ = '\0';  // the last byte of the line, kept or not: a CR belongs to the ending
};

}  // namespace sanderling::import
