// An invite as a QR code, to be scanned from a terminal or from a picture (docs/protocol.md §6.6).
#pragma once

#include "core/types/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::keyholder {

/// A square of modules with the quiet zone that readers need, four modules wide, around it.
class QrPicture {
  public:
    /// Errors: too_large (no QR code holds it), io.
    static Result<QrPicture> of(std::string_view text);

    std::size_t size() const { return size_; }
    bool is_dark(std::size_t x, std::size_t y) const { return modules_[y * size_ + x] != 0; }

    /// Two rows of modules a line, in half blocks: black on white whatever the terminal's own
    /// colours are.
    std::string for_terminal() const;
    /// A new file that only its owner may read: whoever has the picture can enrol.
    /// Errors: already_exists, io, disk_full.
    Result<void> save_png(const std::filesystem::path& path) const;

  private:
    std::size_t size_ = 0;
    std::vector<std::uint8_t> modules_{};  // row by row; 1: dark
};

}  // namespace sanderling::keyholder
