// The words in the pictures, in English and in Welsh, from files beside this one.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace sanderling::practice::pictures {

enum class Language : std::uint8_t { english, welsh };

/// Immutable; read from any thread.
class Words {
  public:
    using Blanks = std::initializer_list<std::pair<std::string_view, std::string>>;

    /// As compiled in.
    static const Words& in(Language language);

    /// The sentence of this key, each {name} filled in. An unknown key is a fault of the program.
    std::string say(std::string_view key, Blanks blanks = {}) const;
    bool has(std::string_view key) const { return sentences_.contains(key); }
    /// "yyyy-mm-dd" as people write it: "14 June 2011"; anything else as it is.
    std::string date(std::string_view day) const;
    /// Of the language, as HTML and SVG have it: "en", "cy".
    const std::string& tag() const { return tag_; }
    const std::map<std::string, std::string, std::less<>>& sentences() const { return sentences_; }

  private:
    Words(std::string tag, std::string_view json);

    std::string tag_;
    std::map<std::string, std::string, std::less<>> sentences_{};
};

}  // namespace sanderling::practice::pictures
