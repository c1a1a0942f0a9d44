// Working days: Monday to Friday, without the bank holidays in England and Wales. The days are data
// (bank_holidays.txt beside this file); their form and source: docs/practice.md, "Bank holidays".
#pragma once

#include "client-sdk/practice/calendar/day.hpp"

#include <optional>
#include <vector>

namespace sanderling::practice {

/// A value; may be read from any thread.
class WorkingDays {
  public:
    /// What this project ships: 2010 to 2030.
    static const WorkingDays& of_england_and_wales();
    /// Errors: malformed, with the line.
    static Result<WorkingDays> parse(std::string_view text);
    /// A copy with the lines of another file put in: days are added, "-2031-05-05" takes one away,
    /// "covers 2031 2032" says which years are complete besides. Errors: malformed, with the line.
    Result<WorkingDays> extended_by(std::string_view text) const;

    bool is_bank_holiday(Day day) const;
    bool is_working(Day day) const { return !is_weekend(day) && !is_bank_holiday(day); }
    /// Whether the bank holidays of its year are all known; otherwise only weekends are.
    bool covers(Day day) const;

    /// The `count`-th working day after `trigger`, which is day 0 whatever day it is. Itself for 0.
    Day after(Day trigger, int count) const;
    /// Itself, or the last working day before.
    Day back(Day day) const;
    /// Itself, or the first working day after.
    Day forward(Day day) const;
    /// How many working days lie after `from`, up to and with `to`; 0 if `to` is not later.
    int between(Day from, Day to) const;

  private:
    struct Years {
        int first = 0;
        int last = 0;
    };

    Result<void> read(std::string_view text);
    Result<void> read_line(std::string_view line);

    std::vector<Day> holidays_{};  // sorted, each once
    std::vector<Years> covered_{};
};

}  // namespace sanderling::practice
