#include "core/text/diff.hpp"

#include "core/text/utf8.hpp"

#include <algorithm>
#include <span>
#include <unordered_map>

namespace sanderling::text {

namespace {

// Time and memory grow with the square of it: 4 MB and some milliseconds.
constexpr std::size_t differences_max = 1000;

/// A text cut into pieces; equal pieces of the two texts have equal numbers.
struct Pieces {
    std::vector<std::size_t> starts{};  // and the text's end
    std::vector<std::uint32_t> numbers{};
};

/// Numbers the pieces of both texts alike.
class Numbering {
  public:
    Pieces number(std::u32string_view text, std::vector<std::size_t> starts) {
        starts.push_back(text.size());
        Pieces out{.starts = std::move(starts)};
        for (std::size_t i = 0; i + 1 < out.starts.size(); ++i) {
            const auto piece = text.substr(out.starts[i], out.starts[i + 1] - out.starts[i]);
            const auto fresh = static_cast<std::uint32_t>(known_.size());
            out.numbers.push_back(known_.try_emplace(piece, fresh).first->second);
        }
        return out;
    }

  private:
    std::unordered_map<std::u32string_view, std::uint32_t> known_{};
};

/// Pieces [a, a_end) become [b, b_end).
struct Change {
    std::size_t a = 0, a_end = 0, b = 0, b_end = 0;
};

using Numbers = std::span<const std::uint32_t>;

/// Myers' greedy search: the furthest row reached on each diagonal k = x - y, for each number d of
/// differences.
class Search {
  public:
    Search(Numbers a, Numbers b) : a_(a), b_(b) {}

    /// Nothing if there are more than `differences_max` differences.
    std::optional<std::vector<Change>> run() {
        for (std::size_t d = 0; d <= differences_max; ++d)
            if (step(static_cast<std::ptrdiff_t>(d))) return path_back();
        return std::nullopt;
    }

  private:
    using Row = std::vector<std::uint32_t>;  // x for k = -d, -d + 2, … d

    static std::size_t index(std::ptrdiff_t d, std::ptrdiff_t k) {
        return static_cast<std::size_t>((k + d) / 2);
    }
    /// Whether the best way to (d, k) inserts a piece, coming from k + 1.
    bool comes_down(std::ptrdiff_t d, std::ptrdiff_t k) const {
        if (k == -d) return true;
        if (k == d) return false;
        const Row& last = rows_[static_cast<std::size_t>(d - 1)];
        return last[index(d - 1, k - 1)] < last[index(d - 1, k + 1)];
    }
    std::size_t start(std::ptrdiff_t d, std::ptrdiff_t k) const {
        if (d == 0) return 0;
        const Row& last = rows_[static_cast<std::size_t>(d - 1)];
        return comes_down(d, k) ? last[index(d - 1, k + 1)] : last[index(d - 1, k - 1)] + 1;
    }

    bool step(std::ptrdiff_t d) {
        Row row(static_cast<std::size_t>(d) + 1);
        for (std::ptrdiff_t k = -d; k <= d; k += 2) {
            std::size_t x = start(d, k);
            auto y = static_cast<std::ptrdiff_t>(x) - k;
            // Diagonals that have left the rectangle stay where they are and lead nowhere.
            if (y >= 0)
                while (x < a_.size() && static_cast<std::size_t>(y) < b_.size() &&
                       a_[x] == b_[static_cast<std::size_t>(y)])
                    ++x, ++y;
            row[index(d, k)] = static_cast<std::uint32_t>(x);
            if (x == a_.size() && y == static_cast<std::ptrdiff_t>(b_.size())) {
                rows_.push_back(std::move(row));
                end_ = {d, k};
                return true;
            }
        }
        rows_.push_back(std::move(row));
        return false;
    }

    std::vector<Change> path_back() const {
        std::vector<Change> changes;
        std::ptrdiff_t k = end_.k;
        for (std::ptrdiff_t d = end_.d; d > 0; --d) {
            const bool inserts = comes_down(d, k);
            const std::size_t x = start(d, k);
            const auto y = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(x) - k);
            const Change one = inserts ? Change{x, x, y - 1, y} : Change{x - 1, x, y, y};
            if (!changes.empty() && changes.back().a == one.a_end &&
                changes.back().b == one.b_end) {
                changes.back().a = one.a;
                changes.back().b = one.b;
            } else {
                changes.push_back(one);
            }
            k += inserts ? 1 : -1;
        }
        std::reverse(changes.begin(), changes.end());
        return changes;
    }

    struct End {
        std::ptrdiff_t d = 0, k = 0;
    };

    Numbers a_;
    Numbers b_;
    std::vector<Row> rows_{};
    End end_{};
};

/// Equal pieces at both ends are left out of the search.
std::optional<std::vector<Change>> changes_between(Numbers a, Numbers b) {
    const auto front = static_cast<std::size_t>(
        std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    a = a.subspan(front);
    b = b.subspan(front);
    const auto back = static_cast<std::size_t>(
        std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin());
    auto changes = Search(a.first(a.size() - back), b.first(b.size() - back)).run();
    if (!changes) return std::nullopt;
    for (Change& each : *changes) {
        each.a += front;
        each.a_end += front;
        each.b += front;
        each.b_end += front;
    }
    return changes;
}

std::vector<std::size_t> line_starts(std::u32string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < text.size();) {
        starts.push_back(at);
        const std::size_t end = text.find(U'\n', at);
        at = end == std::u32string_view::npos ? text.size() : end + 1;
    }
    return starts;
}

using Cutter = std::vector<std::size_t> (*)(std::u32string_view);

/// Changes of code points, or nothing if they would be too many.
std::optional<std::vector<Change>> compare(std::u32string_view before, std::u32string_view after,
                                           Cutter cut) {
    Numbering numbering;
    const Pieces a = numbering.number(before, cut(before));
    const Pieces b = numbering.number(after, cut(after));
    auto changes = changes_between(a.numbers, b.numbers);
    if (!changes) return std::nullopt;
    for (Change& each : *changes)
        each = {a.starts[each.a], a.starts[each.a_end], b.starts[each.b], b.starts[each.b_end]};
    return changes;
}

std::vector<Change> all_changes(std::u32string_view before, std::u32string_view after) {
    if (auto changes = compare(before, after, cluster_starts)) return *changes;
    const auto lines = compare(before, after, line_starts);
    if (!lines) return {{0, before.size(), 0, after.size()}};
    std::vector<Change> out;
    for (const Change& line : *lines) {
        const auto within = compare(before.substr(line.a, line.a_end - line.a),
                                    after.substr(line.b, line.b_end - line.b), cluster_starts);
        if (!within) out.push_back(line);
        for (const Change& each : within.value_or(std::vector<Change>{}))
            out.push_back(
                {line.a + each.a, line.a + each.a_end, line.b + each.b, line.b + each.b_end});
    }
    return out;
}

}  // namespace

std::vector<Edit> diff(std::u32string_view before, std::u32string_view after) {
    std::vector<Edit> edits;
    // What is left of a change's place is already as in `after`, so the position is the one there.
    for (const Change& each : all_changes(before, after))
        edits.push_back({.position = each.b,
                         .erased = each.a_end - each.a,
                         .inserted = to_utf8(after.substr(each.b, each.b_end - each.b))});
    return edits;
}

std::optional<std::vector<Edit>> diff(std::string_view before, std::string_view after) {
    const auto a = from_utf8(before);
    const auto b = from_utf8(after);
    if (!a || !b) return std::nullopt;
    return diff(*a, *b);
}

}  // namespace sanderling::text
