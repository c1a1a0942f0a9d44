#include "core/text/editor.hpp"

#include "core/text/diff.hpp"
#include "core/text/limits.hpp"
#include "core/text/utf8.hpp"

#include <algorithm>

namespace sanderling::text {

Editor::Editor(Document& document, const Dot& author, std::uint64_t number_min)
    : document_(document),
      replica_(author.replica),
      next_(std::max(
          {number_min, first_number(author.counter), document.next_number(author.replica)})),
      end_(first_number(author.counter) + limits::elements_a_batch) {}

Result<void> Editor::check(const Edit& edit, Cut cut) const {
    const std::size_t size = document_.size();
    if (edit.position > size || edit.erased > size - edit.position)
        return fail(Errc::invalid_argument,
                    "text: an edit beyond the end, which is at " + std::to_string(size));
    if (used_ + edit.erased + edit.inserted.size() > limits::elements_a_batch)
        return fail(Errc::too_large, "text: too much for one transaction");
    if (next_ + edit.inserted.size() > end_)
        return fail(Errc::too_large, "text: more insertions than a commit has numbers for");
    if (document_.elements() + edit.inserted.size() > limits::elements_a_text)
        return fail(Errc::too_large, "text: more elements than a text may have");
    if (cut == Cut::anywhere) return {};
    for (const std::size_t at : {edit.position, edit.position + edit.erased})
        if (!document_.is_boundary(at))
            return fail(Errc::invalid_argument,
                        "text: position " + std::to_string(at) + " is inside a grapheme cluster");
    return {};
}

Result<void> Editor::edit(const Edit& edit, Cut cut) {
    if (auto checked = check(edit, cut); !checked) return checked;
    const auto characters = from_utf8(edit.inserted);
    if (!characters) return fail(Errc::invalid_argument, "text: not UTF-8");
    if (edit.erased > 0) erase(edit.position, edit.erased);
    if (!characters->empty()) insert(edit.position, *characters);
    used_ += edit.erased + characters->size();
    return {};
}

void Editor::erase(std::size_t position, std::size_t count) {
    while (count > 0) {
        const Sequence::Piece piece = document_.order_.piece_at(position);
        const auto name = document_.elements_.name(piece.first);
        const auto here = static_cast<std::uint32_t>(
            std::min<std::size_t>({count, piece.count, name.more + std::size_t{1}}));
        out_.erase(ref(piece.first), here);
        document_.order_.erase(piece.first, here);
        count -= here;
    }
}

void Editor::insert(std::size_t position, std::u32string_view characters) {
    const auto count = static_cast<std::uint32_t>(characters.size());
    Document& d = document_;
    const Handle left = position == 0 ? no_element : d.order_.piece_at(position - 1).first;
    const Handle right = d.order_.after(left);

    Operation op{.at = out_.ref({replica_, next_}), .count = count};
    op.left = ref(left);
    op.right = ref(right);
    out_.insert(op, characters);

    const Handle first = d.elements_.add(d.elements_.index_of(replica_), next_, count);
    d.characters_ += characters;
    d.order_.insert_between({first, count, left, right, false});
    next_ += count;
}

Result<void> Editor::become(std::string_view text) {
    const auto wanted = from_utf8(text);
    if (!wanted) return fail(Errc::invalid_argument, "text: not UTF-8");
    const std::u32string before = document_.characters(0, document_.size());
    for (const Edit& each : diff(before, *wanted))
        if (auto done = edit(each, Cut::anywhere); !done) return done;
    return {};
}

}  // namespace sanderling::text
