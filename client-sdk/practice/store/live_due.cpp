// A caseload that follows its Store. Store::on_change says which scopes a commit touched, so only
// those are read again; a watched query would be run over the whole replica.
#include "client-sdk/practice/store/caseload.hpp"

namespace sanderling::practice {

Result<std::unique_ptr<LiveDue>> LiveDue::follow(Store& store, CaseloadOptions options,
                                                 DueObserver observer) {
    auto caseload = Caseload::read(store, std::move(options));
    if (!caseload) return caseload.error();
    // Not make_unique: the constructor is private.
    std::unique_ptr<LiveDue> live(new LiveDue(store, *std::move(caseload), std::move(observer)));
    live->subscription_ =
        store.on_change([at = live.get()](const Change& change) { at->changed(change.scopes); });
    // What was written between reading and subscribing is read again.
    std::vector<ScopeId> all;
    const auto scopes = store.scopes();
    if (!scopes) return scopes.error();
    for (const ScopeInfo& scope : *scopes) all.push_back(scope.id);
    const std::scoped_lock one_at_a_time(live->telling_);
    {
        const std::scoped_lock lock(live->mutex_);
        if (const auto done = live->caseload_.refresh(store, all); !done) return done.error();
        all.clear();
        for (const auto& [scope, of] : live->caseload_.cases()) all.push_back(scope);
    }
    if (live->observer_) live->observer_(DueChange{std::move(all)});
    return live;
}

LiveDue::LiveDue(Store& store, Caseload caseload, DueObserver observer)
    : store_(store), observer_(std::move(observer)), caseload_(std::move(caseload)) {}

LiveDue::~LiveDue() {
    subscription_ = {};
}

void LiveDue::changed(const std::vector<ScopeId>& scopes) {
    const std::scoped_lock one_at_a_time(telling_);
    missed_.insert(missed_.end(), scopes.begin(), scopes.end());
    Result<std::vector<ScopeId>> cases = [&] {
        const std::scoped_lock lock(mutex_);
        return caseload_.refresh(store_, missed_);
    }();
    if (!cases) {
        if (observer_) observer_(cases.error());
        return;  // with the next change
    }
    missed_.clear();
    if (observer_ && !cases->empty()) observer_(DueChange{*std::move(cases)});
}

void LiveDue::turn(Day today) {
    const std::scoped_lock one_at_a_time(telling_);
    std::vector<ScopeId> cases = [&] {
        const std::scoped_lock lock(mutex_);
        return caseload_.turn(today);
    }();
    if (observer_ && !cases.empty()) observer_(DueChange{std::move(cases)});
}

std::vector<DueItem> LiveDue::items(ScopeId scope) const {
    const std::scoped_lock lock(mutex_);
    const auto* found = caseload_.find(scope);
    return found != nullptr ? found->items : std::vector<DueItem>{};
}

std::vector<Caseload::Due> LiveDue::due_by(Day until) const {
    const std::scoped_lock lock(mutex_);
    return caseload_.due_by(until);
}

void LiveDue::look(const std::function<void(const Caseload&)>& at) const {
    const std::scoped_lock lock(mutex_);
    at(caseload_);
}

}  // namespace sanderling::practice
