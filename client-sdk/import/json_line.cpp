#include "client-sdk/import/json_line.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace sanderling::import {
namespace {

using nlohmann::json;

// A record has an envelope, fields, a list and a value in it; json fields hold small objects.
constexpr std::size_t nesting_max = 32;

// Told of each event by the parser, so that what the finished value no longer shows is still seen.
class Watch {
  public:
    bool operator()(json::parse_event_t event, const json& parsed) {
        switch (event) {
            case json::parse_event_t::object_start:
            case json::parse_event_t::array_start:
                open_.push_back({});
                too_deep_ = too_deep_ || open_.size() > nesting_max;
                return open_.size() <= nesting_max;
            case json::parse_event_t::object_end:
            case json::parse_event_t::array_end:
                open_.pop_back();
                return true;
            case json::parse_event_t::key:
                see_key(parsed.get_ref<const std::string&>());
                return true;
            case json::parse_event_t::value:
                return true;
        }
        return true;
    }

    /// The field that the parser was in, if it was in one.
    std::string field() const {
        if (open_.size() > 1 && open_[0].key == "fields") return open_[1].key;
        return open_.empty() ? std::string{} : open_[0].key;
    }
    const std::optional<Wrong>& repeated() const { return repeated_; }
    bool too_deep() const { return too_deep_; }

  private:
    struct Open {
        std::string key{};
        std::set<std::string> seen{};
    };

    void see_key(const std::string& key) {
        open_.back().key = key;
        if (!open_.back().seen.insert(key).second && !repeated_) {
            repeated_ = Wrong{.field = field(), .reason = "'" + key + "' is given twice"};
        }
    }

    std::vector<Open> open_{};
    std::optional<Wrong> repeated_{};
    bool too_deep_ = false;
};

// A lead byte says how many bytes follow it, and between which the first of them lies.
struct Lead {
    std::size_t more = 0;
    unsigned low = 0x80;
    unsigned high = 0xBF;
};

std::optional<Lead> lead_of(unsigned char byte) {
    if (byte < 0x80) return Lead{0};
    if (byte >= 0xC2 && byte <= 0xDF) return Lead{1};
    if (byte == 0xE0) return Lead{2, 0xA0, 0xBF};
    if (byte == 0xED) return Lead{2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return Lead{2};
    if (byte == 0xF0) return Lead{3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return Lead{3};
    if (byte == 0xF4) return Lead{3, 0x80, 0x8F};
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> first_byte_not_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = lead_of(static_cast<unsigned char>(text[at]));
        if (!lead || lead->more >= text.size() - at) return at;
        for (std::size_t i = 1; i <= lead->more; ++i) {
            const auto next = static_cast<unsigned char>(text[at + i]);
            const unsigned low = i == 1 ? lead->low : 0x80;
            const unsigned high = i == 1 ? lead->high : 0xBF;
            if (next < low || next > high) return at;
        }
        at += lead->more + 1;
    }
    return std::nullopt;
}

// The seam of the parser: its exceptions end here.
std::variant<nlohmann::json, Wrong> parse_json_line(std::string_view text) {
    if (const auto at = first_byte_not_utf8(text)) {
        return Wrong{.reason = "is not UTF-8 at byte " + std::to_string(*at + 1)};
    }
    Watch watch;
    const auto see = [&watch](int, json::parse_event_t event, json& parsed) {
        return watch(event, parsed);
    };
    try {
        json parsed = json::parse(text, see);
        if (watch.repeated()) return *watch.repeated();
        if (watch.too_deep()) {
            return Wrong{.reason = "is nested deeper than " + std::to_string(nesting_max)};
        }
        if (!parsed.is_object()) return Wrong{.reason = "is not a JSON object"};
        return parsed;
    } catch (const json::parse_error& error) {
        return Wrong{.reason = "is not well-formed JSON at byte " + std::to_string(error.byte)};
    } catch (const json::out_of_range&) {
        return Wrong{.field = watch.field(), .reason = "a number is out of range"};
    }
}

}  // namespace sanderling::import
