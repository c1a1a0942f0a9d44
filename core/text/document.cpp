#include "core/text/document.hpp"

#include "core/text/batch_builder.hpp"
#include "core/text/utf8.hpp"
#include "core/types/assert.hpp"

#include <algorithm>
#include <iterator>

namespace sanderling::text {

namespace {

using ReplicaIndex = ElementTable::ReplicaIndex;
using Kind = Operation::Kind;

// In place of the character of an element that was erased before it came here.
constexpr char32_t no_character = 0xFFFF'FFFF;

std::size_t inserted(const Batch& batch) {
    std::size_t count = 0;
    for (const Operation& op : batch.operations)
        if (op.inserts()) count += op.count;
    return count;
}

}  // namespace

Result<void> Document::apply(const Batch& batch) {
    if (elements_.size() + waiting_elements_ + inserted(batch) > limits::elements_a_text)
        return fail(Errc::too_large, "text: more elements than a text may have");
    std::vector<std::uint32_t> replicas;
    replicas.reserve(batch.replicas.size());
    for (const ReplicaId& id : batch.replicas) replicas.push_back(number(elements_.index_of(id)));
    const auto here = [&replicas](const Ref& ref) {
        return ref.is_element() ? Ref{replicas[ref.replica], ref.number} : ref;
    };

    std::u32string_view rest = batch.characters;
    for (Operation op : batch.operations) {
        op.at = here(op.at);
        if (!op.inserts()) {
            erase({op.at.replica, op.lowest()}, op.count);
            continue;
        }
        op.left = here(op.left);
        op.right = here(op.right);
        if (order_.comparisons() > comparisons_max_)
            return fail(Errc::too_large, "text: too many concurrent pieces at one place");
        const std::size_t characters = op.kind == Kind::insert ? op.count : 0;
        insert_or_keep(op, rest.substr(0, characters));
        rest.remove_prefix(characters);
        while (!woken_.empty()) {
            const Insertion next = std::move(woken_.back());
            woken_.pop_back();
            insert_or_keep(next.op, next.characters);
        }
    }
    return {};
}

std::optional<Handle> Document::resolve(const Ref& ref) const {
    if (!ref.is_element()) return no_element;
    return elements_.find(ReplicaIndex{ref.replica}, ref.number);
}

const Ref* Document::missing_origin(const Operation& op) const {
    if (!resolve(op.left)) return &op.left;
    if (!resolve(op.right)) return &op.right;
    return nullptr;
}

void Document::insert_or_keep(const Operation& op, std::u32string_view characters) {
    if (const Ref* missing = missing_origin(op)) {
        waiting_.emplace(Number{missing->replica, missing->number},
                         Insertion{op, std::u32string(characters)});
        waiting_elements_ += op.count;
        return;
    }
    insert(op, characters);
    wake(op);
}

// Of a run that was split differently elsewhere, or came twice, some elements may be there.
void Document::insert(const Operation& op, std::u32string_view characters) {
    Handle left = *resolve(op.left);
    for (std::uint32_t done = 0; done < op.count;) {
        const std::uint64_t number = op.at.number + done;
        const auto stretch =
            elements_.stretch(ReplicaIndex{op.at.replica}, number, op.count - done);
        const auto count = static_cast<std::uint32_t>(stretch.count);
        if (!stretch.first) {
            add(op, number, count, left,
                characters.empty() ? characters : characters.substr(done, count));
            left = Handle{elements_.size() - 1};
        } else {
            if (op.kind == Kind::insert_erased) order_.erase(*stretch.first, count);
            left = *stretch.first + (count - 1);
        }
        done += count;
    }
}

void Document::add(const Operation& op, std::uint64_t number, std::uint32_t count, Handle left,
                   std::u32string_view characters) {
    const bool is_erased = op.kind == Kind::insert_erased;
    const Handle right = *resolve(op.right);
    const Handle first = elements_.add(ReplicaIndex{op.at.replica}, number, count);
    if (is_erased)
        characters_.append(count, no_character);
    else
        characters_ += characters;
    order_.integrate({first, count, left, right, is_erased}, elements_);
    erase_announced(op.at.replica, number, number + count);
}

void Document::wake(const Operation& op) {
    if (waiting_.empty()) return;
    const auto first = waiting_.lower_bound({op.at.replica, op.at.number});
    const auto last = waiting_.lower_bound({op.at.replica, op.at.number + op.count});
    for (auto each = first; each != last; ++each) {
        waiting_elements_ -= each->second.op.count;
        woken_.push_back(std::move(each->second));
    }
    waiting_.erase(first, last);
}

void Document::erase(const Ref& lowest, std::uint64_t count) {
    for (std::uint64_t number = lowest.number, end = number + count; number < end;) {
        const auto stretch = elements_.stretch(ReplicaIndex{lowest.replica}, number, end - number);
        if (stretch.first)
            order_.erase(*stretch.first, static_cast<std::uint32_t>(stretch.count));
        else
            erase_later(lowest.replica, number, number + stretch.count);
        number += stretch.count;
    }
}

void Document::erase_later(std::uint32_t replica, std::uint64_t from, std::uint64_t to) {
    auto next = erased_later_.upper_bound({replica, from});
    if (next != erased_later_.begin()) {
        const auto before = std::prev(next);
        if (before->first.first == replica && before->second >= from) {
            from = before->first.second;
            to = std::max(to, before->second);
            erased_later_.erase(before);
        }
    }
    while (next != erased_later_.end() && next->first.first == replica &&
           next->first.second <= to) {
        to = std::max(to, next->second);
        next = erased_later_.erase(next);
    }
    erased_later_.emplace(Number{replica, from}, to);
}

void Document::erase_announced(std::uint32_t replica, std::uint64_t from, std::uint64_t to) {
    if (erased_later_.empty()) return;
    auto range = erased_later_.lower_bound({replica, from});
    if (range != erased_later_.begin()) {
        const auto before = std::prev(range);
        if (before->first.first == replica && before->second > from) range = before;
    }
    while (range != erased_later_.end() && range->first.first == replica &&
           range->first.second < to) {
        const std::uint64_t first = range->first.second;
        const std::uint64_t end = range->second;
        range = erased_later_.erase(range);
        if (first < from) erased_later_.emplace(Number{replica, first}, from);
        if (end > to) erased_later_.emplace(Number{replica, to}, end);
        const std::uint64_t low = std::max(first, from);
        const Handle at = *elements_.find(ReplicaIndex{replica}, low);
        order_.erase(at, static_cast<std::uint32_t>(std::min(end, to) - low));
    }
}

std::string Document::text() const {
    std::string out;
    out.reserve(size());
    order_.for_each([&](const Run& run) {
        if (!run.is_erased)
            append_utf8(out, std::u32string_view(characters_).substr(number(run.first), run.count));
    });
    return out;
}

std::u32string Document::characters(std::size_t position, std::size_t count) const {
    SANDERLING_ASSERT(position <= size() && count <= size() - position);
    std::u32string out;
    out.reserve(count);
    if (count == 0) return out;
    order_.for_each_from(position, [&](const Sequence::Piece& piece) {
        const std::size_t wanted = std::min<std::size_t>(piece.count, count - out.size());
        out += std::u32string_view(characters_).substr(number(piece.first), wanted);
        return out.size() < count;
    });
    return out;
}

char32_t Document::character(std::size_t position) const {
    return characters_[number(order_.piece_at(position).first)];
}

bool Document::is_boundary(std::size_t position) const {
    SANDERLING_ASSERT(position <= size());
    if (position == 0 || position == size()) return true;
    const char32_t around[] = {character(position - 1), character(position)};
    if (const auto known = is_boundary_in_part({around, 2}, 1)) return *known;
    for (std::size_t back = 16;; back *= 4) {
        const std::size_t begin = position - std::min(position, back);
        const std::u32string part = characters(begin, position - begin + 1);
        if (begin == 0) return text::is_boundary(part, position);
        if (const auto known = is_boundary_in_part(part, position - begin)) return *known;
    }
}

Range Document::whole_clusters(Range range) const {
    std::size_t first = range.position;
    std::size_t end = range.end();
    while (!is_boundary(first)) --first;
    while (!is_boundary(end)) ++end;
    return {first, end - first};
}

bool Document::contains(const Batch& batch) const {
    std::vector<std::optional<ReplicaIndex>> replicas;
    for (const ReplicaId& id : batch.replicas) replicas.push_back(elements_.known(id));
    return std::all_of(batch.operations.begin(), batch.operations.end(), [&](const Operation& op) {
        const auto replica = replicas[op.at.replica];
        if (!replica) return false;
        for (std::uint64_t at = op.lowest(), end = at + op.count; at < end;) {
            const auto stretch = elements_.stretch(*replica, at, end - at);
            if (!stretch.first) return false;
            const auto count = static_cast<std::uint32_t>(stretch.count);
            if (op.kind != Kind::insert && !order_.are_erased(*stretch.first, count)) return false;
            at += count;
        }
        return true;
    });
}

bool Document::is_waiting() const {
    return !waiting_.empty() || !erased_later_.empty();
}

// In order of arrival, so whoever reads it finds each element's origins before the element.
Batch Document::snapshot() const {
    std::vector<Run> runs;
    runs.reserve(order_.runs());
    order_.for_each([&runs](const Run& run) { runs.push_back(run); });
    std::sort(runs.begin(), runs.end(),
              [](const Run& a, const Run& b) { return a.first < b.first; });

    BatchBuilder out;
    const auto origin = [&](Handle h) {
        return h == no_element ? Ref{} : out.ref(elements_.id(h));
    };
    for (const Run& run : runs) {
        for (Handle h = run.first; h < run.end();) {
            const auto name = elements_.name(h);
            const std::uint32_t count = std::min(run.end() - h, name.more + 1);
            Operation op{.kind = run.is_erased ? Kind::insert_erased : Kind::insert,
                         .at = out.ref({elements_.replica(name.replica), name.number}),
                         .count = count};
            op.left = origin(h == run.first ? run.left : h - 1);
            op.right = origin(run.right);
            out.insert(op, run.is_erased
                               ? std::u32string_view()
                               : std::u32string_view(characters_).substr(number(h), count));
            h = h + count;
        }
    }
    return out.take();
}

}  // namespace sanderling::text
