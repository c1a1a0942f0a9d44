#include "examples/demo/canary_scan.hpp"

#include "core/types/assert.hpp"
#include "examples/demo/narrator.hpp"

#include <cstring>
#include <fstream>
#include <set>

namespace sanderling::demo {

namespace {

constexpr std::size_t shortest = 8;
constexpr std::size_t buckets = std::size_t{1} << 16U;

std::size_t bucket_of(const char* four) {
    std::uint32_t word = 0;
    std::memcpy(&word, four, sizeof word);
    return (word * 2654435761U) >> 16U;
}

/// One character of UTF-8 that begins at `at`, which moves behind it.
std::uint32_t next_character(const std::string& text, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]))
                               : 0U;
    };
    const std::uint32_t first = byte(at++);
    const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    std::uint32_t code = more == 0 ? first : first & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) code = code << 6U | (byte(at++) & 0x3FU);
    return code;
}

std::vector<std::uint32_t> utf16_units(const std::string& utf8) {
    std::vector<std::uint32_t> units;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::uint32_t code = next_character(utf8, at);
        if (code < 0x10000) {
            units.push_back(code);
        } else {
            units.push_back(0xD800 + ((code - 0x10000) >> 10U));
            units.push_back(0xDC00 + ((code - 0x10000) & 0x3FFU));
        }
    }
    return units;
}

std::string in_hexadecimal(const std::string& text, const char* digits) {
    std::string result;
    for (const char c : text) {
        result += digits[static_cast<unsigned char>(c) >> 4U];
        result += digits[static_cast<unsigned char>(c) & 15U];
    }
    return result;
}

std::string in_base64(const std::string& text, const char* digits) {
    std::string result;
    std::uint32_t bits = 0;
    std::uint32_t have = 0;
    for (const char c : text) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        for (have += 8; have >= 6; have -= 6) result += digits[bits >> (have - 6) & 63U];
    }
    if (have != 0) result += digits[bits << (6 - have) & 63U];
    return result;
}

constexpr const char* base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr const char* base64_url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The digits that do not depend on what stands around the text, when it begins `before` bytes into
/// a group of three.
std::string base64_inside(const std::string& text, std::size_t before, const char* digits) {
    const std::string whole = in_base64(std::string(before, '\0') + text, digits);
    const std::size_t first = (before * 8 + 5) / 6;
    const std::size_t last = (before + text.size()) * 8 / 6;
    return whole.substr(first, last - first);
}

}  // namespace

std::string utf16_little_endian(const std::string& utf8) {
    std::string result;
    for (const std::uint32_t unit : utf16_units(utf8)) {
        result += static_cast<char>(unit & 0xFFU);
        result += static_cast<char>(unit >> 8U);
    }
    return result;
}

std::string utf16_big_endian(const std::string& utf8) {
    std::string result;
    for (const std::uint32_t unit : utf16_units(utf8)) {
        result += static_cast<char>(unit >> 8U);
        result += static_cast<char>(unit & 0xFFU);
    }
    return result;
}

std::string hexadecimal(const std::string& text) {
    return in_hexadecimal(text, "0123456789abcdef");
}

std::string base64(const std::string& text) {
    std::string result = in_base64(text, base64_digits);
    while (result.size() % 4 != 0) result += '=';
    return result;
}

CanaryScan::CanaryScan(const std::vector<std::string>& canaries) : begin_(buckets) {
    for (std::size_t i = 0; i < canaries.size(); ++i) {
        const std::string& text = canaries[i];
        SANDERLING_ASSERT(text.size() >= shortest);
        add(text, "as it is", i);
        add(utf16_little_endian(text), "UTF-16", i);
        add(utf16_big_endian(text), "UTF-16, big end first", i);
        add(hexadecimal(text), "hexadecimal", i);
        add(in_hexadecimal(text, "0123456789ABCDEF"), "hexadecimal", i);
        for (std::size_t before = 0; before < 3; ++before) {
            add(base64_inside(text, before, base64_digits), "Base64", i);
            add(base64_inside(text, before, base64_url_digits), "Base64 for addresses", i);
        }
    }
}

void CanaryScan::add(std::string bytes, std::string form, std::size_t canary) {
    for (const Pattern& known : patterns_)
        if (known.bytes == bytes) return;  // Base64 for addresses differs only in two digits
    begin_[bucket_of(bytes.data())].push_back(static_cast<std::uint32_t>(patterns_.size()));
    patterns_.push_back({std::move(bytes), std::move(form), canary});
}

std::vector<CanarySighting> CanaryScan::look_in(ByteView text) const {
    std::vector<CanarySighting> sightings;
    std::set<std::pair<std::size_t, std::string>> known;
    const char* const begin = reinterpret_cast<const char*>(text.data());
    for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
        for (const std::uint32_t number : begin_[bucket_of(begin + at)]) {
            const Pattern& pattern = patterns_[number];
            if (pattern.bytes.size() > text.size() - at ||
                std::memcmp(begin + at, pattern.bytes.data(), pattern.bytes.size()) != 0)
                continue;
            if (known.insert({pattern.canary, pattern.form}).second)
                sightings.push_back({{}, pattern.form, pattern.canary});
        }
    }
    return sightings;
}

CanaryReport CanaryScan::look_beneath(const std::filesystem::path& folder) const {
    CanaryReport report;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        Bytes bytes(static_cast<std::size_t>(entry.file_size()));
        file.read(reinterpret_cast<char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
        if (!file) throw Failure("cannot read " + entry.path().string());
        ++report.files;
        report.bytes += bytes.size();
        for (CanarySighting& sighting : look_in(bytes)) {
            sighting.file = entry.path();
            report.sightings.push_back(std::move(sighting));
        }
    }
    return report;
}

}  // namespace sanderling::demo
