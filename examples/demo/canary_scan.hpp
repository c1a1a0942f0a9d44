// Looks for sentences in files, byte by byte, in the forms in which text leaks: as it is, in
// UTF-16, in hexadecimal and in Base64.
#pragma once

#include "core/types/bytes.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sanderling::demo {

struct CanarySighting {
    std::filesystem::path file{};
    std::string form{};    // "as it is", "UTF-16", …
    std::size_t canary{};  // its place in the list
};

struct CanaryReport {
    std::vector<CanarySighting> sightings{};
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
};

class CanaryScan {
  public:
    /// Each in UTF-8 and at least 8 bytes long.
    explicit CanaryScan(const std::vector<std::string>& canaries);

    /// What of the canaries is in `text`, each canary and form once.
    std::vector<CanarySighting> look_in(ByteView text) const;

    /// Every file beneath `folder`, whole. Throws Failure if one cannot be read.
    CanaryReport look_beneath(const std::filesystem::path& folder) const;

  private:
    struct Pattern {
        std::string bytes{};
        std::string form{};
        std::size_t canary{};
    };
    void add(std::string bytes, std::string form, std::size_t canary);

    std::vector<Pattern> patterns_{};                  // by their first four bytes
    std::vector<std::vector<std::uint32_t>> begin_{};  // pattern numbers by a hash of four bytes
};

/// The text in the forms that CanaryScan looks for, for a file on which to try it.
std::string utf16_little_endian(const std::string& utf8);
std::string utf16_big_endian(const std::string& utf8);
std::string hexadecimal(const std::string& text);
std::string base64(const std::string& text);

}  // namespace sanderling::demo
