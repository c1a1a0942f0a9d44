// FugueMax as its paper defines it, by a tree and one element at a time: slow, and sharing nothing
// with the product but the batches that it reads (Weidner and Kleppmann, "The Art of the Fugue").
#pragma once

#include "core/text/batch.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sanderling::text::test {

class FugueTree {
  public:
    /// Its elements' origins have to be here already.
    void apply(const Batch& batch) {
        std::size_t next = 0;
        for (const Operation& op : batch.operations) {
            if (!op.inserts()) {
                for (std::uint32_t i = 0; i < op.count; ++i)
                    erased_.insert({batch.replicas[op.at.replica], op.lowest() + i});
                continue;
            }
            std::optional<ElementId> left = id(batch, op.left);
            for (std::uint32_t i = 0; i < op.count; ++i) {
                const ElementId here{batch.replicas[op.at.replica], op.at.number + i};
                if (op.kind == Operation::Kind::insert_erased) erased_.insert(here);
                const char32_t c =
                    op.kind == Operation::Kind::insert ? batch.characters[next++] : U'\0';
                insert(here, c, left, id(batch, op.right));
                left = here;
            }
        }
    }

    std::u32string text() const {
        std::u32string out;
        for (const ElementId& each : order())
            if (!erased_.contains(each)) out.push_back(nodes_.at(each).character);
        return out;
    }

  private:
    using MaybeId = std::optional<ElementId>;  // nothing: the root, or the end
    struct Node {
        char32_t character{};
        MaybeId parent{};
        MaybeId right_origin{};
        std::vector<ElementId> left_children{};
        std::vector<ElementId> right_children{};
    };

    static MaybeId id(const Batch& batch, const Ref& ref) {
        if (!ref.is_element()) return std::nullopt;
        return ElementId{batch.replicas[ref.replica], ref.number};
    }

    bool is_below(MaybeId node, const MaybeId& ancestor) const {
        while (node) {
            if (!ancestor) return true;
            node = nodes_.at(*node).parent;
            if (node == ancestor) return true;
        }
        return false;
    }

    void insert(const ElementId& here, char32_t c, const MaybeId& left, const MaybeId& right) {
        if (nodes_.contains(here)) return;
        // The writer's left origin had right children if what followed it was below it.
        const bool is_left_child = right && is_below(right, left);
        nodes_[here] = {c, is_left_child ? right : left, right, {}, {}};
        if (is_left_child)
            nodes_.at(*right).left_children.push_back(here);
        else
            (left ? nodes_.at(*left).right_children : root_children_).push_back(here);
    }

    std::vector<ElementId> order() const {
        // Siblings on the right are sorted by the order itself, of their right origins. These are
        // never below the siblings, so a first walk without them in order does not mislead: it is
        // repeated until nothing changes.
        std::vector<ElementId> out = walk({});
        for (;;) {
            std::vector<ElementId> again = walk(out);
            if (again == out) return out;
            out = std::move(again);
        }
    }

    std::vector<ElementId> walk(const std::vector<ElementId>& known) const {
        std::map<ElementId, std::size_t> rank;
        for (const ElementId& each : known) rank.emplace(each, rank.size());
        const auto place = [&](const ElementId& child) {
            const MaybeId& origin = nodes_.at(child).right_origin;
            return origin && !rank.empty() ? rank.at(*origin) : known.size();
        };
        std::vector<ElementId> out;
        const auto go = [&](const auto& self, std::vector<ElementId> children, bool right) -> void {
            std::sort(children.begin(), children.end(), [&](const auto& a, const auto& b) {
                if (right && place(a) != place(b)) return place(a) > place(b);
                return a < b;
            });
            for (const ElementId& child : children) {
                self(self, nodes_.at(child).left_children, false);
                out.push_back(child);
                self(self, nodes_.at(child).right_children, true);
            }
        };
        go(go, root_children_, true);
        return out;
    }

    std::map<ElementId, Node> nodes_{};
    std::vector<ElementId> root_children_{};
    std::set<ElementId> erased_{};
};

}  // namespace sanderling::text::test
