// Who gets in at the application's door: one browser by one link, or whoever has the passphrase;
// nobody else's page; and nobody after the lock.
#include "tests/integration/practitioner_app/seat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

using app::Json;
using ::testing::HasSubstr;
using ::testing::Not;

class DoorTest : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    std::chrono::steady_clock::time_point now_{};

    Seat seat() {
        app::ApplicationOptions options;
        options.desk.clock = [this] { return now_; };
        return Seat(org_, ann_, name_, std::move(options));
    }
    /// As it goes over the wire, with other headers than the page's.
    static HttpText send(Seat& seat, const std::string& head, const std::string& body = {}) {
        return send_http(seat.application().port(),
                         head + "Content-Length: " + std::to_string(body.size()) +
                             "\r\nConnection: close\r\n\r\n" + body);
    }
    static std::string own_host(Seat& seat) {
        return "Host: 127.0.0.1:" + std::to_string(seat.application().port()) + "\r\n";
    }
};

TEST_F(DoorTest, ALinkLetsOneBrowserInOnce) {
    Seat ann = seat();
    const std::string secret = ann.secret();

    const Json entered = ann.post("/api/session", {{"token", secret}});
    const auto again = ann.ask("POST", "/api/session", {{"token", secret}});

    EXPECT_EQ(entered.at("session").get<std::string>().size(), 64U);
    EXPECT_TRUE(entered.at("locked"));
    EXPECT_EQ(again.status, 401U);
    EXPECT_NE(ann.secret(), secret);  // another is there for the next
}

TEST_F(DoorTest, AWrongSecretAndAWrongSessionLetNobodyIn) {
    Seat ann = seat();
    ann.sit_down();
    const std::string session = ann.session;
    std::string other = session;
    other.back() = other.back() == '0' ? '1' : '0';

    EXPECT_EQ(ann.ask("POST", "/api/session", {{"token", std::string(64, '0')}}).status, 401U);
    EXPECT_EQ(ann.ask("POST", "/api/session", {{"token", ""}}).status, 401U);
    for (const std::string& wrong : {std::string{}, other, session.substr(1), session + "00"}) {
        ann.session = wrong;
        EXPECT_EQ(ann.ask("GET", "/api/home?from=0&date=2026-01-01").status, 401U) << wrong;
        EXPECT_EQ(ann.ask("POST", "/api/network", {{"off", true}}).status, 401U) << wrong;
    }
    ann.session = session;
    EXPECT_EQ(ann.ask("GET", "/api/sync").status, 200U);
    EXPECT_FALSE(ann.get("/api/sync").at("switched_off"));
}

TEST_F(DoorTest, PagesOfOthersAreRefusedWhateverTheyKnow) {
    Seat ann = seat();
    ann.sit_down();
    const std::string bearer = "Authorization: Bearer " + ann.session + "\r\n";
    const std::string ask = "GET /api/sync HTTP/1.1\r\n";

    EXPECT_EQ(send(ann, ask + own_host(ann) + bearer).status, 200U);
    EXPECT_EQ(send(ann, ask + "Host: evil.example\r\n" + bearer).status, 403U);
    EXPECT_EQ(send(ann, ask + "Host: 127.0.0.1:1\r\n" + bearer).status, 403U);
    EXPECT_EQ(send(ann, ask + own_host(ann) + bearer + "Origin: http://evil.example\r\n").status,
              403U);
    EXPECT_EQ(send(ann, ask + own_host(ann) + bearer + "Origin: null\r\n").status, 403U);
    EXPECT_EQ(send(ann, ask + own_host(ann) + bearer + "Sec-Fetch-Site: cross-site\r\n").status,
              403U);
    EXPECT_EQ(send(ann, ask + own_host(ann) + bearer + "Sec-Fetch-Site: same-site\r\n").status,
              403U);
    const std::string form =
        "POST /api/network HTTP/1.1\r\n" + own_host(ann) + bearer + "Content-Type: text/plain\r\n";
    EXPECT_EQ(send(ann, form, "{\"off\":true}").status, 422U);
}

TEST_F(DoorTest, AnswersForbidEverythingFromElsewhereAndAreKeptNowhere) {
    Seat ann = seat();
    for (const char* path : {"/", "/api/state", "/api/home", "/nothing"}) {
        const HttpText answer =
            send(ann, std::string("GET ") + path + " HTTP/1.1\r\n" + own_host(ann));
        EXPECT_THAT(answer.head, HasSubstr("Content-Security-Policy: default-src 'none'; "
                                           "script-src 'self'"));
        EXPECT_THAT(answer.head, Not(HasSubstr("unsafe-")));
        EXPECT_THAT(answer.head, HasSubstr("frame-ancestors 'none'"));
        EXPECT_THAT(answer.head, HasSubstr("Cache-Control: no-store"));
        EXPECT_THAT(answer.head, HasSubstr("X-Content-Type-Options: nosniff"));
        EXPECT_THAT(answer.head, Not(HasSubstr("Access-Control-Allow")));
    }
}

TEST_F(DoorTest, AfterTheLockNothingIsAnsweredUntilThePassphrase) {
    Seat ann = seat();
    ann.sit_down();
    const std::string before = ann.session;

    ann.post("/api/lock", Json::object());

    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 423U);
    EXPECT_EQ(ann.ask("GET", "/api/search?q=a").status, 423U);
    EXPECT_TRUE(ann.get("/api/state").at("locked"));
    EXPECT_EQ(ann.ask("POST", "/api/unlock", {{"passphrase", "not it"}}).status, 401U);
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 423U);
    ann.sit_down();
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 200U);
    ann.session = before;  // what the earlier window had
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 401U);
}

TEST_F(DoorTest, ALockedReplicaIsClosed) {
    Seat ann = seat();
    ann.sit_down();
    const auto folder = org_.folder() / "devices" / name_;
    const auto taken = Store::open(folder, Passphrase(Phone::passphrase), probation::schema());
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, Errc::in_use);

    ann.post("/api/lock", Json::object());

    EXPECT_TRUE(Store::open(folder, Passphrase(Phone::passphrase), probation::schema()));
}

TEST_F(DoorTest, ItLocksByItselfWhenNobodyIsThere) {
    Seat ann = seat();
    ann.sit_down();
    const auto wait = [&](std::chrono::seconds time) {
        now_ += time;
        ann.application().tend();
    };

    wait(std::chrono::seconds(590));
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 200U);  // the page's own asking keeps nobody in
    ann.post("/api/active", Json::object());               // a key was pressed
    wait(std::chrono::seconds(590));
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 200U);
    wait(std::chrono::seconds(20));
    EXPECT_EQ(ann.ask("GET", "/api/cases").status, 423U);
}

TEST_F(DoorTest, WrongPassphrasesHaveToWait) {
    Seat ann = seat();
    const auto wrong = [&] {
        return ann.ask("POST", "/api/unlock", {{"passphrase", "not it"}}).status;
    };
    for (int i = 0; i < 4; ++i) EXPECT_EQ(wrong(), 401U);

    EXPECT_EQ(wrong(), 429U);
    EXPECT_EQ(ann.ask("POST", "/api/unlock", {{"passphrase", Phone::passphrase}}).status, 429U);
    now_ += std::chrono::seconds(61);
    EXPECT_EQ(ann.ask("POST", "/api/unlock", {{"passphrase", Phone::passphrase}}).status, 200U);
}

TEST_F(DoorTest, OpenPagesHearOfTheLock) {
    Seat ann = seat();
    ann.sit_down();
    const std::string stream = "GET /api/events HTTP/1.1\r\n" + own_host(ann) +
                               "Authorization: Bearer " + ann.session + "\r\n";
    HttpText heard;
    std::thread page([&] { heard = send(ann, stream); });  // until the stream ends
    now_ += std::chrono::hours(1);
    ann.application().tend();
    page.join();

    EXPECT_TRUE(heard.status == 423U || heard.body.find("event: locked") != std::string::npos)
        << heard.status << heard.body;
}

}  // namespace
}  // namespace sanderling::tests
