// A small organisation for the server's tests: a root, a registrar, people with one device each,
// and scopes with signed logs. Contents are random bytes: a server cannot tell.
#pragma once

#include "core/commit/commit.hpp"
#include "core/crypto/random.hpp"
#include "core/scope_log/scope_log.hpp"
#include "core/wire/message.hpp"
#include "sync-server/store/store.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace sanderling::server::testing {

inline constexpr Instant start{1'760'000'000'000};
inline constexpr Instant far{4'000'000'000'000};

/// A folder that goes with the test.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

struct Colleague {
    PersonId person;
    DeviceId device;
    ReplicaId replica;
    crypto::SigningKey key{};
    Bytes certificate{};
};

/// What the next commit of one replica in one scope has to say.
struct Position {
    Counter counter{};
    crypto::Hash previous{};
    commit::Base base{};
};

class Trust {
  public:
    Trust();

    Organisation organisation() const { return {org_, root_.public_key}; }
    OrgId org() const { return org_; }
    const crypto::SigningKey& registrar_key() const { return registrar_; }
    const Bytes& registrar_certificate() const { return registrar_certificate_; }

    Colleague hire(Instant not_after = far);
    /// Certificates of the registrar and of everybody hired.
    wire::DirectoryPut directory() const;

    /// The first entries of a new scope: create, one member, the first key.
    wire::LogPut found_scope(ScopeId scope, const Colleague& member);
    /// The next entries of a scope. `extra` bodies in order.
    wire::LogPut change(ScopeId scope, std::vector<scope_log::Body> bodies);
    static scope_log::Body admit(PersonId person, Instant until = {});
    static scope_log::Body remove(PersonId person);

    /// A commit that writes `paths` registers of each record, on top of `at`, which moves on.
    commit::Commit write(const Colleague& author, ScopeId scope,
                         const std::vector<RecordId>& records, Position& at, std::size_t paths = 9,
                         std::size_t bytes = 256);

    template <class IdType>
    IdType id() {
        return random_.id<IdType>();
    }

    /// Where the next entry goes; set back, two changes rival for one place.
    struct LogEnd {
        std::uint32_t index = 0;
        crypto::Hash previous{};
    };
    LogEnd& log_end(ScopeId scope) { return logs_[scope]; }

  private:
    crypto::SystemRandom random_;
    OrgId org_;
    crypto::SigningKey root_;
    crypto::SigningKey registrar_;
    RegistrarId registrar_id_;
    Bytes registrar_certificate_;
    std::vector<Bytes> certificates_;
    std::map<ScopeId, LogEnd> logs_;
    std::uint64_t requests_ = 0;
};

/// One commit, one transaction.
wire::Push push_of(ScopeId scope, const std::vector<commit::Commit>& commits);
PreparedPush prepared(const wire::Push& push, OrgId org);

/// A new store in `folder`, opened, that knows the trust's directory.
std::unique_ptr<Store> open_store(const std::filesystem::path& folder, const Trust& trust,
                                  const StoreLimits& limits = {});
std::filesystem::path store_file(const std::filesystem::path& folder);

}  // namespace sanderling::server::testing
