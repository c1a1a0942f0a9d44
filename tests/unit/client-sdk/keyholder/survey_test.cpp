#include "client-sdk/keyholder/survey.hpp"

#include "tests/unit/client-sdk/keyholder/office.hpp"

#include <gtest/gtest.h>

namespace sanderling::keyholder {
namespace {

/// What a server would have of an office: everything that was put, page by page.
struct Archive {
    std::vector<Bytes> certificates{};
    std::map<ScopeId, std::vector<Bytes>> logs{};
    std::map<ScopeId, std::vector<Bytes>> envelopes{};

    void take(const Plan& plan) {
        for (const wire::Message& message : plan.messages) {
            if (const auto* put = std::get_if<wire::LogPut>(&message)) {
                for (const Bytes& entry : put->entries) logs[put->scope].push_back(entry);
                for (const auto& one : put->envelopes)
                    envelopes[put->scope].push_back(one.envelope);
            }
            if (const auto* put = std::get_if<wire::DirectoryPut>(&message))
                for (const Bytes& certificate : put->certificates)
                    if (std::find(certificates.begin(), certificates.end(), certificate) ==
                        certificates.end())
                        certificates.push_back(certificate);
        }
    }

    /// Answers all of the plan's questions, one item a page.
    Result<void> answer(Keyholder& keyholder, Plan& plan) const {
        for (std::size_t i = 0; i < plan.messages.size(); ++i) {
            const wire::Message asked = plan.messages[i];
            Result<void> taken;
            if (const auto* get = std::get_if<wire::LogGet>(&asked)) {
                wire::LogEntries part{get->request, get->scope, {}};
                const auto log = logs.find(get->scope);
                if (log != logs.end() && get->from_index < log->second.size())
                    part.entries.push_back(
                        {Seq{get->from_index + 1ULL}, log->second[get->from_index]});
                taken = keyholder.on_surveyed_entries(part, plan);
            } else {
                const auto& wanted = std::get<wire::InventoryGet>(asked);
                taken = keyholder.on_inventory(wanted, page(wanted), plan);
            }
            if (!taken) return taken;
        }
        return {};
    }

  private:
    wire::Inventory page(const wire::InventoryGet& get) const {
        wire::Inventory out{.request = get.request};
        if (get.of == wire::InventoryOf::scopes) {
            const auto next = logs.upper_bound(get.scope);
            if (next != logs.end()) {
                out.scopes.push_back(next->first);
                out.next = 1;
            }
            return out;
        }
        const auto of_scope = envelopes.find(get.scope);
        static const std::vector<Bytes> none;
        const auto& all = get.of == wire::InventoryOf::certificates ? certificates
                          : of_scope == envelopes.end()             ? none
                                                                    : of_scope->second;
        if (get.after < all.size()) {
            auto& to = get.of == wire::InventoryOf::certificates ? out.certificates : out.envelopes;
            to.push_back(all[get.after]);
            out.next = get.after + 1;
        }
        return out;
    }
};

struct Surveyed {
    Office office{};
    Archive server{};

    Plan done(const Command& command, Instant now = noon) {
        Plan plan = office.done(command, now);
        server.take(plan);
        return plan;
    }
    nlohmann::ordered_json audit(Instant now = noon) {
        Plan plan = office.keyholder.prepare(Audit{}, now).value();
        EXPECT_TRUE(server.answer(office.keyholder, plan));
        EXPECT_TRUE(office.keyholder.conclude(plan, now));
        return plan.result;
    }
    /// The office as it was at `backup`, after it has caught up.
    nlohmann::ordered_json restore(const Bytes& backup) {
        office.state = decode_state(backup).value();
        office.state.behind_since = noon;
        Plan plan = std::move(office.keyholder.recover().front());
        EXPECT_TRUE(server.answer(office.keyholder, plan));
        EXPECT_TRUE(office.keyholder.conclude(plan, noon));
        return plan.result;
    }
};

std::vector<std::string> codes(const nlohmann::ordered_json& report) {
    std::vector<std::string> out;
    for (const auto& one : report["findings"]) out.push_back(one["finding"]);
    return out;
}

TEST(Audit, FindsNothingWrongInASoundOrganisation) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    s.done(Withdraw{"Case 1", "Jo"});

    const auto report = s.audit();

    EXPECT_TRUE(report["sound"].get<bool>()) << report.dump(2);
    EXPECT_EQ(report["audited"], 1);
    EXPECT_EQ(report["entries"], 5);
}

TEST(Audit, NamesWhatTheServerHasLost) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    s.done(CreateScope{"case", "Case 2", {}});
    const ScopeId gone = std::get<ScopeId>(s.done(CreateScope{"case", "Case 3", {}}).subject);
    s.server.logs.erase(gone);
    s.server.logs.begin()->second.pop_back();

    const auto found = codes(s.audit());

    EXPECT_EQ(std::count(found.begin(), found.end(), "scope_lost"), 1);
    EXPECT_EQ(std::count(found.begin(), found.end(), "entries_lost"), 1);
    EXPECT_EQ(found.size(), 2U);
}

TEST(Audit, NamesWhatAnotherKeyholderDid) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    const Bytes copy = encode(s.office.state);
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    s.done(CreateScope{"case", "Case 2", {}});
    s.office.state = decode_state(copy).value();

    const auto found = codes(s.audit());

    EXPECT_EQ(std::count(found.begin(), found.end(), "entry_foreign"), 1);
    EXPECT_EQ(std::count(found.begin(), found.end(), "scope_foreign"), 1);
}

TEST(Audit, NamesAnEntryThatDoesNotVerifyAndOneThatDiffers) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    s.server.logs.begin()->second.back()[40] ^= 1U;

    const auto found = codes(s.audit());

    EXPECT_EQ(std::count(found.begin(), found.end(), "entry_differs"), 1);
    EXPECT_EQ(std::count(found.begin(), found.end(), "log_invalid"), 1);
}

TEST(Audit, NamesAKeyThatIsLacking) {
    Surveyed s;
    const auto id = std::get<ScopeId>(s.done(CreateScope{"case", "Case 1", {}}).subject);
    s.office.state.scopes.at(id).epoch_keys.clear();

    EXPECT_EQ(codes(s.audit()), std::vector<std::string>{"epoch_without_key"});
}

TEST(Audit, NamesACertificateOfAnotherRoot) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    Surveyed stranger;
    stranger.done(AddPerson{"Jo", "officer", {}});
    s.server.certificates.push_back(stranger.server.certificates.back());

    EXPECT_EQ(codes(s.audit()), std::vector<std::string>{"certificate_refused"});
}

TEST(Audit, SaysWhenTheRegistrarsCertificateEnds) {
    Surveyed s;

    const auto found = codes(s.audit(noon + std::chrono::hours{24 * 3640}));

    EXPECT_EQ(found, std::vector<std::string>{"registrar_expiry"});
}

TEST(CatchUp, TakesUpWhatHappenedSinceTheBackup) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(AddPerson{"Mo", "manager", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    s.done(Allocate{"Case 1", "Mo", "", {}, {}});
    s.done(InvitePerson{"Jo"});
    const Bytes backup = encode(s.office.state);
    s.done(Withdraw{"Case 1", "Jo"});
    s.done(CreateScope{"case", "Case 2", {}});
    s.done(Allocate{"Case 2", "Mo", "", {}, {}});
    std::map<ScopeId, std::vector<Bytes>> keys;
    for (const auto& [id, scope] : s.office.state.scopes)
        for (const auto& key : scope.epoch_keys) keys[id].push_back(to_bytes(key.view()));

    const auto told = s.restore(backup);

    EXPECT_EQ(told["scopes_without_key"].size(), 0U) << told.dump(2);
    EXPECT_EQ(told["scopes_recovered"].size(), 1U);
    EXPECT_EQ(told["invites_cancelled"], 1);
    EXPECT_FALSE(s.office.state.behind_since);
    for (const auto& [id, scope] : s.office.state.scopes) {
        ASSERT_EQ(scope.epoch_keys.size(), keys[id].size());
        for (std::size_t i = 0; i < keys[id].size(); ++i)
            EXPECT_EQ(to_bytes(scope.epoch_keys[i].view()), keys[id][i]);
        EXPECT_EQ(scope.entries, s.server.logs.at(id));
    }
    // And it goes on from there: what it signs next continues the log.
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    EXPECT_TRUE(s.audit()["sound"].get<bool>());
}

TEST(CatchUp, NamesScopesWhoseKeysNobodyKnownHas) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    const Bytes backup = encode(s.office.state);
    s.done(AddPerson{"Mo", "manager", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Mo", "", {}, {}});

    const auto told = s.restore(backup);

    ASSERT_EQ(told["scopes_without_key"].size(), 1U) << told.dump(2);
    ASSERT_EQ(told["people_recovered"].size(), 1U);
    // Whose key of epoch 1 is lost here, and is never given out again.
    const auto mo = parse_id<PersonId>(told["people_recovered"][0]["person"].get<std::string>());
    EXPECT_EQ(s.office.state.people.at(*mo).keys.back().epoch, KeyEpoch{2});
    EXPECT_EQ(s.office.error_of(Allocate{
                  told["scopes_without_key"][0]["name"].get<std::string>(), "Jo", "", {}, {}}),
              Errc::no_key);
}

TEST(CatchUp, IssuesNothingBefore) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.office.state.behind_since = noon;

    EXPECT_EQ(s.office.error_of(InvitePerson{"Jo"}), Errc::busy);
    EXPECT_EQ(s.office.error_of(CreateScope{"case", "Case 1", {}}), Errc::busy);
    EXPECT_EQ(s.office.error_of(ListPeople{}), Errc::ok);
    EXPECT_EQ(s.office.keyholder.recover().size(), 1U);
}

TEST(CatchUp, DoesNotTakeALogThatLeavesItsOwn) {
    Surveyed s;
    s.done(AddPerson{"Jo", "officer", {}});
    s.done(CreateScope{"case", "Case 1", {}});
    s.done(Allocate{"Case 1", "Jo", "", {}, {}});
    const Bytes backup = encode(s.office.state);
    s.server.logs.begin()->second.pop_back();

    const auto told = s.restore(backup);

    EXPECT_EQ(told["scopes_not_taken"].size(), 1U);
    EXPECT_EQ(s.office.state.scopes.begin()->second.entries.size(), 3U);
}

TEST(Survey, EndsWhenAServerDoesNotGoOn) {
    Office o;
    Plan plan = o.keyholder.prepare(Audit{}, noon).value();
    const auto asked = std::get<wire::InventoryGet>(plan.messages.at(0));
    EXPECT_TRUE(o.keyholder.on_inventory(asked, {.request = asked.request, .next = 7}, plan));
    const auto again = std::get<wire::InventoryGet>(plan.messages.at(1));

    EXPECT_EQ(again.after, 7U);
    EXPECT_EQ(
        o.keyholder.on_inventory(again, {.request = again.request, .next = 7}, plan).error().code,
        Errc::malformed);
}

TEST(CatchUp, TakesUpADeviceThatTheAuditCallsForeign) {
    // A device certificate that verifies, of which the state does not know.
    Surveyed s;
    const auto jo = std::get<PersonId>(s.done(AddPerson{"Jo", "officer", {}}).subject);
    const auto key = crypto::SigningKey::generate();
    scope_log::DeviceCert cert;
    cert.org = s.office.state.org;
    cert.registrar = scope_log::registrar_id(s.office.state.registrar.public_key);
    cert.person = jo;
    cert.sign_key = key.public_key;
    cert.device = scope_log::device_id(key.public_key);
    cert.box_key = sealing::BoxKeyPair::generate(s.office.random).public_key;
    cert.validity = {noon, noon + std::chrono::hours{24 * 400}};
    s.server.certificates.push_back(
        encode(scope_log::sign_certificate(cert, s.office.state.registrar)));

    EXPECT_EQ(codes(s.audit()), std::vector<std::string>{"device_foreign"});

    const auto told = s.restore(encode(s.office.state));
    EXPECT_EQ(told["devices_recovered"], 1);
    EXPECT_TRUE(s.audit()["sound"].get<bool>());
}

}  // namespace
}  // namespace sanderling::keyholder
