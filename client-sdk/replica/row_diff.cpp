#include "client-sdk/replica/row_diff.hpp"

#include <algorithm>
#include <numeric>

namespace sanderling::replica {

namespace {

using Order = std::vector<std::size_t>;  // rows, sorted

/// Less, equal or greater by the first `columns` cells.
int compare_rows(const Rows& a, std::size_t row_a, const Rows& b, std::size_t row_b,
                 std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) {
        if (a.at(row_a, i) < b.at(row_b, i)) return -1;
        if (b.at(row_b, i) < a.at(row_a, i)) return 1;
    }
    return 0;
}

Order sorted(const Rows& rows, std::size_t columns) {
    Order order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const int compared = compare_rows(rows, a, rows, b, columns);
        return compared != 0 ? compared < 0 : a < b;
    });
    return order;
}

bool has_unique_ids(const Rows& rows) {
    if (rows.columns().empty() || rows.columns().front() != "id") return false;
    const Order order = sorted(rows, 1);
    return std::adjacent_find(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
               return compare_rows(rows, a, rows, b, 1) == 0;
           }) == order.end();
}

// Both in order, rows that are equal by the key meet.
void walk(QueryChange& change, std::size_t key_columns) {
    const Rows& before = *change.before;
    const Rows& now = *change.rows;
    const Order old_order = sorted(before, key_columns);
    const Order new_order = sorted(now, key_columns);
    auto old_row = old_order.begin();
    auto new_row = new_order.begin();
    while (old_row != old_order.end() || new_row != new_order.end()) {
        const int compared = old_row == old_order.end() ? 1
                             : new_row == new_order.end()
                                 ? -1
                                 : compare_rows(before, *old_row, now, *new_row, key_columns);
        if (compared < 0) {
            change.removed.push_back(*old_row++);
        } else if (compared > 0) {
            change.added.push_back(*new_row++);
        } else {
            if (compare_rows(before, *old_row, now, *new_row, now.columns().size()) != 0)
                change.changed.push_back({*old_row, *new_row});
            ++old_row;
            ++new_row;
        }
    }
}

}  // namespace

QueryChange compare(std::shared_ptr<const Rows> before, std::shared_ptr<const Rows> now) {
    QueryChange change{.rows = std::move(now), .before = std::move(before)};
    const std::size_t columns = change.rows->columns().size();
    // The columns of a query stay the same; the very first answer before has none.
    const bool is_first = change.before->columns().size() != columns;
    if (is_first) change.before = std::make_shared<const Rows>();
    const bool is_keyed =
        has_unique_ids(*change.rows) && (is_first || has_unique_ids(*change.before));
    walk(change, is_keyed ? 1 : columns);
    std::sort(change.added.begin(), change.added.end());
    std::sort(change.removed.begin(), change.removed.end());
    std::sort(change.changed.begin(), change.changed.end(),
              [](const auto& a, const auto& b) { return a.now < b.now; });
    return change;
}

}  // namespace sanderling::replica
