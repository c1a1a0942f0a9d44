// Aligned columns for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::cli {

/// How many columns of a terminal the text takes, if no character of it is wide.
std::size_t columns_of(std::string_view utf8);

class Table {
  public:
    explicit Table(std::vector<std::string> head) : head_(std::move(head)) {}

    /// As many cells as the head has.
    void add(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }

    /// The head, and a line a row. Line breaks in cells become spaces; longer cells are cut.
    std::string text() const;

    static constexpr std::size_t cell_columns_max = 60;

  private:
    std::vector<std::string> head_;
    std::vector<std::vector<std::string>> rows_{};
};

}  // namespace sanderling::cli
