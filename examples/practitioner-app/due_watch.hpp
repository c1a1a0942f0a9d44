// What is due in the cases of the open replica: read at the first question, then followed live.
#pragma once

#include "client-sdk/practice/store/caseload.hpp"
#include "examples/practitioner-app/changes.hpp"

#include <memory>
#include <mutex>

namespace sanderling::app {

/// The day in London, now.
practice::Day today_in_london();

/// Any thread. Must not outlive the Store.
class DueWatch {
  public:
    DueWatch(Store& store, Changes& changes) : store_(store), changes_(changes) {}

    /// As of today. Errors: those of LiveDue::follow; asked again, it tries again.
    Result<const practice::LiveDue*> ask();
    /// To be called every now and then: at midnight other things are due, and pages are told.
    void turn();

  private:
    Store& store_;
    Changes& changes_;
    std::mutex mutex_;  // guards what is below
    practice::Day today_{};
    std::unique_ptr<practice::LiveDue> live_{};
};

}  // namespace sanderling::app
