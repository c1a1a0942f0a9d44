#include "core/text/rewrite.hpp"

#include "core/text/batch_builder.hpp"

#include <algorithm>

namespace sanderling::text {

namespace {

using Kind = Operation::Kind;

/// Each commit's elements have a block of numbers of their own.
ElementId renamed(const ElementId& id, std::span<const MovedCommit> moves) {
    for (const MovedCommit& move : moves)
        if (id.replica == move.before.replica && commit_of(id.number) == move.before.counter)
            return {move.after.replica, first_number(move.after.counter) +
                                            (id.number - first_number(move.before.counter))};
    return id;
}

class Rewriter {
  public:
    void add(const Batch& batch, std::span<const MovedCommit> moves) {
        const std::u32string_view characters = batch.characters;
        std::size_t next = 0;
        for (const Operation& op : batch.operations) {
            const auto name = [&](const Ref& ref) {
                if (!ref.is_element()) return Ref{};
                return out_.ref(renamed({batch.replicas[ref.replica], ref.number}, moves));
            };
            if (!op.inserts()) {
                add_erasure(op, batch.replicas[op.at.replica], moves);
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
    /// The builder joins single elements again, in their direction; the others are cut where the
    /// block of another commit begins.
    void add_erasure(const Operation& op, const ReplicaId& replica,
                     std::span<const MovedCommit> moves) {
        if (op.kind == Kind::erase_backwards) {
            for (std::uint32_t i = 0; i < op.count; ++i)
                out_.erase(out_.ref(renamed({replica, op.at.number - i}, moves)), 1);
            return;
        }
        const std::uint64_t end = op.at.number + op.count;
        for (std::uint64_t at = op.at.number; at < end;) {
            const std::uint64_t next =
                std::min(end, first_number(Counter{number(commit_of(at)) + 1}));
            out_.erase(out_.ref(renamed({replica, at}, moves)),
                       static_cast<std::uint32_t>(next - at));
            at = next;
        }
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

Batch moved(const Batch& batch, std::span<const MovedCommit> moves) {
    Rewriter out;
    out.add(batch, moves);
    return out.take();
}

}  // namespace sanderling::text
