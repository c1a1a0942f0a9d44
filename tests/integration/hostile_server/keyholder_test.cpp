// A malicious server and the keyholder, which certifies and allocates by what passes through the
// server's hands.
#include "core/commit/canonical.hpp"
#include "core/sealing/invite.hpp"
#include "tests/integration/hostile_server/keyholder_here.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {

// The server knows the id of an invite, and not what it is sealed under. The proof it can make:
// that is over the id, the TLS key and the device's keys, all of which it has.
TEST_F(HostileServer, ADeviceThatNobodyInvited) {
    const auto invite = must(sealing::parse_invite(org_.invite(ben_id_).text)).secret.clone();
    const auto request =
        sealing::make_request(stranger_, crypto::BoxPublicKey{{9}}, invite, org_.server_key());
    commit::CanonicalWriter plain;
    plain.u8(1).raw(request.sign_key.view()).raw(request.box_key.view());
    plain.raw(request.proof.view());
    const wire::EnrolRequest forged{wire::InviteLookup{invite.id().bytes}, plain.take()};
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([=](From from, wire::Message message) -> Passed {
        if (from == From::client) seen->keep(message);
        if (const auto* put = std::get_if<wire::DirectoryPut>(&message))
            return {.to_client = {wire::ResultOf{.request = put->request}}};
        const bool is_live = std::holds_alternative<wire::Welcome>(message);
        Passed out = Passed::on(from, std::move(message));
        if (is_live) out.to_client.emplace_back(forged);
        return out;
    });
    const Removal removal({Check::invite_seal});
    KeyholderHere keyholder(org_, name_, proxy_.port());

    EXPECT_TRUE(wait_for([&] { return seen->has<wire::EnrolAnswer>(); }));

    const auto answer = seen->all<wire::EnrolAnswer>().at(0);
    EXPECT_EQ(seen->has<wire::DirectoryPut>(), can_remove_checks()) << "it was certified";
    EXPECT_EQ(answer.code, can_remove_checks() ? Errc::ok : Errc::unauthenticated);
    EXPECT_EQ(keyholder.has_said("event", "enrolment_refused"), !can_remove_checks());
}

// Somebody else was first, the server says, and shows an entry by which it has admitted a ghost. On
// top of that the keyholder would go on, and seal the next key to whoever is in.
TEST_F(HostileServer, ALogThatTheKeyholderDidNotWrite) {
    const PersonId eve = hire("Eve");
    const auto ghost = scope_log::sign_entry(
        next_entry(scope_log::SetMember{scope_log::Principal::of(ghost_), scope_log::Role{1}}),
        stranger_);
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([=, scope = case_](From from, wire::Message message) -> Passed {
        if (from == From::client) seen->keep(message);
        if (const auto* put = std::get_if<wire::LogPut>(&message))
            return {.to_client = {wire::ResultOf{put->request, Errc::scope_log_moved, "moved"}}};
        if (const auto* get = std::get_if<wire::LogGet>(&message))
            return {.to_client = {wire::LogEntries{
                        get->request, scope, {{Seq{50}, scope_log::encode(ghost)}}}}};
        return Passed::on(from, std::move(message));
    });
    const auto goes_on_from_ghost = [&] {
        for (const wire::LogPut& put : seen->all<wire::LogPut>())
            for (const Bytes& entry : put.entries)
                if (must(scope_log::decode_entry(entry)).entry.previous ==
                    scope_log::entry_hash(ghost.entry))
                    return true;
        return false;
    };
    const Removal removal({Check::entry_signature});
    KeyholderHere keyholder(org_, name_, proxy_.port());
    ASSERT_TRUE(wait_for([&] { return keyholder.has_said("event", "connected"); }));

    keyholder.submit(keyholder::Allocate{.scope = to_text(case_), .person = to_text(eve)});

    EXPECT_TRUE(wait_for([&] {
        return can_remove_checks() ? goes_on_from_ghost()
                                   : keyholder.has_said("error", "scope_log_invalid");
    }));
    EXPECT_EQ(goes_on_from_ghost(), can_remove_checks());
}

}  // namespace sanderling::tests
