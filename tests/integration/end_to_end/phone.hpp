// A device of one person in the tests from end to end: a real replica, enrolled by a real invite,
// and the sync agent beside it while it is online.
#pragma once

#include "schema/generated/probation/description.hpp"
#include "schema/generated/probation/records.hpp"
#include "tests/support/organisation_fixture.hpp"

#include <optional>
#include <string>

#include "sanderling/enrol.hpp"
#include "sanderling/store.hpp"
#include "sanderling/sync.hpp"

namespace sanderling::tests {

/// The value, or an exception that fails the test with the error's words.
template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}
inline void must(const Result<void>& result) {
    if (!result) throw std::runtime_error(result.error().message());
}

/// Tries again quickly, because the network of a test comes back at once.
SyncOptions eager(std::string server = {});

/// Argon2id at its least: what a passphrase costs is tested with the vault.
OpenOptions quick(OpenMode mode = OpenMode::open_or_create);

class Phone {
  public:
    static constexpr const char* passphrase = "a passphrase of the tests";

    /// Makes the replica and enrols it.
    Phone(OrganisationFixture& organisation, PersonId person, const std::string& name);
    /// A replica that nobody enrolled.
    Phone(OrganisationFixture& organisation, const std::string& name);

    const std::filesystem::path& folder() const { return folder_; }
    PersonId person() const { return person_; }
    Store& store() { return *store_; }
    SyncAgent& agent() { return *agent_; }

    /// With the server of the enrolment, unless another address is given.
    void go_online(const std::string& server = {});
    void go_offline() { agent_.reset(); }
    /// Online until everything is exchanged in both directions, then offline. Each of the three
    /// waits may take so long.
    void sync(std::chrono::milliseconds limit = patience, const std::string& server = {});
    void close();
    Result<void> open();
    void reopen();
    /// From the next opening on, of the store and of the agent.
    void set_clock(std::function<Instant()> clock) { clock_ = std::move(clock); }

    ScopeInfo scope(ScopeId id);
    /// The first column of the first row, as text; empty if there is none.
    std::string text(std::string_view sql, const std::vector<Scalar>& params = {});
    std::int64_t count(std::string_view sql, const std::vector<Scalar>& params = {});
    /// A contact with one note, as a transaction of its own.
    RecordId visit(ScopeId scope, const std::string& note);

  private:
    std::filesystem::path folder_;
    PersonId person_{};
    std::function<Instant()> clock_{};
    std::optional<Store> store_{};
    std::optional<SyncAgent> agent_{};  // goes before the store
};

/// Files below `folder` that contain one of these texts, in clear or as UTF-16.
std::vector<std::filesystem::path> files_with(const std::filesystem::path& folder,
                                              const std::vector<std::string>& texts);

}  // namespace sanderling::tests
