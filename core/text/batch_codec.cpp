// The one spelling of a batch, in columns: heads, counts, then what the refs need
// (docs/protocol.md §4.2). Columns compress better than operations one by one.
#include "core/text/batch.hpp"
#include "core/text/limits.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>

namespace sanderling::text {

namespace {

using Kind = Operation::Kind;

constexpr std::uint8_t format = 1;

/// How a ref is spelled; the smallest that fits.
enum class Spelling : std::uint8_t {
    nowhere = 0,
    expected = 1,      // where the operations before let it be expected
    near = 2,          // a step from a known element of the same replica
    other_replica = 3  // its replica, and a step
};

// A head's bits.
constexpr unsigned kind_bits = 0;
constexpr unsigned many_bit = 2;  // a count follows, otherwise it is 1
constexpr unsigned at_bit = 3;    // of insertions: not where expected
constexpr unsigned left_bits = 4;
constexpr unsigned right_bits = 6;

constexpr std::uint64_t zigzag(std::uint64_t from, std::uint64_t to) {
    const auto step = static_cast<std::int64_t>(to - from);
    return (static_cast<std::uint64_t>(step) << 1U) ^ static_cast<std::uint64_t>(step >> 63U);
}
constexpr std::uint64_t stepped(std::uint64_t from, std::uint64_t step) {
    return from + ((step >> 1U) ^ (0 - (step & 1U)));
}

void put(Bytes& out, std::uint64_t v) {
    for (; v >= 0x80; v >>= 7U) out.push_back(static_cast<std::uint8_t>(v) | 0x80U);
    out.push_back(static_cast<std::uint8_t>(v));
}

/// What both sides know before each operation; refs are spelled from it.
struct Context {
    Ref touched{0, 0};    // the element last inserted or erased
    Ref inserted{};       // the one last inserted
    Ref right{};          // the right origin of the last insertion
    bool erased = false;  // whether the last operation did

    Ref expected_at(const Operation& op) const {
        if (!op.inserts()) return touched;
        return inserted.is_element() ? Ref{inserted.replica, inserted.number + 1} : Ref{0, 0};
    }
    Ref expected_left() const {
        return erased ? Ref{touched.replica, touched.number - 1} : touched;
    }
    const Ref& near_right(const Operation& op) const {
        return op.left.is_element() ? op.left : touched;
    }

    void pass(const Operation& op) {
        const std::uint64_t more = op.count - 1;
        touched = op.at;
        touched.number =
            op.kind == Kind::erase_backwards ? touched.number - more : touched.number + more;
        erased = !op.inserts();
        if (erased) return;
        inserted = touched;
        right = op.right;
    }
};

Spelling spelling(const Ref& ref, const Ref& expected, const Ref& near) {
    if (!ref.is_element()) return Spelling::nowhere;
    if (ref == expected) return Spelling::expected;
    return ref.replica == near.replica ? Spelling::near : Spelling::other_replica;
}

void put(Bytes& out, Spelling how, const Ref& ref, const Ref& near) {
    if (how == Spelling::other_replica) put(out, ref.replica);
    if (how >= Spelling::near) put(out, zigzag(near.number, ref.number));
}

struct Columns {
    Bytes heads{}, counts{}, ats{}, lefts{}, rights{};

    void add(const Operation& op, const Context& context) {
        unsigned head = unsigned{number(op.kind)} << kind_bits;
        if (op.count > 1) {
            head |= 1U << many_bit;
            put(counts, op.count - 2);
        }
        const Spelling at = spelling(op.at, context.expected_at(op), context.touched);
        if (op.inserts()) {
            if (at != Spelling::expected) {
                head |= 1U << at_bit;
                put(ats, Spelling::other_replica, op.at, context.touched);
            }
            const Spelling left = spelling(op.left, context.expected_left(), context.touched);
            const Ref& near = context.near_right(op);
            const Spelling right = spelling(op.right, context.right, near);
            head |= unsigned{number(left)} << left_bits | unsigned{number(right)} << right_bits;
            put(lefts, left, op.left, context.touched);
            put(rights, right, op.right, near);
        } else {
            head |= unsigned{number(at)} << left_bits;
            put(ats, at, op.at, context.touched);
        }
        heads.push_back(static_cast<std::uint8_t>(head));
    }
};

class Decoder {
  public:
    explicit Decoder(ByteView bytes) : rest_(bytes) {}

    Result<Batch> run() {
        if (take() != format && !failed_)
            return fail(Errc::unsupported_version, "text operations of an unknown format");
        read_replicas();
        const std::uint64_t count = varint();
        if (count > rest_.size()) failed_ = true;
        if (failed_) return malformed();
        if (count > limits::operations_a_batch)
            return fail(Errc::too_large, "text: too many operations in one batch");
        read_operations(rest_.first(static_cast<std::size_t>(count)));
        if (failed_) return malformed();
        if (elements_ > limits::elements_a_batch)
            return fail(Errc::too_large, "text: too many elements in one batch");
        auto characters = from_utf8(as_text(rest_));
        if (!characters || characters->size() != characters_) return malformed();
        batch_.characters = std::move(*characters);
        return std::move(batch_);
    }

  private:
    static Error malformed() { return fail(Errc::malformed, "text operations"); }

    std::uint8_t take() {
        if (rest_.empty()) {
            failed_ = true;
            return 0;
        }
        const std::uint8_t byte = rest_.front();
        rest_ = rest_.subspan(1);
        return byte;
    }
    std::uint64_t varint() {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t byte = take();
            v |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return v;
        }
        failed_ = true;
        return 0;
    }

    void read_replicas() {
        const std::uint64_t count = varint();
        if (count > limits::replicas_a_batch || count * sizeof(ReplicaId) > rest_.size()) {
            failed_ = true;
            return;
        }
        batch_.replicas.resize(static_cast<std::size_t>(count));
        for (ReplicaId& id : batch_.replicas)
            for (std::uint8_t& byte : id.bytes) byte = take();
        auto sorted = batch_.replicas;
        std::sort(sorted.begin(), sorted.end());
        failed_ |= std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    }

    void read_operations(ByteView heads) {
        rest_ = rest_.subspan(heads.size());
        batch_.operations.resize(heads.size());
        for (std::size_t i = 0; i < heads.size(); ++i) {
            Operation& op = batch_.operations[i];
            op.kind = static_cast<Kind>(heads[i] & 3U);
            const std::uint64_t more = (heads[i] >> many_bit & 1U) != 0 ? varint() + 1 : 0;
            elements_ += std::min(more, limits::elements_a_batch) + 1;
            op.count = static_cast<std::uint32_t>(std::min(more, limits::elements_a_batch) + 1);
            if (op.kind == Kind::insert) characters_ += op.count;
        }
        each(heads,
             [this](Operation& op, unsigned head, const Context& c) { read_at(op, head, c); });
        each(heads, [this](Operation& op, unsigned head, const Context& c) {
            if (op.inserts())
                op.left = ref(spelling_in(head, left_bits), c.expected_left(), c.touched);
        });
        each(heads, [this](Operation& op, unsigned head, const Context& c) {
            if (op.inserts())
                op.right = ref(spelling_in(head, right_bits), c.right, c.near_right(op));
        });
        check_order_of_replicas();
    }

    template <class Read>
    void each(ByteView heads, Read read) {
        Context context;
        for (std::size_t i = 0; i < heads.size() && !failed_; ++i) {
            read(batch_.operations[i], heads[i], context);
            context.pass(batch_.operations[i]);
        }
    }

    static Spelling spelling_in(unsigned head, unsigned bits) {
        return static_cast<Spelling>(head >> bits & 3U);
    }

    Ref ref(Spelling how, const Ref& expected, const Ref& near) {
        Ref out;
        if (how == Spelling::nowhere) return out;
        if (how == Spelling::expected) {
            out = expected;
        } else {
            out.replica = near.replica;
            if (how == Spelling::other_replica) {
                const std::uint64_t replica = varint();
                failed_ |= replica >= batch_.replicas.size();
                out.replica = static_cast<std::uint32_t>(replica);
            }
            out.number = stepped(near.number, varint());
        }
        failed_ |= out.replica >= batch_.replicas.size() || out.number >= number_end;
        return out;
    }

    void read_at(Operation& op, unsigned head, const Context& context) {
        const Spelling how = !op.inserts()                ? spelling_in(head, left_bits)
                             : (head >> at_bit & 1U) != 0 ? Spelling::other_replica
                                                          : Spelling::expected;
        op.at = ref(how, context.expected_at(op), context.touched);
        failed_ |= !op.at.is_element();
        if (op.kind == Kind::erase_backwards)
            failed_ |= op.count < 2 || op.at.number + 1 < op.count;
    }

    void check_order_of_replicas() {
        std::uint32_t seen = 0;
        const auto see = [&](const Ref& ref) {
            if (!ref.is_element()) return;
            if (ref.replica == seen) ++seen;
            failed_ |= ref.replica >= seen;
        };
        for (const Operation& op : batch_.operations) {
            see(op.at);
            see(op.left);
            see(op.right);
        }
        failed_ |= seen != batch_.replicas.size();
    }

    // Counters of commits stay far below, and a sum of two numbers never wraps.
    static constexpr std::uint64_t number_end = std::uint64_t{1} << 63U;

    ByteView rest_;
    bool failed_ = false;
    Batch batch_{};
    std::uint64_t elements_ = 0;
    std::uint64_t characters_ = 0;
};

}  // namespace

Bytes encode(const Batch& batch) {
    Columns columns;
    Context context;
    for (const Operation& op : batch.operations) {
        columns.add(op, context);
        context.pass(op);
    }
    Bytes out{format};
    put(out, batch.replicas.size());
    for (const ReplicaId& id : batch.replicas) append(out, id.view());
    put(out, batch.operations.size());
    for (const Bytes* column :
         {&columns.heads, &columns.counts, &columns.ats, &columns.lefts, &columns.rights})
        append(out, *column);
    append(out, as_bytes(to_utf8(batch.characters)));
    return out;
}

Result<Batch> decode_batch(ByteView bytes) {
    if (bytes.size() > limits::batch_bytes) return fail(Errc::too_large, "text operations");
    auto batch = Decoder(bytes).run();
    // Whatever else could be spelled in two ways is caught here.
    if (batch && encode(*batch) != to_bytes(bytes))
        return fail(Errc::malformed, "text operations in another than the one spelling");
    return batch;
}

}  // namespace sanderling::text
