// Composes notes of a wanted length from phrases written for this project.
#pragma once

#include "examples/caseload/random.hpp"
#include "examples/caseload/vocabulary.hpp"
#include "schema/generated/probation/enums.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace sanderling::caseload {

/// The longest note, in bytes; longer documents are no notes.
inline constexpr std::size_t note_bytes_max = 30'000;

enum class NoteKind : std::uint8_t {
    seen,
    absent,
    excused,
    message,      // to or from the person
    information,  // from others
};

class NoteWriter {
  public:
    NoteWriter(std::string given_name, probation::Sex sex)
        : given_name_(std::move(given_name)), female_(sex == probation::Sex::female) {}

    /// About `bytes` long, to half a sentence; never more than note_bytes_max.
    std::string write(Random& random, NoteKind kind, std::size_t bytes) const;

    /// One sentence of a list of phrases.json, its slots filled.
    std::string phrase(Random& random, const std::string& list) const;

  private:
    std::string filled(Random& random, std::string_view sentence) const;
    std::string slot(Random& random, std::string_view name) const;
    std::string opening(Random& random, NoteKind kind) const;
    std::string body(Random& random, std::string text, std::size_t bytes) const;

    std::string given_name_;
    bool female_;
};

}  // namespace sanderling::caseload
