#include "examples/practitioner-app/due_watch.hpp"

#include "client-sdk/practice/calendar/london.hpp"

#include <chrono>

namespace sanderling::app {

practice::Day today_in_london() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return practice::london_day(
        {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()});
}

Result<const practice::LiveDue*> DueWatch::ask() {
    const std::lock_guard lock(mutex_);
    if (!live_) {
        today_ = today_in_london();
        // It hears of a commit after whoever subscribed before it, who may have asked already.
        auto live = practice::LiveDue::follow(
            store_, {.today = today_},
            [this](const Result<practice::DueChange>&) { changes_.data_changed(); });
        if (!live) return live.error();
        live_ = std::move(*live);
    }
    return live_.get();
}

void DueWatch::turn() {
    const std::lock_guard lock(mutex_);
    const practice::Day today = today_in_london();
    if (!live_ || today == today_) return;
    today_ = today;
    live_->turn(today);
}

}  // namespace sanderling::app
