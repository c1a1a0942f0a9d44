#include "core/wire/accepted_work.hpp"

#include "core/commit/canonical.hpp"

namespace sanderling::wire {

namespace {
constexpr std::size_t head_bytes = 5;  // the format and the entry's length
}

Bytes encode(const AcceptedWork& accepted) {
    commit::CanonicalWriter out;
    out.reserve(head_bytes + accepted.entry.size() + accepted.work.size());
    out.u8(accepted_work_format).sized(accepted.entry).raw(accepted.work);
    return out.take();
}

Result<AcceptedWork> decode_accepted_work(ByteView content) {
    if (!is_accepted_work(content) || content.size() < head_bytes)
        return fail(Errc::malformed, "no accepted work");
    std::size_t length = 0;
    for (std::size_t i = 1; i < head_bytes; ++i) length = length << 8U | content[i];
    const ByteView rest = content.subspan(head_bytes);
    if (length == 0 || length >= rest.size())
        return fail(Errc::malformed, "accepted work of a wrong length");
    return AcceptedWork{rest.first(length), rest.subspan(length)};
}

ByteView signed_entry_of(ByteView content) {
    if (!is_accepted_work(content)) return content;
    const auto accepted = decode_accepted_work(content);
    return accepted ? accepted->entry : ByteView{};
}

}  // namespace sanderling::wire
