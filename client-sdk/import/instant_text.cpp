#include "client-sdk/import/instant_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace sanderling::import {
namespace {

namespace chrono = std::chrono;

// Reads from the front of a text. Once a part is missing, it stays failed.
class Cursor {
  public:
    explicit Cursor(std::string_view rest) : rest_(rest) {}

    int digits(std::size_t count, int low, int high) {
        if (rest_.size() < count) return wrong();
        int value = 0;
        for (const char c : rest_.substr(0, count)) {
            if (c < '0' || c > '9') return wrong();
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value < low || value > high ? wrong() : value;
    }
    void expect(char wanted) {
        if (!take(wanted)) wrong();
    }
    bool take(char wanted) {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // After the point: as many digits as there are.
    int milliseconds() {
        int value = 0;
        int scale = 100;
        std::size_t count = 0;
        while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
            value += (rest_[count] - '0') * scale;
            scale /= 10;
            ++count;
        }
        if (count == 0 || count > 9) return wrong();
        rest_.remove_prefix(count);
        return value;
    }
    int wrong() {
        fine_ = false;
        return 0;
    }
    bool fine_to_the_end() const { return fine_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool fine_ = true;
};

chrono::minutes zone(Cursor& from) {
    if (from.take('Z') || from.take('z')) return chrono::minutes{0};
    const bool east = from.take('+');
    if (!east) from.expect('-');
    const int hours = from.digits(2, 0, 23);
    from.expect(':');
    const int minutes = hours * 60 + from.digits(2, 0, 59);
    return chrono::minutes{east ? minutes : -minutes};
}

}  // namespace

std::string instant_text(Instant instant) {
    const chrono::sys_time<chrono::milliseconds> time{chrono::milliseconds{instant.ms}};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{time - day};
    std::array<char, 64> out{};
    std::snprintf(
        out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d", int{date.year()},
        unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string text = out.data();
    if (const auto ms = clock.subseconds().count(); ms != 0) {
        std::snprintf(out.data(), out.size(), ".%03d", static_cast<int>(ms));
        text += out.data();
    }
    return text + "Z";
}

std::optional<Instant> parse_instant(std::string_view text) {
    Cursor from(text);
    const int year = from.digits(4, 0, 9999);
    from.expect('-');
    const int month = from.digits(2, 1, 12);
    from.expect('-');
    const int day = from.digits(2, 1, 31);
    if (!from.take('T') && !from.take('t')) from.expect(' ');
    chrono::milliseconds clock = chrono::hours{from.digits(2, 0, 23)};
    from.expect(':');
    clock += chrono::minutes{from.digits(2, 0, 59)};
    if (from.take(':')) {
        clock += chrono::seconds{from.digits(2, 0, 59)};
        if (from.take('.')) clock += chrono::milliseconds{from.milliseconds()};
    }
    clock -= zone(from);
    const chrono::year_month_day date{chrono::year{year},
                                      chrono::month{static_cast<unsigned>(month)},
                                      chrono::day{static_cast<unsigned>(day)}};
    if (!from.fine_to_the_end() || !date.ok()) return std::nullopt;
    return Instant{(chrono::sys_days{date}.time_since_epoch() + clock).count()};
}

}  // namespace sanderling::import
