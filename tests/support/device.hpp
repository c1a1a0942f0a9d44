// A device for tests: a real encrypted store in a temporary folder, enrolled in an Organisation and
// brought together with its server by calls instead of a network.
#pragma once

#include "client-sdk/replica/sync_store.hpp"
#include "tests/support/organisation.hpp"
#include "tests/support/temporary_folder.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "sanderling/store.hpp"

namespace sanderling::tests {

class Device {
  public:
    Device(Organisation& organisation, PersonId person, const schema::Schema& schema);
    /// A second device that begins as a copy of what the folder of the other holds at this moment.
    struct CopyOf {
        Device& original;
    };
    explicit Device(CopyOf copy);

    Store& store() { return *store_; }
    replica::SyncStore& agent() { return *agent_; }
    PersonId person() const { return person_; }
    /// The replica's files, and the key that opens them (or a copy of them).
    std::filesystem::path directory() const { return folder_.path() / "store"; }
    static Key key();

    /// A session begins, up to its first CONTROL.
    void control();
    /// Another one in the middle of it.
    void hear_control();
    void close();
    /// Everything in the outbox without a verdict; `loses_answers`: the answers never arrive.
    enum class Answers : std::uint8_t { arrive, lost };
    void push(Answers answers = Answers::arrive);
    void pull();
    /// What a session asks for when access to a scope has ended; `pull` ends with it.
    void claim_receipts();
    /// Control, push, pull.
    void sync();
    bool is_open() const { return store_.has_value(); }
    /// As after a crash: everything in memory is gone.
    void reopen();
    void reopen(const schema::Schema& schema);
    void reopen_telling(std::function<void(const OpenProgress&)> progress);
    /// What the folder holds now, to be put back later.
    struct Files {
        std::shared_ptr<TemporaryFolder> folder = std::make_shared<TemporaryFolder>();
    };
    Files save();
    /// Puts older files into the very same folder, and opens them.
    void restore(const Files& files);
    /// Goes on with the files of this folder instead of its own.
    void replace(const std::filesystem::path& folder);
    void use_keeper(std::shared_ptr<FreshnessKeeper> keeper) { keeper_ = std::move(keeper); }

    std::optional<ScopeInfo> scope(ScopeId id);
    /// One transaction with one insert or update; the test fails if it is refused.
    RecordId insert(ScopeId scope, std::string_view collection, const Row& row);
    void update(std::string_view collection, RecordId id, const Row& changes);
    Row get(std::string_view collection, RecordId id);

    /// Called between two messages of a comparison of live sets.
    std::function<void()> between{};

  private:
    /// What the agent does with a checkpoint that was applied or put off.
    std::optional<ReplicaId> follow(sync::client::CheckpointApplied applied,
                                    const wire::Subscription& from);

    Organisation& organisation_;
    PersonId person_;
    const schema::Schema* schema_;
    std::shared_ptr<FreshnessKeeper> keeper_{};
    TemporaryFolder folder_{TemporaryFolder::Where::memory};
    std::optional<Store> store_{};
    std::optional<replica::SyncStore> agent_{};
    std::vector<wire::Subscription> positions_{};
};

}  // namespace sanderling::tests
