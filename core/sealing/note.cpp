#include "core/sealing/note.hpp"

#include "core/sealing/subkey.hpp"

namespace sanderling::sealing {

namespace {

using commit::CanonicalReader;
using commit::CanonicalWriter;

constexpr std::uint8_t format_1 = 1;
constexpr std::size_t head_bytes = 5;
constexpr std::size_t block_bytes = 64;

Bytes context_of(const NotePlace& place) {
    CanonicalWriter out;
    out.id(place.scope).code(place.epoch).hash(place.commit);
    return out.take();
}

}  // namespace

Result<Bytes> seal_note(std::string_view text, const NotePlace& place, const EpochKey& key,
                        crypto::Random& random) {
    if (text.size() > note_text_max)
        return fail(Errc::too_large,
                    "a note of more than " + std::to_string(note_text_max) + " bytes");
    CanonicalWriter plain;
    plain.sized(as_bytes(text));
    Bytes padded = plain.take();
    padded.resize((padded.size() + block_bytes - 1) / block_bytes * block_bytes);
    const Subkey subkey(key.view(), Purpose::note);
    CanonicalWriter out;
    out.u8(format_1).code(place.epoch);
    out.raw(seal_aead(subkey.view(), context_of(place), padded, random));
    return out.take();
}

Result<KeyEpoch> note_epoch(ByteView note) {
    if (note.size() <= head_bytes) return fail(Errc::malformed, "a note");
    if (note[0] != format_1) return fail(Errc::unsupported_version, "a note");
    CanonicalReader in(note.first(head_bytes));
    in.u8();
    return in.code<KeyEpoch>();
}

Result<std::string> open_note(ByteView note, const NotePlace& place, const EpochKey& key) {
    const auto epoch = note_epoch(note);
    if (!epoch) return epoch.error();
    if (*epoch != place.epoch) return fail(Errc::malformed, "a note of another epoch");
    const Subkey subkey(key.view(), Purpose::note);
    const auto padded = open_aead(subkey.view(), context_of(place), note.subspan(head_bytes));
    if (!padded) return padded.error();
    CanonicalReader in(*padded);
    const ByteView text = in.sized(note_text_max);
    if (!in.ok()) return fail(Errc::malformed, "a note");
    return std::string(as_text(text));
}

}  // namespace sanderling::sealing
