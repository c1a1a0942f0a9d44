#include "core/text/rewrite.hpp"

#include "core/text/batch_builder.hpp"

#include <algorithm>

namespace sanderling::text {

namespace {

using Kind = Operation::Kind;

/// Which elements get another replica.
struct Move {
    ReplicaId from{};
    std::uint64_t first_number = 0;
    ReplicaId to{};

    bool concerns(const ElementId& id) const {
        return id.replica == from && id.number >= first_number;
    }
    ElementId operator()(const ElementId& id) const {
        return concerns(id) ? ElementId{to, id.number} : id;
    }
};

class Rewriter {
  public:
    void add(const Batch& batch, const Move& move) {
        const std::u32string_view characters = batch.characters;
        std::size_t next = 0;
        for (const Operation& op : batch.operations) {
            const auto name = [&](const Ref& ref) {
                if (!ref.is_element()) return Ref{};
                return out_.ref(move({batch.replicas[ref.replica], ref.number}));
            };
            if (!op.inserts()) {
                add_erasure(op, batch.replicas[op.at.replica], move);
                continue;
            }
            Operation copy = op;
            copy.at = name(op.at);
            copy.left = name(op.left);
            copy.right = name(op.right);
            const std::size_t count = op.kind == Kind::insert ? op.count : 0;
            out_.insert(copy, characters.substr(next, count));
            next += count;
        }
    }
    Batch take() { return out_.take(); }

  private:
    /// Single elements keep their direction; the builder joins them again.
    void add_erasure(const Operation& op, const ReplicaId& replica, const Move& move) {
        if (op.kind == Kind::erase_backwards) {
            for (std::uint32_t i = 0; i < op.count; ++i)
                out_.erase(out_.ref(move({replica, op.at.number - i})), 1);
            return;
        }
        const std::uint64_t end = op.at.number + op.count;
        const bool is_cut =
            replica == move.from && op.at.number < move.first_number && move.first_number < end;
        const std::uint64_t middle = is_cut ? move.first_number : end;
        out_.erase(out_.ref(move({replica, op.at.number})),
                   static_cast<std::uint32_t>(middle - op.at.number));
        if (is_cut)
            out_.erase(out_.ref(move({replica, middle})), static_cast<std::uint32_t>(end - middle));
    }

    BatchBuilder out_{};
};

}  // namespace

Batch joined(const Batch& first, const Batch& then) {
    Rewriter out;
    out.add(first, {});
    out.add(then, {});
    return out.take();
}

Batch moved(const Batch& batch, const ReplicaId& from, std::uint64_t first_number,
            const ReplicaId& to) {
    Rewriter out;
    out.add(batch, {from, first_number, to});
    return out.take();
}

}  // namespace sanderling::text
