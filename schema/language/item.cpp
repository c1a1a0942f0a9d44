#include "schema/language/item.hpp"

#include "schema/language/names.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace sanderling::schema {
namespace {

Place place_of(const YAML::Node& node) {
    const YAML::Mark mark = node.Mark();
    return mark.is_null() ? Place{} : Place{mark.line + 1, mark.column + 1};
}

std::string last_word(const std::string& path) {
    const auto dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replace, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string suggestion(std::string_view wrong, const std::vector<std::string>& known) {
    const auto distance = [&](const std::string& word) { return edit_distance(wrong, word); };
    const auto best = std::ranges::min_element(known, {}, distance);
    if (best == known.end() || distance(*best) > 2) return {};
    return "; did you mean " + *best + "?";
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
}

Item::Item(Reading& reading, YAML::Node node, Place at, std::string path)
    : reading_(&reading),
      node_(std::move(node)),
      at_(at),
      path_(std::move(path)),
      name_(last_word(path_)) {
    reading_->places.emplace(path_, at_);
}

YAML::Node Item::child(std::string_view key) const {
    for (const auto& pair : node_) {
        if (pair.first.IsScalar() && pair.first.Scalar() == key) return pair.second;
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

bool Item::has(std::string_view key) const {
    return child(key).IsDefined();
}

void Item::report(Place at, std::string path, std::string text) {
    reading_->problems.push_back(
        {reading_->file, at.line, at.column, std::move(path), std::move(text)});
}

void Item::problem(std::string_view key, std::string text) {
    const YAML::Node node = child(key);
    std::string path = path_;
    if (!key.empty()) path += (path.empty() ? "" : ".") + std::string(key);
    report(node.IsDefined() ? place_of(node) : at_, std::move(path), std::move(text));
}

std::optional<std::string> Item::text(std::string_view key) {
    const YAML::Node node = child(key);
    if (!node.IsDefined()) return std::nullopt;
    if (!node.IsScalar()) {
        problem(key, "must be a single word or sentence");
        return std::nullopt;
    }
    return node.Scalar();
}

std::string Item::required_text(std::string_view key) {
    if (!has(key)) problem(key, "is missing");
    return text(key).value_or("");
}

std::optional<std::int64_t> Item::parse_integer(const YAML::Node& node, std::string_view key,
                                                Range range) {
    const std::string digits = node.IsScalar() ? node.Scalar() : "";
    std::int64_t value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value);
    if (digits.empty() || error != std::errc{} || stop != end) {
        problem(key, "must be a whole number");
        return std::nullopt;
    }
    if (value < range.least || value > range.most) {
        problem(key, "must be from " + std::to_string(range.least) + " to " +
                         std::to_string(range.most));
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> Item::integer(std::string_view key, Range range) {
    // A bare integer in place of a map is its number.
    if (node_.IsScalar()) {
        return key == "number" ? parse_integer(node_, "", range) : std::nullopt;
    }
    const YAML::Node node = child(key);
    return node.IsDefined() ? parse_integer(node, key, range) : std::nullopt;
}

std::optional<std::int64_t> Item::required_integer(std::string_view key, Range range) {
    if (!node_.IsScalar() && !has(key)) problem(key, "is missing");
    return integer(key, range);
}

bool Item::flag(std::string_view key) {
    const YAML::Node node = child(key);
    if (!node.IsDefined()) return false;
    bool value = false;
    if (!node.IsScalar() || !YAML::convert<bool>::decode(node, value)) {
        problem(key, "must be true or false");
    }
    return value;
}

std::vector<std::string> Item::texts(std::string_view key) {
    const YAML::Node node = child(key);
    std::vector<std::string> out;
    if (!node.IsDefined()) return out;
    const bool words = node.IsSequence() &&
                       std::ranges::all_of(node, [](const YAML::Node& n) { return n.IsScalar(); });
    if (!words) {
        problem(key, "must be a list of names: [a, b]");
        return out;
    }
    for (const YAML::Node& word : node) {
        if (std::ranges::find(out, word.Scalar()) != out.end()) {
            problem(key, "names " + word.Scalar() + " twice");
        } else {
            out.push_back(word.Scalar());
        }
    }
    return out;
}

std::vector<Item> Item::items(std::string_view key) {
    const YAML::Node node = child(key);
    std::vector<Item> out;
    if (!node.IsDefined()) return out;
    if (!node.IsMap()) {
        problem(key, "must be a map of names");
        return out;
    }
    std::set<std::string> seen;
    for (const auto& pair : node) {
        const Place at = place_of(pair.first);
        const std::string word = pair.first.IsScalar() ? pair.first.Scalar() : "";
        const std::string path = (path_.empty() ? "" : path_ + ".") + std::string(key) + "." + word;
        if (!is_name(word)) {
            report(at, path,
                   "a name is lower-case letters, digits and single underscores, at most "
                   "48, and starts with a letter");
        } else if (!seen.insert(word).second) {
            report(at, path, "is declared twice");
        } else if (!pair.second.IsMap() && !pair.second.IsScalar()) {
            report(at, path, "must be a map");
        } else {
            out.emplace_back(*reading_, pair.second, at, path);
        }
    }
    return out;
}

void Item::allow_only(std::initializer_list<std::string_view> keys) {
    if (!node_.IsMap()) return;
    const std::vector<std::string> known(keys.begin(), keys.end());
    std::set<std::string> seen;
    for (const auto& pair : node_) {
        const std::string word = pair.first.IsScalar() ? pair.first.Scalar() : "?";
        const std::string path = (path_.empty() ? "" : path_ + ".") + word;
        if (std::ranges::find(known, word) == known.end()) {
            std::string text = "unknown key" + suggestion(word, known);
            report(place_of(pair.first), path, text + " (known here: " + joined(known) + ")");
        } else if (!seen.insert(word).second) {
            report(place_of(pair.first), path, "is given twice");
        }
    }
}

}  // namespace sanderling::schema
