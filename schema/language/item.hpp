// A map of the document together with its place, so that whatever is wrong in it is reported
// with line, column and key, and reading goes on.
#pragma once

#include "schema/language/load.hpp"

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sanderling::schema {

/// What reading one file gathers.
struct Reading {
    std::string file{};
    std::vector<Problem> problems{};
    std::map<std::string, Place> places{};  // of every named item, by its key
};

struct Range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

class Item {
  public:
    /// `at` is where the key stands; `path` is empty for the document itself.
    Item(Reading& reading, YAML::Node node, Place at, std::string path);

    const std::string& name() const { return name_; }
    const std::string& path() const { return path_; }
    bool has(std::string_view key) const;

    std::string required_text(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::optional<std::int64_t> required_integer(std::string_view key, Range range);
    std::optional<std::int64_t> integer(std::string_view key, Range range);
    bool flag(std::string_view key);
    std::vector<std::string> texts(std::string_view key);

    /// The named maps under a key; each name is checked. A bare integer stands for {number: it}.
    std::vector<Item> items(std::string_view key);
    void allow_only(std::initializer_list<std::string_view> keys);

    /// Reports at the value of `key`, or at this item where there is none.
    void problem(std::string_view key, std::string text);

  private:
    YAML::Node child(std::string_view key) const;
    std::optional<std::int64_t> parse_integer(const YAML::Node& node, std::string_view key,
                                              Range range);
    void report(Place at, std::string path, std::string text);

    Reading* reading_;
    YAML::Node node_;
    Place at_;
    std::string path_;
    std::string name_;
};

/// "; did you mean outcome?" for the nearest of `known`, or nothing.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& known);
std::string joined(const std::vector<std::string>& words);

}  // namespace sanderling::schema
