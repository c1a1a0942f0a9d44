// A malicious server, legal holds, and purges: destroying what is held, together with somebody who
// has a registrar's key, and showing what is genuine and of another case.
#include "tests/integration/hostile_server/keyholder_here.hpp"
#include "tests/integration/hostile_server/scene.hpp"

#include "sanderling/erased.hpp"

namespace sanderling::tests {
namespace {

using nlohmann::ordered_json;

ordered_json ask(OrganisationFixture& org, const ordered_json& command) {
    auto answer = org.ask(command);
    if (!answer.value("ok", false)) throw std::runtime_error(answer.dump());
    return answer;
}

/// Its number.
std::uint32_t hold(OrganisationFixture& org, ScopeId scope, RecordId record) {
    return ask(org, {{"verb", "hold"},
                     {"scope", to_text(scope)},
                     {"records", {to_text(record)}},
                     {"reason", "proceedings"},
                     {"note", "the inquest"}})
        .at("hold")
        .get<std::uint32_t>();
}

void purge(OrganisationFixture& org, ScopeId scope, RecordId record) {
    ask(org, {{"verb", "purge"},
              {"scope", to_text(scope)},
              {"records", {to_text(record)}},
              {"reason", "request"},
              {"yes", true}});
}

/// The last entry of a scope's log, which the server has too.
scope_log::SignedEntry last_entry(OrganisationFixture& org, const std::string& name,
                                  ScopeId scope) {
    const auto state = stolen_keyholder(org, name);
    return must(scope_log::decode_entry(state.scopes.at(scope).entries.back()));
}

}  // namespace

// ---- What is held is to be destroyed -----

TEST_F(HostileServer, APurgeOfWhatIsHeld) {
    const RecordId first = known_commits().front().patches.front().record;
    hold(org_, case_, first);
    sync_ben();
    let_things_happen();
    append_entry(scope_log::Purge{.records = {first}}, registrar(),
                 stolen_keyholder(org_, name_).registrar);

    make({.checks = {Check::purge_of_held}, .refusal = Errc::on_hold, .has_succeeded = [&] {
              return visits() == 3;
          }});  // the later ones only
}

// As a purge of the whole scope is delivered: outside of the feed.
TEST_F(HostileServer, APurgeOfACaseInWhichSomethingIsHeld) {
    hold(org_, case_, known_commits().front().patches.front().record);
    sync_ben();
    let_things_happen();
    scope_log::ScopeLogEntry purge =
        next_entry(scope_log::Purge{.target = scope_log::PurgeTarget::scope});
    purge.issuer = registrar();
    const auto made = scope_log::sign_entry(purge, stolen_keyholder(org_, name_).registrar);
    alter_messages([scope = case_, made](wire::Message& message) {
        if (std::holds_alternative<wire::Checkpoint>(message))
            message = wire::Revoked{scope, {{Seq{99}, scope_log::encode(made)}}};
    });

    make({.checks = {Check::purge_of_held}, .refusal = Errc::on_hold, .has_succeeded = [&] {
              return visits() == 0;
          }});
}

// ---- What is genuine, in another case -----

// The other case's log is as long, so that nothing but what is signed tells the two apart.
TEST_F(HostileServer, APurgeOfAnotherCase) {
    const RecordId first = known_commits().front().patches.front().record;
    const ScopeId other = org_.found("case", "another case of " + name_);
    org_.allocate(other, ann_id_);
    org_.allocate(other, ben_id_);
    purge(org_, other, first);
    const auto replayed = last_entry(org_, name_, other);
    let_things_happen();
    alter([replayed](Served& d) { d.items.push_back(item_of(replayed, d.items.back())); });

    make({.checks = {Check::entry_scope, Check::log_continuity},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] { return visits() == 3; }});
}

TEST_F(HostileServer, AReleaseOfAHoldOnAnotherCase) {
    const RecordId first = known_commits().front().patches.front().record;
    const ScopeId other = org_.found("case", "another case of " + name_);
    org_.allocate(other, ann_id_);
    org_.allocate(other, ben_id_);
    const std::uint32_t here = hold(org_, case_, first);
    ASSERT_EQ(hold(org_, other, first), here);
    ask(org_, {{"verb", "release"},
               {"scope", to_text(other)},
               {"hold", here},
               {"note", "over"},
               {"yes", true}});
    const auto replayed = last_entry(org_, name_, other);
    sync_ben();
    let_things_happen();
    alter([replayed](Served& d) { d.items.push_back(item_of(replayed, d.items.back())); });

    make({.checks = {Check::entry_scope, Check::log_continuity},
          .refusal = Errc::scope_log_invalid,
          .has_succeeded = [&] {
              const auto of_all = must(holds(ben().store()));
              return std::any_of(of_all.begin(), of_all.end(), [&](const LegalHold& of) {
                  return of.scope == case_ && of.released;
              });
          }});
}

// Ben's device has carried out a purge in one case, and the server shows its receipt for that of
// another, of which the device has never heard.
TEST_F(HostileServer, AReceiptForAPurgeOfAnotherCase) {
    const ScopeId other = org_.found("case", "another case of " + name_);
    org_.allocate(other, ann_id_);
    org_.allocate(other, ben_id_);
    const RecordId first = known_commits().front().patches.front().record;
    purge(org_, case_, first);
    sync_ben();
    const auto has_receipt = [&] {
        const auto listed = ask(org_, {{"verb", "purges"}, {"scope", to_text(case_)}});
        for (const auto& device : listed.at("purges").at(0).at("devices"))
            if (device.at("person") == to_text(ben_id_)) return device.at("state") == "done";
        return false;
    };
    for (int i = 0; i < 20 && !has_receipt(); ++i) sync_ben();
    ASSERT_TRUE(has_receipt());
    purge(org_, other, first);
    const auto seen = std::make_shared<Seen>();
    proxy_.rewrite([seen, other, scope = case_](From from, wire::Message message) {
        auto* get = std::get_if<wire::InventoryGet>(&message);
        if (get != nullptr && get->of == wire::InventoryOf::purged && get->scope == other)
            get->scope = scope;
        return Passed::on(from, std::move(message));
    });
    const Removal removal({Check::purge_receipt_place});
    KeyholderHere keyholder(org_, name_, proxy_.port());
    ASSERT_TRUE(wait_for([&] { return keyholder.has_said("event", "connected"); }));

    keyholder.submit(keyholder::ListPurges{.scope = to_text(other)});

    const auto says_of_ben = [&](const std::string& state) {
        return keyholder.has_said([&](const ordered_json& answer) {
            if (!answer.contains("purges")) return false;
            for (const auto& device : answer.at("purges").at(0).at("devices"))
                if (device.at("person") == to_text(ben_id_)) return device.at("state") == state;
            return false;
        });
    };
    EXPECT_TRUE(wait_for([&] { return says_of_ben("done") || says_of_ben("not_yet"); }));
    EXPECT_EQ(says_of_ben("done"), can_remove_checks()) << "somebody would rely on it";
}

}  // namespace sanderling::tests
