// What is due in all cases of a replica, kept as the records change: a case that did not change is
// not read again (docs/practice.md, "Reading and watching").
#pragma once

#include "client-sdk/practice/rules/derive.hpp"
#include "client-sdk/practice/store/reading.hpp"

#include <functional>
#include <memory>
#include <mutex>

namespace sanderling::practice {

struct CaseloadOptions {
    Day today{};
    ScopeLinks links{};
    /// None: the shipped ones. Shared with whoever gave it, since items name its packs.
    std::shared_ptr<const Standards> standards{};
};

/// One thread.
class Caseload {
  public:
    /// Errors: those of Store::query.
    static Result<Caseload> read(const Store& store, CaseloadOptions options);

    /// Reads these scopes again. The cases in which something is due otherwise than before. After
    /// an error it is as it was.
    Result<std::vector<ScopeId>> refresh(const Store& store, const std::vector<ScopeId>& scopes);
    /// Another day: nothing is read.
    std::vector<ScopeId> turn(Day today);
    Day today() const { return options_.today; }

    struct Case {
        CaseFile file{};
        std::vector<DueItem> items{};
    };
    const std::map<ScopeId, Case>& cases() const { return cases_; }
    /// Null if nothing of it is here.
    const Case* find(ScopeId scope) const;

    struct Due {
        ScopeId scope{};
        DueItem item{};
    };
    /// What is open, arranged, paused or excepted over all cases and due by then; overdue or to be
    /// reminded of too. In order of comes_before.
    std::vector<Due> due_by(Day until) const;

    const Standards& standards() const { return *options_.standards; }

  private:
    explicit Caseload(CaseloadOptions options);

    CaseloadOptions options_;
    std::map<ScopeId, Case> cases_{};
};

/// What has become due otherwise.
struct DueChange {
    std::vector<ScopeId> cases{};  // all of them in the first call
};
/// Called on the thread that made the change, one call at a time, after the Store's own observers
/// were told; it may ask the LiveDue, and must not write, take long, or end the LiveDue.
using DueObserver = std::function<void(const Result<DueChange>&)>;

/// A caseload that follows its Store. Any thread. Must not outlive the Store.
class LiveDue {
  public:
    /// Calls the observer first with all cases. Errors: those of Caseload::read.
    static Result<std::unique_ptr<LiveDue>> follow(Store& store, CaseloadOptions options,
                                                   DueObserver observer);
    ~LiveDue();
    LiveDue(const LiveDue&) = delete;
    LiveDue& operator=(const LiveDue&) = delete;

    /// At midnight.
    void turn(Day today);

    std::vector<DueItem> items(ScopeId scope) const;
    std::vector<Caseload::Due> due_by(Day until) const;
    /// Calls back with the caseload as it is, which changes of the Store wait for: be short, and
    /// keep nothing of it.
    void look(const std::function<void(const Caseload&)>& at) const;

  private:
    LiveDue(Store& store, Caseload caseload, DueObserver observer);
    void changed(const std::vector<ScopeId>& scopes);

    Store& store_;
    DueObserver observer_;
    std::mutex telling_{};           // one change at a time: guards missed_, and the order of calls
    std::vector<ScopeId> missed_{};  // could not be read yet
    mutable std::mutex mutex_{};     // guards caseload_
    Caseload caseload_;
    Subscription subscription_{};
};

}  // namespace sanderling::practice
