#include "core/text/batch_builder.hpp"

#include <utility>

namespace sanderling::text {

namespace {

using Kind = Operation::Kind;

bool goes_on(const Operation& last, const Operation& next) {
    return last.kind == next.kind && last.at.replica == next.at.replica &&
           last.at.number + last.count == next.at.number && next.left.replica == last.at.replica &&
           next.left.number + 1 == next.at.number && next.right == last.right;
}

}  // namespace

Ref BatchBuilder::ref(const ElementId& id) {
    if (last_ < batch_.replicas.size() && batch_.replicas[last_] == id.replica)
        return {last_, id.number};
    const auto fresh = static_cast<std::uint32_t>(batch_.replicas.size());
    const auto [place, is_new] = index_.try_emplace(id.replica, fresh);
    if (is_new) batch_.replicas.push_back(id.replica);
    last_ = place->second;
    return {last_, id.number};
}

void BatchBuilder::insert(const Operation& op, std::u32string_view characters) {
    batch_.characters += characters;
    if (!batch_.operations.empty() && goes_on(batch_.operations.back(), op))
        batch_.operations.back().count += op.count;
    else
        batch_.operations.push_back(op);
}

void BatchBuilder::erase(const Ref& at, std::uint32_t count) {
    if (!batch_.operations.empty() && batch_.operations.back().at.replica == at.replica) {
        Operation& last = batch_.operations.back();
        if (last.kind == Kind::erase && last.at.number + last.count == at.number) {
            last.count += count;
            return;
        }
        // Only single backspaces join: that a piece was erased at once stays to be seen.
        const bool can_go_back =
            last.kind == Kind::erase_backwards || (last.kind == Kind::erase && last.count == 1);
        if (can_go_back && count == 1 && last.lowest() == at.number + 1) {
            last.kind = Kind::erase_backwards;
            ++last.count;
            return;
        }
    }
    batch_.operations.push_back({.kind = Kind::erase, .at = at, .count = count});
}

Batch BatchBuilder::take() {
    index_.clear();
    return std::exchange(batch_, {});
}

}  // namespace sanderling::text
