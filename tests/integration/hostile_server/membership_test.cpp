// A malicious server and the scope log: whom it adds, keeps and throws out, and what it has erased.
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

using scope_log::Principal;

// ---- A ghost among the members -----

TEST_F(HostileServer, AMemberWhomAStrangerAdmitted) {
    let_things_happen();
    append_entry(scope_log::SetMember{Principal::of(ghost_), scope_log::Role{1}}, registrar(),
                 stranger_);

    make({.checks = {Check::entry_signature},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return members_on(ben()).contains(ghost_); }});
}

TEST_F(HostileServer, AMemberWhomAnOfficerAdmitted) {
    let_things_happen();
    append_entry(scope_log::SetMember{Principal::of(ghost_), scope_log::Role{1}}, device_of(ann()),
                 stolen(ann()).key);

    make({.checks = {Check::issuer_right},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return members_on(ben()).contains(ghost_); }});
}

TEST_F(HostileServer, ARegistrarOfTheServersOwn) {
    scope_log::RegistrarCert cert{.org = org_id_,
                                  .registrar = scope_log::registrar_id(stranger_.public_key),
                                  .sign_key = stranger_.public_key,
                                  .validity = {Instant{1}, Instant{INT64_MAX}}};
    const Bytes forged = scope_log::encode(scope_log::sign_certificate(cert, stranger_));
    let_things_happen();
    alter_messages([forged](wire::Message& message) {
        if (auto* control = std::get_if<wire::Control>(&message))
            control->certificates.push_back(forged);
    });
    append_entry(scope_log::SetMember{Principal::of(ghost_), scope_log::Role{1}},
                 scope_log::Issuer::of(cert.registrar), stranger_);

    make({.checks = {Check::certificate_signature},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return members_on(ben()).contains(ghost_); }});
}

// ---- Whoever was removed stays -----

TEST_F(HostileServer, ARemovalLeftOutOfTheLog) {
    std::optional<Phone> of_eve;
    const PersonId eve = join(of_eve, "Eve").person();
    sync_ben();
    const Seq before = info().seq;
    org_.withdraw(case_, eve);
    alter([](Served& d) {
        d.items.erase(d.items.begin() +
                      static_cast<std::ptrdiff_t>(entry_of<scope_log::RemoveMember>(d)));
    });

    make({.checks = {Check::log_continuity},
          .refusal = Errc::scope_log_moved,
          .has_succeeded = [&, before] {
              return info().seq > before && members_on(ben()).contains(eve);
          }});
}

TEST_F(HostileServer, AnOldMembershipReplayed) {
    const PersonId eve = hire("Eve");
    org_.allocate(case_, eve);
    sync_ben();
    const wire::FeedItem admitted = told_->log(case_).back();
    org_.withdraw(case_, eve);
    sync_ben();
    let_things_happen();
    alter([admitted](Served& d) { d.items.push_back(admitted); });

    make({.checks = {Check::log_continuity},
          .refusal = Errc::scope_log_moved,
          .has_succeeded = [&] { return members_on(ben()).contains(eve); }});
}

// ---- The device is told to destroy what it has -----

TEST_F(HostileServer, ARevocationThatNoEntrySays) {
    let_things_happen();
    alter_messages([scope = case_](wire::Message& message) {
        if (std::holds_alternative<wire::Checkpoint>(message)) message = wire::Revoked{scope, {}};
    });

    make({.checks = {Check::revocation_in_log},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return info().state == ScopeState::revoked; }});
}

TEST_F(HostileServer, ARevocationThatAStrangerSigned) {
    let_things_happen();
    const auto removal = scope_log::sign_entry(
        next_entry(scope_log::RemoveMember{Principal::of(ben_id_)}), stranger_);
    alter_messages([scope = case_, removal](wire::Message& message) {
        if (std::holds_alternative<wire::Checkpoint>(message))
            message = wire::Revoked{scope, {{Seq{99}, scope_log::encode(removal)}}};
    });

    make({.checks = {Check::entry_signature},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return info().state == ScopeState::revoked; }});
}

TEST_F(HostileServer, APurgeThatAStrangerSigned) {
    const RecordId first = known_commits().front().patches.front().record;
    let_things_happen();
    append_entry(scope_log::Purge{.records = {first}}, registrar(), stranger_);

    make({.checks = {Check::entry_signature},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return visits() == 3; }});  // the later ones only
}

TEST_F(HostileServer, APurgeThatAnOfficerSigned) {
    const RecordId first = known_commits().front().patches.front().record;
    let_things_happen();
    append_entry(scope_log::Purge{.records = {first}}, device_of(ann()), stolen(ann()).key);

    make({.checks = {Check::issuer_right},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return visits() == 3; }});
}

}  // namespace
}  // namespace sanderling::tests
