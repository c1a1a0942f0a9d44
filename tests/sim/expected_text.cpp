#include "tests/sim/expected_text.hpp"

#include "core/text/batch.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace sanderling::sim {

namespace {

using Name = std::pair<ReplicaId, std::uint64_t>;

struct HashOfName {
    std::size_t operator()(const Name& name) const {
        return std::hash<Dot>{}({name.first, Counter{name.second}});
    }
};

struct Element {
    Name name{};
    std::optional<Name> left{};
    std::optional<Name> right{};
    std::optional<char32_t> character{};
    std::size_t* index = nullptr;  // of PlainText: where it stands
};

/// Elements in their order, erased ones too.
class PlainText {
  public:
    /// Whether its origins are there, so that it could be placed.
    bool place(const Element& x) {
        if (index_.contains(x.name)) return true;
        const bool is_missing =
            (x.left && !index_.contains(*x.left)) || (x.right && !index_.contains(*x.right));
        if (is_missing) return false;
        const std::size_t gap = gap_for(x);
        order_.insert(order_.begin() + static_cast<std::ptrdiff_t>(gap), x);
        order_[gap].index = &index_[x.name];
        for (std::size_t at = gap; at < order_.size(); ++at) *order_[at].index = at;
        return true;
    }

    std::u32string shown(const std::set<Name>& erased) const {
        std::u32string out;
        for (const Element& e : order_)
            if (e.character && !erased.contains(e.name)) out.push_back(*e.character);
        return out;
    }
    bool is_empty() const { return order_.empty(); }

  private:
    // Counted from 1; 0 is the beginning.
    std::size_t left_place(const std::optional<Name>& left) const {
        return left ? index_.at(*left) + 1 : 0;
    }
    std::size_t right_place(const std::optional<Name>& right) const {
        return right ? index_.at(*right) : order_.size();
    }

    std::size_t gap_for(const Element& x) const {
        const std::size_t begin = left_place(x.left);
        const std::size_t end = right_place(x.right);
        std::size_t gap = begin;
        bool follows = true;
        for (std::size_t at = begin; at < end; ++at) {
            const Element& o = order_[at];
            const std::size_t its_left = left_place(o.left);
            if (its_left < begin) break;
            if (its_left > begin) {
                if (follows) gap = at + 1;
                continue;
            }
            const std::size_t its_right = right_place(o.right);
            if (its_right == end) {
                if (x.name < o.name) break;
                follows = true;
            } else {
                follows = its_right > end;
            }
            if (follows) gap = at + 1;
        }
        return gap;
    }

    std::vector<Element> order_{};
    std::unordered_map<Name, std::size_t, HashOfName> index_{};  // places in order_
};

Name name_of(const text::Batch& batch, const text::Ref& ref) {
    return {batch.replicas[ref.replica], ref.number};
}

std::optional<Name> origin_of(const text::Batch& batch, const text::Ref& ref) {
    return ref.is_element() ? std::optional(name_of(batch, ref)) : std::nullopt;
}

void spell_out(const text::Batch& batch, std::vector<Element>& inserted, std::set<Name>& erased) {
    std::size_t next = 0;
    for (const text::Operation& op : batch.operations) {
        if (!op.inserts()) {
            for (std::uint64_t i = 0; i < op.count; ++i)
                erased.insert({batch.replicas[op.at.replica], op.lowest() + i});
            continue;
        }
        std::optional<Name> left = origin_of(batch, op.left);
        for (std::uint64_t i = 0; i < op.count; ++i) {
            Element e{.name = {batch.replicas[op.at.replica], op.at.number + i},
                      .left = left,
                      .right = origin_of(batch, op.right)};
            if (op.kind == text::Operation::Kind::insert)
                e.character = batch.characters[next++];
            else
                erased.insert(e.name);
            left = e.name;
            inserted.push_back(e);
        }
    }
}

}  // namespace

std::optional<std::string> expected_text(std::span<const ByteView> batches) {
    std::vector<Element> waiting;
    std::set<Name> erased;
    for (const ByteView bytes : batches)
        if (const auto batch = text::decode_batch(bytes)) spell_out(*batch, waiting, erased);
    PlainText text;
    bool goes_on = true;
    while (goes_on) {
        const std::size_t before = waiting.size();
        std::vector<Element> later;
        for (const Element& e : waiting)
            if (!text.place(e)) later.push_back(e);
        waiting = std::move(later);
        goes_on = waiting.size() < before && !waiting.empty();
    }
    if (text.is_empty()) return std::nullopt;
    return text::to_utf8(text.shown(erased));
}

}  // namespace sanderling::sim
