// Why late work was accepted or refused, in words: for the members of the scope, and not for the
// server that keeps the decision (docs/protocol.md §6.2).
#pragma once

#include "core/crypto/random.hpp"
#include "core/sealing/epoch_keys.hpp"

#include <string>

namespace sanderling::sealing {

/// What a note belongs to: part of what is authenticated.
struct NotePlace {
    ScopeId scope;
    KeyEpoch epoch{};
    crypto::Hash commit{};
};

/// Of the text, in bytes of UTF-8.
inline constexpr std::size_t note_text_max = 512;

/// `u8 1, u32 epoch`, then what is sealed: `u32 length, text`, padded to a multiple of 64. Errors:
/// too_large.
Result<Bytes> seal_note(std::string_view text, const NotePlace& place, const EpochKey& key,
                        crypto::Random& random);

/// Errors: malformed, unsupported_version.
Result<KeyEpoch> note_epoch(ByteView note);
/// Errors: wrong_key, malformed.
Result<std::string> open_note(ByteView note, const NotePlace& place, const EpochKey& key);

}  // namespace sanderling::sealing
