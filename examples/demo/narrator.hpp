// What the demonstration tells whoever watches: headings, sentences, checked claims, a progress
// bar. Colours and a moving bar on a terminal, plain lines otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sanderling::demo {

/// The demonstration is over: something that was to be shown is not so, or a program failed. Caught
/// in main.
class Failure : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

enum class Look : std::uint8_t { plain, terminal };

class Narrator {
  public:
    Narrator(std::ostream& out, Look look);

    /// A new part of the story, numbered by the caller if at all.
    void heading(std::string_view title);
    /// The last words.
    void end(std::string_view text);
    /// A sentence or two, wrapped.
    void say(std::string_view text);
    /// Who does something, and what: together a sentence.
    void act(std::string_view who, std::string_view what);
    /// Prints the claim with a tick if it holds; otherwise throws Failure with the claim and what
    /// was found instead.
    void check(bool holds, std::string_view claim, std::string_view found_instead);
    /// A line to copy, as it is.
    void command(std::string_view line);

    /// How far something that takes time is. On a terminal a bar, redrawn in place; otherwise a
    /// line at each quarter.
    void progress(std::string_view what, std::uint64_t done, std::uint64_t total);
    void progress_done();

    std::uint64_t claims() const { return claims_; }
    std::chrono::milliseconds elapsed() const;

  private:
    std::string painted(std::string_view code, std::string_view text) const;
    /// `who` begins the text, and is shown as such.
    void wrapped(std::string text, std::string_view first, std::string_view rest,
                 std::string_view who = {});

    std::ostream& out_;
    Look look_;
    std::chrono::steady_clock::time_point started_;
    std::uint64_t claims_ = 0;
    std::uint64_t quarter_shown_ = 0;
    bool is_bar_open_ = false;
};

/// "1,234,567"
std::string grouped(std::uint64_t number);

}  // namespace sanderling::demo
