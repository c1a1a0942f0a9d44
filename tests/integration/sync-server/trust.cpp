#include "tests/integration/sync-server/trust.hpp"

#include "core/wire/packed_commit.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace sanderling::server::testing {

namespace {

constexpr scope_log::Role writer{1};
constexpr scope_log::Role reader{2};

scope_log::Validity valid_until(Instant not_after) {
    return {Instant{0}, not_after};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sanderling-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Trust::Trust()
    : org_(random_.id<OrgId>()),
      root_(crypto::SigningKey::generate()),
      registrar_(crypto::SigningKey::generate()),
      registrar_id_(scope_log::registrar_id(registrar_.public_key)) {
    scope_log::RegistrarCert cert;
    cert.org = org_;
    cert.registrar = registrar_id_;
    cert.sign_key = registrar_.public_key;
    cert.validity = valid_until(far);
    registrar_certificate_ = scope_log::encode(scope_log::sign_certificate(cert, root_));
    certificates_.push_back(registrar_certificate_);
}

Colleague Trust::hire(Instant not_after) {
    Colleague c;
    c.person = id<PersonId>();
    c.replica = id<ReplicaId>();
    c.key = crypto::SigningKey::generate();
    c.device = scope_log::device_id(c.key.public_key);
    scope_log::DeviceCert cert;
    cert.org = org_;
    cert.registrar = registrar_id_;
    cert.person = c.person;
    cert.device = c.device;
    cert.sign_key = c.key.public_key;
    cert.validity = valid_until(not_after);
    c.certificate = scope_log::encode(scope_log::sign_certificate(cert, registrar_));
    certificates_.push_back(c.certificate);
    return c;
}

wire::DirectoryPut Trust::directory() const {
    return {.request = 1, .certificates = certificates_, .person_key_envelopes = {}};
}

scope_log::Body Trust::admit(PersonId person, Instant until) {
    return scope_log::SetMember{scope_log::Principal::of(person), writer, Instant{0}, until};
}

scope_log::Body Trust::remove(PersonId person) {
    return scope_log::RemoveMember{scope_log::Principal::of(person),
                                   scope_log::RemovalReason::withdrawn};
}

wire::LogPut Trust::found_scope(ScopeId scope, const Colleague& member) {
    using scope_log::Right;
    scope_log::Create create;
    create.kind = scope_log::ScopeKind{1};
    create.roles = {{writer, 0, Right::read | Right::write},
                    {reader, 0, scope_log::Rights{number(Right::read)}}};
    scope_log::EpochChange epoch;
    epoch.epoch = KeyEpoch{1};
    epoch.wrapped_token = Bytes(72, 1);
    const Bytes envelope(200, 7);
    commit::CanonicalWriter all;
    all.u32(1).raw(envelope);
    epoch.envelopes = crypto::hash(crypto::HashType::envelopes, all.bytes());

    wire::LogPut put = change(scope, {create, admit(member.person), epoch});
    put.envelopes = {{scope, envelope}};
    put.recipients = {member.person};
    return put;
}

wire::LogPut Trust::change(ScopeId scope, std::vector<scope_log::Body> bodies) {
    wire::LogPut put{.request = ++requests_, .scope = scope};
    LogEnd& end = logs_[scope];
    for (scope_log::Body& body : bodies) {
        scope_log::ScopeLogEntry entry;
        entry.org = org_;
        entry.scope = scope;
        entry.index = end.index++;
        entry.previous = end.previous;
        entry.issuer = scope_log::Issuer::of(registrar_id_);
        entry.claimed = hlc_at(start);
        entry.body = std::move(body);
        end.previous = scope_log::entry_hash(entry);
        put.entries.push_back(scope_log::encode(scope_log::sign_entry(entry, registrar_)));
    }
    return put;
}

commit::Commit Trust::write(const Colleague& author, ScopeId scope,
                            const std::vector<RecordId>& records, Position& at, std::size_t paths,
                            std::size_t bytes) {
    commit::Commit c;
    c.header.org = org_;
    c.header.scope = scope;
    c.header.epoch = KeyEpoch{1};
    c.header.device = author.device;
    c.header.replica = author.replica;
    c.header.own = at.counter;
    c.header.counter = Counter{number(at.counter) + 1};
    c.header.previous = at.previous;
    c.header.base = at.base;
    c.header.clock = hlc_at(start);
    c.header.transaction = id<TransactionId>();
    for (const RecordId record : records) {
        commit::Patch patch;
        patch.record = record;
        for (std::size_t i = 0; i < paths; ++i) {
            commit::PathWrite path;
            path.token.bytes[0] = static_cast<std::uint8_t>(i + 1);
            patch.paths.push_back(path);
        }
        commit::Nonce nonce{};
        random_.fill(nonce);
        Bytes sealed(bytes);
        random_.fill(sealed);
        patch.set_ciphertext(nonce, std::move(sealed));
        c.patches.push_back(std::move(patch));
    }
    commit::seal_header(c, author.key);
    at.counter = c.header.counter;
    at.previous = commit::commit_hash(c.header);
    return c;
}

wire::Push push_of(ScopeId scope, const std::vector<commit::Commit>& commits) {
    wire::Push push;
    for (const commit::Commit& c : commits) push.transactions.push_back({{scope, wire::pack(c)}});
    return push;
}

PreparedPush prepared(const wire::Push& push, OrgId org) {
    return prepare(push, org).value();
}

std::filesystem::path store_file(const std::filesystem::path& folder) {
    return folder / "store.sqlite";
}

std::unique_ptr<Store> open_store(const std::filesystem::path& folder, const Trust& trust,
                                  const StoreLimits& limits) {
    crypto::SystemRandom random;
    if (!std::filesystem::exists(store_file(folder))) {
        EXPECT_TRUE(Store::create(store_file(folder), trust.organisation(), random));
    }
    auto store = Store::open(store_file(folder), limits).value();
    WriteGroup group(*store, start);
    EXPECT_TRUE(group.put_directory(trust.directory()));
    group.commit();
    return store;
}

}  // namespace sanderling::server::testing
