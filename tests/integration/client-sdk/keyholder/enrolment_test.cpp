// Keyholder, server and device, each for itself: what an invite is worth, and to whom.
#include "client-sdk/link/blocking_link.hpp"
#include "core/scope_log/directory.hpp"
#include "core/sealing/invite.hpp"
#include "core/sealing/person_keys.hpp"
#include "tests/integration/client-sdk/keyholder/running.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <thread>

namespace sanderling::keyholder {
namespace {

using namespace std::chrono_literals;

class RealEnrolment : public testing::Test {
  protected:
    RealEnrolment() {
        for (int attempt = 0; attempt < 200 && !connect(); ++attempt)
            std::this_thread::sleep_for(50ms);
        if (world.keyholder({"person", "add", "Jo", "--role", "officer"}).code != 0)
            throw std::runtime_error("person add");
    }

    Result<link::BlockingLink> connect() const {
        return link::BlockingLink::connect({.server = {"127.0.0.1", world.port}});
    }
    std::string invite(const std::string& expires = "1h") const {
        const Finished made = world.keyholder({"invite", "Jo", "--expires", expires});
        return made.lines.at(0).value("text", "");
    }
    void serve() {
        const auto log = world.folder / "serve.out";
        keyholder.emplace(world.serve_command(), log);
        ASSERT_TRUE(Running::wait_for(log, "\"connected\""));
    }
    /// As a device does it. The offer is checked against the key that the link sees.
    Result<sealing::Answer> enrol(const std::string& text, const crypto::SigningKey& device) {
        auto parsed = sealing::parse_invite(text);
        if (!parsed) return parsed.error();
        auto link = connect();
        if (!link) return link.error();
        const wire::InviteLookup lookup{parsed->secret.id().bytes};
        if (auto sent = link->send(wire::EnrolLookup{lookup}); !sent) return sent.error();
        const auto offered = link->await<wire::EnrolOffer>(10s);
        if (!offered) return offered.error();
        const auto offer = sealing::open_offer(offered->sealed_offer, parsed->secret, Instant{});
        if (!offer) return offer.error();
        if (offer->server != link->server_key()) return fail(Errc::wrong_server);
        root = offer->root;
        org = offer->org;
        const auto request =
            sealing::make_request(device, box.public_key, parsed->secret, link->server_key());
        if (auto sent = link->send({wire::EnrolRequest{
                lookup, sealing::seal_request(request, parsed->secret, random)}});
            !sent)
            return sent.error();
        const auto answer = link->await<wire::EnrolAnswer>(10s);
        if (!answer) return answer.error();
        if (answer->code != Errc::ok) return fail(answer->code);
        return sealing::open_answer(answer->sealed_answer, parsed->secret);
    }
    Errc code_of(const std::string& text) {
        const auto answer = enrol(text, crypto::SigningKey::generate());
        return answer ? Errc::ok : answer.error().code;
    }

    Running world{testing::UnitTest::GetInstance()->current_test_info()->name()};
    Daemon server{world.server_command(), world.folder / "server.out"};
    std::optional<Daemon> keyholder{};
    crypto::SystemRandom random;
    sealing::BoxKeyPair box = sealing::BoxKeyPair::generate(random);
    crypto::PublicKey root{};
    OrgId org;
};

TEST_F(RealEnrolment, MakesADeviceThatTheServerLetsIn) {
    serve();
    const crypto::SigningKey device = crypto::SigningKey::generate();

    const auto answer = enrol(invite(), device);

    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->organisation, "Riverside");
    scope_log::Directory directory(org, root);
    ASSERT_TRUE(directory.add(answer->registrar));
    ASSERT_TRUE(directory.add(answer->device));
    EXPECT_EQ(directory.devices_of(answer->person).size(), 1U);
    auto link = connect();
    ASSERT_TRUE(link);
    const auto welcome =
        link::say_hello(*link, {answer->device, device, random.id<ReplicaId>(), 0}, random, 10s);
    EXPECT_TRUE(welcome) << welcome.error().message();
}

TEST_F(RealEnrolment, HappensOnceAnInvite) {
    serve();
    const std::string text = invite();

    EXPECT_EQ(code_of(text), Errc::ok);
    EXPECT_EQ(code_of(text), Errc::invite_used);
}

TEST_F(RealEnrolment, KnowsNoInviteThatWasCancelledOrMadeUp) {
    serve();
    const std::string text = invite();
    EXPECT_EQ(world.keyholder({"invite", "cancel", "Jo"}).code, 0);

    EXPECT_EQ(code_of(text), Errc::invite_unknown);
    EXPECT_EQ(code_of("sanderling://127.0.0.1:1/00000-00000-00000-00000-000000"),
              Errc::invite_unknown);
}

TEST_F(RealEnrolment, WaitsForTheKeyholder) {
    const std::string text = invite();

    std::optional<Errc> code;
    std::thread device([&] { code = code_of(text); });
    std::this_thread::sleep_for(200ms);
    serve();
    device.join();

    EXPECT_EQ(code, Errc::ok);
}

TEST_F(RealEnrolment, GoesOnWhileOtherVerbsAreUsed) {
    serve();
    std::ofstream batch(world.folder / "batch.ndjson");
    for (int i = 0; i < 5; ++i) {
        const std::string name = "Case " + std::to_string(i);
        batch << R"({"verb":"scope_create","kind":"case","name":")" << name << "\"}\n";
        batch << R"({"verb":"allocate","scope":")" << name << R"(","person":"Jo"})"
              << "\n";
        batch << R"({"verb":"withdraw","scope":")" << name << R"(","person":"Jo"})"
              << "\n";
    }
    batch << "{\"verb\":\"fly\"}\n";
    batch.close();

    const Finished done = world.keyholder({"batch", (world.folder / "batch.ndjson").string()});

    EXPECT_EQ(done.code, 2);
    ASSERT_EQ(done.lines.size(), 16U);
    for (std::size_t i = 0; i < 15; ++i) EXPECT_TRUE(done.lines[i]["ok"]) << done.lines[i];
    EXPECT_EQ(done.lines[15]["error"], "invalid_argument");
    const Finished scopes = world.keyholder({"scopes"});
    for (const auto& scope : scopes.lines.at(0)["scopes"]) {
        EXPECT_EQ(scope["epoch"], 2);
        EXPECT_EQ(scope["confirmed"], true);
        EXPECT_TRUE(scope["members"].empty());
    }
    EXPECT_EQ(keyholder->stop(), 0);
    EXPECT_EQ(world.keyholder({"scopes"}).lines.at(0), scopes.lines.at(0));
}

TEST_F(RealEnrolment, SaysThatTheServerIsGone) {
    server.stop();

    const Finished refused = world.keyholder({"scope", "create", "--kind", "case", "--name", "x"});

    EXPECT_EQ(refused.code, 3);
    EXPECT_EQ(refused.lines.at(0)["error"], "offline");
}

}  // namespace
}  // namespace sanderling::keyholder
