#include "tests/integration/hostile_server/scene.hpp"

#include "client-sdk/replica/replica.hpp"
#include "core/wire/packed_commit.hpp"

namespace sanderling::tests {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Seq after_all{UINT64_MAX};

ProxyOptions in_place_of(OrganisationFixture& org) {
    return {
        .server_port = org.port(),
        .server_key = org.server_key(),
        .tls = {org.server_folder() / "tls-key.pem", org.server_folder() / "tls-certificate.pem"}};
}

template <class Work>
auto inside(Phone& phone, Work work) {
    return must(phone.store().replica().write(vault::Durability::normal, std::move(work)));
}

/// Holds what comes of one scope back until its checkpoint, and then lies once.
class Altering {
  public:
    Altering(std::shared_ptr<Told> told, ScopeId scope, std::function<void(Served&)> change,
             std::function<void(wire::Message&)> beside, Checkpoint checkpoint,
             std::shared_ptr<std::atomic<unsigned>> lies)
        : told_(std::move(told)),
          scope_(scope),
          change_(std::move(change)),
          beside_(std::move(beside)),
          checkpoint_(checkpoint),
          lies_(std::move(lies)) {}

    Passed operator()(From from, wire::Message message) {
        if (from == From::client) return Passed::on(from, std::move(message));
        beside_(message);
        if (const auto* data = std::get_if<wire::Data>(&message); data && data->scope == scope_) {
            if (held_.items.empty()) held_.first = data->first;
            held_.items.insert(held_.items.end(), data->items.begin(), data->items.end());
            return Passed::nothing();
        }
        auto* checkpoint = std::get_if<wire::Checkpoint>(&message);
        if (checkpoint == nullptr) return Passed::on(from, std::move(message));
        Passed out;
        for (const wire::ScopeCheckpoint& of : checkpoint->scopes)
            if (of.scope == scope_)
                lie(of, out);
            else
                out.to_client.emplace_back(wire::Checkpoint{{of}});
        return out;
    }

  private:
    void lie(const wire::ScopeCheckpoint& truth, Passed& out) {
        if (has_lied_ || held_.items.empty()) return;
        has_lied_ = true;
        held_.scope = scope_;
        held_.checkpoint = truth;
        change_(held_);
        if (checkpoint_ == Checkpoint::fitted) told_->fit(held_);
        out.to_client.emplace_back(wire::Data{.scope = scope_,
                                              .first = held_.first,
                                              .head = held_.checkpoint.seq,
                                              .items = held_.items});
        out.to_client.emplace_back(wire::Checkpoint{{held_.checkpoint}});
        ++*lies_;
    }

    std::shared_ptr<Told> told_;
    ScopeId scope_;
    std::function<void(Served&)> change_;
    std::function<void(wire::Message&)> beside_;
    Checkpoint checkpoint_;
    std::shared_ptr<std::atomic<unsigned>> lies_;
    Served held_{};
    bool has_lied_ = false;
};

}  // namespace

HostileServer::HostileServer() : proxy_(in_place_of(org_)) {}
HostileServer::~HostileServer() = default;

void HostileServer::SetUp() {
    ann_id_ = hire("Ann");
    ben_id_ = hire("Ben");
    case_ = org_.found("case", "case of " + name_);
    org_.allocate(case_, ann_id_);
    org_.allocate(case_, ben_id_);
    ann_.emplace(org_, ann_id_, name_ + "-ann");
    ben_.emplace(org_, ben_id_, name_ + "-ben");
    org_id_ =
        inside(ben(), [](replica::Writer& w) -> Result<OrgId> { return w.identity.me().org; });
    told_ = std::make_shared<Told>(org_id_);
    sync_truly(ann());
    ann().visit(case_, "the first visit");
    sync_truly(ann());
    sync_ben();
    ASSERT_EQ(visits(), 1);
}

PersonId HostileServer::hire(const std::string& name, const std::string& role) {
    return org_.hire(name + " of " + name_, role);
}

Phone& HostileServer::join(std::optional<Phone>& phone, const std::string& name,
                           const std::string& role) {
    const PersonId person = hire(name);
    org_.allocate(case_, person, role);
    phone.emplace(org_, person, name_ + "-" + name);
    sync_truly(*phone);
    return *phone;
}

void HostileServer::go_online(Phone& phone, const std::string& server) {
    phone.go_online(server.empty() ? proxy_.address() : server);
}

void HostileServer::sync_ben() {
    proxy_.rewrite([told = told_](From from, wire::Message message) {
        if (from == From::server) told->watch(message);
        return Passed::on(from, std::move(message));
    });
    ben().sync(patience, proxy_.address());
}

void HostileServer::let_things_happen() {
    for (const char* note : {"one", "two", "three"}) ann().visit(case_, note);
    sync_truly(ann());
}

void HostileServer::set_staff(Phone& phone, const std::string& staff) {
    const RecordId first = known_commits().front().patches.front().record;
    must(phone.store().write([&](Transaction& tx) {
        return tx.update("contact", first, {{"staff", staff}});
    }));
}

std::string HostileServer::staff() {
    return ben().text("SELECT staff FROM contact WHERE staff IS NOT NULL");
}

void HostileServer::alter(std::function<void(Served&)> change, Checkpoint checkpoint) {
    // Copied as a function has to be; what it holds is the proxy's from here on.
    const auto altering =
        std::make_shared<Altering>(told_, case_, std::move(change), beside_, checkpoint, lies_);
    proxy_.rewrite([altering, ear = ear_](From from, wire::Message message) {
        if (from == From::client) ear->keep(message);
        return (*altering)(from, std::move(message));
    });
}

void HostileServer::alter_messages(std::function<void(wire::Message&)> change) {
    beside_ = std::move(change);
    proxy_.rewrite([change = beside_](From from, wire::Message message) {
        if (from == From::server) change(message);
        return Passed::on(from, std::move(message));
    });
}

scope_log::ScopeLogEntry HostileServer::next_entry(scope_log::Body body) {
    scope_log::ScopeLogEntry out;
    for (const wire::FeedItem& item : told_->log(case_)) {
        if (item.verdict != commit::Verdict::control) continue;
        const auto last = must(scope_log::decode_entry(item.content)).entry;
        out = last;
        out.index = last.index + 1;
        out.previous = scope_log::entry_hash(last);
    }
    out.body = std::move(body);
    return out;
}

void HostileServer::append_entry(scope_log::Body body, const scope_log::Issuer& issuer,
                                 const crypto::SigningKey& key) {
    scope_log::ScopeLogEntry entry = next_entry(std::move(body));
    entry.issuer = issuer;
    const auto made = scope_log::sign_entry(std::move(entry), key);
    alter([made](Served& d) { d.items.push_back(item_of(made, d.items.back())); });
}

scope_log::Issuer HostileServer::registrar() {
    return next_entry(scope_log::Create{}).issuer;
}

crypto::PublicKey HostileServer::root() {
    return inside(ben(), [](replica::Writer& w) -> Result<crypto::PublicKey> {
        return w.identity.me().root;
    });
}

scope_log::Issuer HostileServer::device_of(Phone& phone) {
    return scope_log::Issuer::of(scope_log::device_id(stolen(phone).key.public_key));
}

std::vector<commit::Commit> HostileServer::known_commits() {
    std::vector<commit::Commit> out;
    for (const wire::FeedItem& item : told_->log(case_))
        if (item.verdict == commit::Verdict::accepted)
            out.push_back(must(wire::unpack(item.content, org_id_, case_)));
    return out;
}

commit::Commit HostileServer::deletion_after(const commit::Commit& last,
                                             const crypto::SigningKey& key) {
    commit::Commit out;
    out.header = last.header;
    out.header.counter = Counter{number(last.header.counter) + 1};
    out.header.previous = commit::commit_hash(last.header);
    out.header.own = last.header.counter;
    out.header.transaction = crypto::SystemRandom().id<TransactionId>();
    const commit::Patch first = known_commits().front().patches.front();
    commit::Patch patch;
    patch.record = first.record;
    for (const commit::PathWrite& path : first.paths)
        if (path.rule == commit::Rule::life)
            patch.paths.push_back({.token = path.token,
                                   .rule = commit::Rule::life,
                                   .operation = commit::Operation::erase});
    patch.set_ciphertext({}, Bytes(128, 7));
    out.patches.push_back(std::move(patch));
    commit::seal_header(out, key);
    return out;
}

void HostileServer::make(const Attack& attack) {
    if (can_remove_checks())
        expect_success(attack);
    else
        expect_refused(attack);
}

void HostileServer::expect_success(const Attack& attack) {
    const Removal removal(attack.checks);
    go_online(ben(), attack.server);

    EXPECT_TRUE(wait_for(attack.has_succeeded, std::chrono::seconds{10}))
        << "something else stops it: "
        << (info().problem ? info().problem->message() : "nothing that is shown");

    ben().go_offline();
}

void HostileServer::expect_refused(const Attack& attack) {
    const ScopeInfo before = info();
    const std::int64_t visits_before = visits();
    go_online(ben(), attack.server);

    std::optional<Error> shown;
    const auto is_reported = [&] {
        shown = attack.shown ? attack.shown() : info().problem;
        return shown.has_value();
    };
    ASSERT_TRUE(wait_for(is_reported)) << "nothing is shown; lies told: " << *lies_;
    ben().go_offline();

    EXPECT_EQ(shown->code, attack.refusal) << shown->message();
    EXPECT_THAT(shown->message(), Not(HasSubstr("internal")));
    if (attack.stops == Stops::the_case) {
        EXPECT_EQ(info().seq, before.seq);
        EXPECT_EQ(info().digest, before.digest);
        EXPECT_EQ(visits(), visits_before);
    }
    EXPECT_FALSE(attack.has_succeeded());
    expect_truth();
}

void HostileServer::expect_truth() {
    sync_ben();
    sync_ben();  // a key that was withheld is asked for by the second session
    EXPECT_EQ(info().state, ScopeState::ready);
    EXPECT_FALSE(info().problem.has_value());
    sync_truly(ann());
    EXPECT_EQ(info().digest, ann().scope(case_).digest);
    EXPECT_EQ(visits(), ann().count("SELECT count(*) FROM contact"));
}

std::set<PersonId> HostileServer::members_on(Phone& phone) {
    return inside(phone, [&](replica::Writer& w) -> Result<std::set<PersonId>> {
        std::set<PersonId> out;
        replica::Scope* scope = w.scopes.find(case_);
        if (scope == nullptr) return out;
        for (const auto& [person, member] : w.scopes.log(*scope).members_now()) out.insert(person);
        return out;
    });
}

sync::client::Identity HostileServer::stolen(Phone& phone) {
    return must(replica::SyncStore(phone.store()).identity());
}

// ---- What lies are made of -----

std::vector<std::size_t> commits_in(const Served& delivery) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < delivery.items.size(); ++i)
        if (delivery.items[i].verdict == commit::Verdict::accepted) out.push_back(i);
    return out;
}

commit::Commit commit_in(const Served& delivery, std::size_t item, OrgId org) {
    return must(wire::unpack(delivery.items.at(item).content, org, delivery.scope));
}

scope_log::SignedEntry entry_in(const Served& delivery, std::size_t item) {
    return must(scope_log::decode_entry(delivery.items.at(item).content));
}

wire::FeedItem item_of(const scope_log::SignedEntry& entry, const wire::FeedItem& like) {
    return {.verdict = commit::Verdict::control,
            .effective_base = like.effective_base,
            .t_eff = like.t_eff,
            .content = scope_log::encode(entry)};
}

wire::FeedItem item_of(const commit::Commit& commit, const wire::FeedItem& like) {
    return {.verdict = commit::Verdict::accepted,
            .effective_base = like.effective_base,
            .t_eff = like.t_eff,
            .content = wire::pack(commit)};
}

}  // namespace sanderling::tests
