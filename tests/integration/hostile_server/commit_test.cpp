// A malicious server and the commits: their content, their authors, their order, what they are said
// to have known, and when.
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

// ---- What nobody has written -----

TEST_F(HostileServer, ACommitThatTheServerWrote) {
    let_things_happen();
    alter([this](Served& d) {
        const auto last = commit_in(d, d.items.size() - 1, org_id_);
        d.items.push_back(item_of(deletion_after(last, stranger_), d.items.back()));
    });

    make({.checks = {Check::commit_signature},
          .refusal = Errc::bad_signature,
          .has_succeeded = [&] { return visits() == 3; }});  // the first one is deleted
}

TEST_F(HostileServer, ADeviceThatTheServerCertified) {
    scope_log::DeviceCert cert;
    cert.org = org_id_;
    cert.registrar = RegistrarId{registrar().id};
    cert.person = ann_id_;
    cert.device = scope_log::device_id(stranger_.public_key);
    cert.sign_key = stranger_.public_key;
    cert.validity = {Instant{1}, Instant{INT64_MAX}};
    const Bytes forged = scope_log::encode(scope_log::sign_certificate(cert, stranger_));
    let_things_happen();
    alter_messages([forged](wire::Message& message) {
        if (auto* control = std::get_if<wire::Control>(&message))
            control->certificates.push_back(forged);
    });
    alter([this, device = cert.device](Served& d) {
        auto made = deletion_after(commit_in(d, d.items.size() - 1, org_id_), stranger_);
        made.header.device = device;
        commit::seal_header(made, stranger_);
        d.items.push_back(item_of(made, d.items.back()));
    });

    make({.checks = {Check::certificate_signature},
          .refusal = Errc::unauthenticated,
          .has_succeeded = [&] { return visits() == 3; }});
}

TEST_F(HostileServer, ContentOfOneCommitUnderTheHeaderOfAnother) {
    let_things_happen();
    const Seq before = info().seq;
    alter([this](Served& d) {
        auto one = commit_in(d, 0, org_id_);
        one.patches = commit_in(d, 1, org_id_).patches;
        d.items[0] = item_of(one, d.items[0]);
        d.items.resize(1);  // what follows names the hash of the true one
    });

    make({.checks = {Check::commit_signature},
          .refusal = Errc::bad_signature,
          .has_succeeded = [&, before] { return info().seq > before; }});
}

// All that Ann wrote, as she sealed it, signed once more by a key of the server's.
TEST_F(HostileServer, AWholeCommitThatAnotherKeySigned) {
    let_things_happen();
    alter([this](Served& d) {
        auto last = commit_in(d, d.items.size() - 1, org_id_);
        commit::seal_header(last, stranger_);
        d.items.back() = item_of(last, d.items.back());
    });

    make({.checks = {Check::commit_signature},
          .refusal = Errc::bad_signature,
          .has_succeeded = [&] { return visits() == 4; }});
}

// A real organisation of the server's own, whose registrar certifies a device for Ann.
TEST_F(HostileServer, ADeviceOfAnotherOrganisation) {
    crypto::SystemRandom random;
    const OrgId theirs = random.id<OrgId>();
    const auto their_root = crypto::SigningKey::generate();
    const auto their_registrar = crypto::SigningKey::generate();
    const scope_log::Validity always{Instant{1}, Instant{INT64_MAX}};
    const scope_log::RegistrarCert registrar_cert{
        .org = theirs,
        .registrar = scope_log::registrar_id(their_registrar.public_key),
        .sign_key = their_registrar.public_key,
        .validity = always};
    scope_log::DeviceCert cert;
    cert.org = theirs;
    cert.registrar = registrar_cert.registrar;
    cert.person = ann_id_;
    cert.device = scope_log::device_id(stranger_.public_key);
    cert.sign_key = stranger_.public_key;
    cert.validity = always;
    const std::vector<Bytes> foreign{
        scope_log::encode(scope_log::sign_certificate(registrar_cert, their_root)),
        scope_log::encode(scope_log::sign_certificate(cert, their_registrar))};
    let_things_happen();
    alter_messages([foreign](wire::Message& message) {
        if (auto* control = std::get_if<wire::Control>(&message))
            control->certificates.insert(control->certificates.end(), foreign.begin(),
                                         foreign.end());
    });
    alter([this, device = cert.device](Served& d) {
        auto made = deletion_after(commit_in(d, d.items.size() - 1, org_id_), stranger_);
        made.header.device = device;
        commit::seal_header(made, stranger_);
        d.items.push_back(item_of(made, d.items.back()));
    });

    // Either stops it alone: it is signed up to another root than the one that Ben's device knows.
    make({.checks = {Check::certificate_organisation, Check::certificate_signature},
          .refusal = Errc::unauthenticated,
          .has_succeeded = [&] { return visits() == 3; }});
}

// Eve's phone was lost, and what it pushed after that is held.
TEST_F(HostileServer, WorkOfARevokedDevice) {
    std::optional<Phone> of_eve;
    join(of_eve, "Eve");
    sync_ben();
    const auto eve = stolen(*of_eve);
    const auto revoked = org_.ask(
        {{"verb", "revoke"}, {"device", to_text(DeviceId{device_of(*of_eve).id})}, {"lost", true}});
    ASSERT_TRUE(revoked.value("ok", false)) << revoked.dump();
    sync_truly(ann());
    sync_ben();
    let_things_happen();
    alter([this, &eve](Served& d) {
        auto made = deletion_after(commit_in(d, d.items.size() - 1, org_id_), eve.key);
        made.header.device = scope_log::device_id(eve.key.public_key);
        made.header.replica = eve.replica;
        made.header.counter = Counter{1};
        made.header.own = Counter{0};
        made.header.previous = {};
        commit::seal_header(made, eve.key);
        d.items.push_back(item_of(made, d.items.back()));
    });

    make({.checks = {Check::device_revocation},
          .refusal = Errc::device_revoked,
          .has_succeeded = [&] { return visits() == 3; }});
}

TEST_F(HostileServer, WorkOfARemovedMember) {
    std::optional<Phone> of_eve;
    const PersonId eve = join(of_eve, "Eve").person();
    sync_ben();
    of_eve->visit(case_, "written before, sent after");
    org_.withdraw(case_, eve);
    const Bytes pushed = must(replica::SyncStore(of_eve->store()).take_outbox({.bytes = 1U << 20U}))
                             .transactions.at(0)
                             .at(0)
                             .packed;
    sync_truly(*of_eve);
    alter([pushed](Served& d) {
        for (wire::FeedItem& item : d.items)
            if (item.verdict == commit::Verdict::quarantined) {
                item.verdict = commit::Verdict::accepted;
                item.content = pushed;
            }
    });

    make({.checks = {Check::author_membership},
          .refusal = Errc::removed_member,
          .has_succeeded = [&] { return visits() == 2; }});
}

TEST_F(HostileServer, WorkOfOneWhoMayOnlyRead) {
    std::optional<Phone> of_ada;
    join(of_ada, "Ada", "auditor");
    sync_ben();
    const auto ada = stolen(*of_ada);
    let_things_happen();
    alter([this, &ada](Served& d) {
        auto made = deletion_after(commit_in(d, d.items.size() - 1, org_id_), ada.key);
        made.header.device = scope_log::device_id(ada.key.public_key);
        made.header.replica = ada.replica;
        made.header.counter = Counter{1};
        made.header.own = Counter{0};
        made.header.previous = {};
        commit::seal_header(made, ada.key);
        d.items.push_back(item_of(made, d.items.back()));
    });

    make({.checks = {Check::author_right}, .refusal = Errc::not_permitted, .has_succeeded = [&] {
              return visits() == 3;
          }});
}

// The registrar had the visit erased; Ann, who had not heard of it, wrote to it once more.
TEST_F(HostileServer, AWriteThatBringsBackWhatWasPurged) {
    const RecordId first = known_commits().front().patches.front().record;
    set_staff(ann(), "after the purge");
    const auto purged = org_.ask({{"verb", "purge"},
                                  {"scope", to_text(case_)},
                                  {"records", {to_text(first)}},
                                  {"reason", "request"},
                                  {"yes", true}});
    ASSERT_TRUE(purged.value("ok", false)) << purged.dump();
    const Bytes pushed = must(replica::SyncStore(ann().store()).take_outbox({.bytes = 1U << 20U}))
                             .transactions.at(0)
                             .at(0)
                             .packed;
    sync_truly(ann());
    alter([pushed](Served& d) {
        for (wire::FeedItem& item : d.items)
            if (item.verdict == commit::Verdict::rejected) {
                item.verdict = commit::Verdict::accepted;
                item.content = pushed;
            }
    });

    make({.checks = {Check::purged_record}, .refusal = Errc::malformed, .has_succeeded = [&] {
              return staff() == "after the purge";
          }});
}

// ---- The order of what somebody has written -----

TEST_F(HostileServer, TwoCommitsExchanged) {
    let_things_happen();
    const Seq before = info().seq;
    alter([](Served& d) { std::swap(d.items[0], d.items[1]); });

    make({.checks = {Check::commit_order},
          .refusal = Errc::replica_fork,
          .has_succeeded = [&, before] { return info().seq > before; }});
}

TEST_F(HostileServer, ACommitRepeated) {
    let_things_happen();
    const Seq before = info().seq;
    alter([](Served& d) { d.items.push_back(d.items.front()); });

    make({.checks = {Check::commit_order},
          .refusal = Errc::replica_fork,
          .has_succeeded = [&, before] { return info().seq > before; }});
}

TEST_F(HostileServer, ACommitLeftOut) {
    let_things_happen();
    alter([](Served& d) { d.items.erase(d.items.begin() + 1); });

    make({.checks = {Check::commit_order}, .refusal = Errc::replica_fork, .has_succeeded = [&] {
              return visits() == 3;
          }});  // of four, and nobody sees the gap
}

}  // namespace
}  // namespace sanderling::tests
