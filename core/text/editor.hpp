// Writing in a text: edits by position become the operations of one transaction
// (docs/protocol.md §4.2).
#pragma once

#include "core/text/batch_builder.hpp"
#include "core/text/document.hpp"
#include "core/text/grapheme.hpp"

#include <string>
#include <string_view>

namespace sanderling::text {

/// Erases, then inserts, at one position. Positions and counts are in code points.
struct Edit {
    std::size_t position = 0;
    std::size_t erased = 0;
    std::string inserted{};  // UTF-8

    friend bool operator==(const Edit&, const Edit&) = default;
};

enum class Cut : std::uint8_t {
    between_clusters,  // an edit that would cut a grapheme cluster is refused
    anywhere,          // the caller means exactly these code points
};

/// Borrows the document, which has to outlive it and is not changed by others meanwhile.
class Editor {
  public:
    /// `author`: the commit that this becomes. What is inserted gets the numbers of its block that
    /// the document does not have, from `number_min` on.
    Editor(Document& document, const Dot& author, std::uint64_t number_min = 0);

    /// Errors, with the document as it was: invalid_argument (a position beyond the end, text that
    /// is not UTF-8, a cluster that would be cut), too_large.
    Result<void> edit(const Edit& edit, Cut cut = Cut::between_clusters);

    /// Makes the document say `text`, by as few edits of whole clusters as it can find.
    /// Errors: as above.
    Result<void> become(std::string_view text);

    /// What was done since the beginning or the last take.
    Batch take() { return out_.take(); }
    bool has_changed() const { return !out_.is_empty(); }

  private:
    Result<void> check(const Edit& edit, Cut cut) const;
    void erase(std::size_t position, std::size_t count);
    void insert(std::size_t position, std::u32string_view characters);
    Ref ref(Handle h) { return h == no_element ? Ref{} : out_.ref(document_.elements_.id(h)); }

    Document& document_;
    BatchBuilder out_{};
    ReplicaId replica_{};
    std::uint64_t next_ = 0;
    std::uint64_t end_ = 0;
    std::uint64_t used_ = 0;  // elements inserted and erased
};

}  // namespace sanderling::text
