// Finds an item of a vector by name or by number in O(log n). It keeps positions and no pointers,
// so what contains it can be copied and moved.
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <vector>

namespace sanderling::schema {

class Lookup {
  public:
    template <class Item>
    void build(const std::vector<Item>& items) {
        by_name_.resize(items.size());
        std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
        by_number_ = by_name_;
        std::ranges::sort(by_name_, {},
                          [&](std::size_t at) { return std::string_view(items[at].name); });
        std::ranges::sort(by_number_, {}, [&](std::size_t at) { return items[at].number; });
    }

    template <class Item>
    const Item* by_name(const std::vector<Item>& items, std::string_view name) const {
        const auto key = [&](std::size_t at) { return std::string_view(items[at].name); };
        return find(items, by_name_, name, key);
    }

    template <class Item>
    const Item* by_number(const std::vector<Item>& items, decltype(Item::number) number) const {
        return find(items, by_number_, number, [&](std::size_t at) { return items[at].number; });
    }

  private:
    template <class Item, class Wanted, class Key>
    static const Item* find(const std::vector<Item>& items, const std::vector<std::size_t>& order,
                            const Wanted& wanted, Key key) {
        const auto found = std::ranges::lower_bound(order, wanted, {}, key);
        return found != order.end() && key(*found) == wanted ? &items[*found] : nullptr;
    }

    std::vector<std::size_t> by_name_{};
    std::vector<std::size_t> by_number_{};
};

}  // namespace sanderling::schema
