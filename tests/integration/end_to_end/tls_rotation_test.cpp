// The server's TLS key changes and no device is locked out: those that were online heard of it,
// those that were away find out from the certificate, and whoever shows a key that the organisation
// did not announce is refused (docs/protocol.md §6.8).
#include "sync-server/net/tls_identity.hpp"
#include "tests/integration/end_to_end/phone.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string line_of(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

class TlsRotationTest : public ::testing::Test {
  protected:
    OrganisationFixture org_{built_programs()};  // its server's key changes
    PersonId ann_ = org_.hire("Ann", "officer");
    PersonId ben_ = org_.hire("Ben", "manager");
    ScopeId case_ = org_.found("case", "a case");

    void SetUp() override {
        org_.allocate(case_, ann_);
        org_.allocate(case_, ben_);
    }
    ProcessOutput daemon(const std::string& verb) {
        return must(run_process({.program = built_programs().server,
                                 .arguments = {"tls", verb, org_.server_folder().string()}},
                                patience));
    }
    std::string prepare() {
        const ProcessOutput done = daemon("prepare");
        EXPECT_TRUE(done.exit.is_success()) << done.error;
        EXPECT_EQ(line_of(done.out).size(), 64U) << done.out;
        return line_of(done.out);
    }
    /// It may be away from a server that was started again just now.
    nlohmann::ordered_json keyholder(const std::string& deed, const std::string& key) {
        nlohmann::ordered_json answer;
        wait_for([&] {
            answer = org_.ask({{"verb", "server_key_" + deed}, {"key", key}});
            const std::string error = answer.value("error", "");
            return error != "offline" && error != "closed";
        });
        return answer;
    }
    void announce(const std::string& key) {
        const auto done = keyholder("announce", key);
        ASSERT_TRUE(done.value("ok", false)) << done.dump();
    }
    void switch_key() {
        org_.stop_server();
        const ProcessOutput done = daemon("switch");
        ASSERT_TRUE(done.exit.is_success()) << done.error;
        org_.start_server();
    }
    /// One rotation, whole.
    void rotate() {
        announce(prepare());
        switch_key();
    }
    std::string key_now() const {
        const server::TlsFiles files{org_.server_folder() / "tls-key.pem",
                                     org_.server_folder() / "tls-certificate.pem"};
        return to_hex(must(server::tls_key_hash(files.certificate)).view());
    }
    /// The server comes up with these files in place of its own.
    void serve_with(const fs::path& key, const fs::path& certificate) {
        org_.stop_server();
        const auto put = fs::copy_options::overwrite_existing;
        fs::copy_file(key, org_.server_folder() / "tls-key.pem", put);
        fs::copy_file(certificate, org_.server_folder() / "tls-certificate.pem", put);
        org_.start_server();
    }
    void expect_wrong_server(Phone& phone) {
        phone.go_online();
        EXPECT_TRUE(wait_for([&] {
            const auto progress = phone.agent().progress();
            return progress.problem && progress.problem->code == Errc::wrong_server;
        }));
        phone.go_offline();
    }
};

TEST_F(TlsRotationTest, NoDeviceIsLockedOutHoweverManyItMissed) {
    const std::string first = key_now();
    const OrganisationFixture::Invite early = org_.invite(ben_);
    Phone ann(org_, ann_, "ann");
    ann.sync();
    announce(prepare());
    ann.sync();  // it hears of the key before that is used
    Phone away(org_, ben_, "away");
    away.sync();
    away.visit(case_, "written while two keys came and went");
    switch_key();
    rotate();
    rotate();
    EXPECT_NE(key_now(), first);
    EXPECT_TRUE(keyholder("retire", first).value("ok", false));

    ann.visit(case_, "written with the first new key");
    ann.sync();
    away.sync();

    EXPECT_EQ(away.count("SELECT count(*) FROM contact"), 2);
    Phone late(org_, "late");
    must(enrol(late.store(), early.text));  // its invite names the first key
    late.sync();
    EXPECT_EQ(late.count("SELECT count(*) FROM contact"), 2);
    Phone fresh(org_, ann_, "fresh");  // the keyholder goes on as well
    fresh.sync();
}

TEST_F(TlsRotationTest, AKeyIsNotUsedBeforeItIsAnnounced) {
    const std::string key = prepare();
    EXPECT_EQ(daemon("prepare").exit.code, 1);
    org_.stop_server();

    const ProcessOutput refused = daemon("switch");

    EXPECT_EQ(refused.exit.code, 1);
    EXPECT_THAT(refused.error, HasSubstr("server-key announce " + key));
    org_.start_server();
    Phone ann(org_, ann_, "ann");
    ann.sync();
}

TEST_F(TlsRotationTest, TheKeyInUseIsNotRetired) {
    const auto refused = keyholder("retire", key_now());

    EXPECT_EQ(refused.value("error", ""), "not_permitted");
    EXPECT_EQ(keyholder("retire", std::string(64, 'a')).value("error", ""), "not_found");
    EXPECT_EQ(keyholder("announce", "abc").value("error", ""), "invalid_argument");
}

TEST_F(TlsRotationTest, ARetiredKeyIsRefusedByWhoeverHeardOfIt) {
    const std::string old = key_now();
    const fs::path kept = org_.folder() / "stolen";
    fs::create_directories(kept);
    for (const char* name : {"tls-key.pem", "tls-certificate.pem"})
        fs::copy_file(org_.server_folder() / name, kept / name);
    Phone ann(org_, ann_, "ann");
    rotate();
    ASSERT_TRUE(keyholder("retire", old).value("ok", false));
    ann.sync();

    serve_with(kept / "tls-key.pem", kept / "tls-certificate.pem");

    expect_wrong_server(ann);
}

TEST_F(TlsRotationTest, AKeyThatTheOrganisationDidNotAnnounceIsRefused) {
    Phone ann(org_, ann_, "ann");
    ann.sync();
    const fs::path folder = org_.folder() / "stranger";
    fs::create_directories(folder);
    const server::TlsFiles files{folder / "key.pem", folder / "certificate.pem"};
    must(server::make_tls_files(files, {"localhost"}));
    const scope_log::TlsKeyHash key = must(server::tls_key_hash(files.certificate));
    const scope_log::Validity always{{0}, {253'402'300'799'000}};
    const auto root = crypto::SigningKey::generate();
    const OrgId org = org_.organisation_id();
    const scope_log::ServerKeyList forged{
        .org = org, .registrar = {}, .serial = 9, .keys = {{key, always}}};
    must(server::carry_server_keys(files,
                                   scope_log::encode(scope_log::sign_certificate(forged, root))));

    serve_with(files.key, files.certificate);

    expect_wrong_server(ann);
}

}  // namespace
}  // namespace sanderling::tests
