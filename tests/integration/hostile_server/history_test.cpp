// A malicious server and what it is asked for: the history of a record, and live sets that a device
// compares with its own.
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

/// Asks for the first visit's history, with what comes altered.
class HistoryOf {
  public:
    explicit HistoryOf(Phone& phone, RecordId record) : phone_(phone), record_(record) {}

    Result<OlderHistory> ask(const std::string& server) {
        phone_.go_online(server);
        must(phone_.agent().wait_until_live(patience));
        auto answer = phone_.agent().history("contact", record_, {}, patience);
        phone_.go_offline();
        return answer;
    }

  private:
    Phone& phone_;
    RecordId record_;
};

struct AlteredHistory {
    Check check{};
    Errc refusal = Errc::ok;
    std::function<void(std::vector<wire::PastCommit>&)> change{};
    std::function<bool(const OlderHistory&)> is_wrong{};
};

void expect_stopped(HostileProxy& proxy, HistoryOf history, const AlteredHistory& attack) {
    proxy.rewrite([change = attack.change](From from, wire::Message message) {
        if (auto* page = std::get_if<wire::History>(&message)) change(page->commits);
        return Passed::on(from, std::move(message));
    });
    const Removal removal({attack.check});
    const auto answer = history.ask(proxy.address());

    if (can_remove_checks()) {
        ASSERT_TRUE(answer) << "something else stops it: " << answer.error().message();
        EXPECT_TRUE(attack.is_wrong(*answer));
        return;
    }
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, attack.refusal) << answer.error().message();
    proxy.be_honest();
    const auto truth = history.ask(proxy.address());
    ASSERT_TRUE(truth);
    EXPECT_FALSE(attack.is_wrong(*truth));
}

std::size_t writes_of_staff(const OlderHistory& history) {
    std::size_t out = 0;
    for (const HistoryEntry& entry : history.entries) out += entry.field == "staff" ? 1U : 0U;
    return out;
}

}  // namespace

TEST_F(HostileServer, AHistoryWithoutWhatIsInForce) {
    const RecordId first = known_commits().front().patches.front().record;
    set_staff(ann(), "in force");
    sync_truly(ann());
    sync_ben();

    expect_stopped(proxy_, HistoryOf(ben(), first),
                   {.check = Check::history_whole,
                    .refusal = Errc::malformed,
                    .change = [](auto& commits) { commits.pop_back(); },
                    .is_wrong = [](const OlderHistory& h) { return h.entries.size() < 4; }});
}

TEST_F(HostileServer, AHistoryAtAnotherTime) {
    const RecordId first = known_commits().front().patches.front().record;
    set_staff(ann(), "in force");
    sync_truly(ann());
    sync_ben();
    const auto a_day_ago = [](const OlderHistory& h) {
        return std::any_of(h.entries.begin(), h.entries.end(),
                           [](const HistoryEntry& e) { return e.effective.ms < 1000; });
    };

    expect_stopped(proxy_, HistoryOf(ben(), first),
                   {.check = Check::history_links,
                    .refusal = Errc::malformed,
                    .change = [](auto& commits) { commits.front().t_eff = HlcTime{500ULL << 16U}; },
                    .is_wrong = a_day_ago});
}

TEST_F(HostileServer, AHistoryWithAnotherContent) {
    const RecordId first = known_commits().front().patches.front().record;
    set_staff(ann(), "replaced");
    sync_truly(ann());
    set_staff(ann(), "in force");
    sync_truly(ann());
    sync_ben();

    // Hidden as something that cannot be read: to put another text there takes the case's key.
    expect_stopped(proxy_, HistoryOf(ben(), first),
                   {.check = Check::commit_signature,
                    .refusal = Errc::bad_signature,
                    .change =
                        [org = org_id_, scope = case_](auto& commits) {
                            auto c = must(wire::unpack(commits.at(1).content, org, scope));
                            if (c.patches.at(0).ciphertext)
                                c.patches.at(0).ciphertext->back() ^= 1U;
                            c.patches.at(0).set_ciphertext(c.patches.at(0).nonce, Bytes(128, 9));
                            commits.at(1).content = wire::pack(c);
                        },
                    .is_wrong = [](const OlderHistory& h) { return writes_of_staff(h) < 2; }});
}

// ---- Live sets -----

// The server says that its live sets are others than those of its log, and when asked which, leaves
// a record out.
TEST_F(HostileServer, LiveSetsThatAreNotTheDigests) {
    const RecordId first = known_commits().front().patches.front().record;
    const std::size_t bucket = first.bytes.back();
    let_things_happen();
    alter_messages([bucket](wire::Message& message) {
        if (auto* buckets = std::get_if<wire::Buckets>(&message)) buckets->sums[bucket * 32] ^= 1U;
        if (auto* records = std::get_if<wire::Records>(&message)) records->records.clear();
        if (auto* records = std::get_if<wire::Records>(&message)) records->commits.clear();
    });
    alter([](Served& d) { d.checkpoint.digest = merge::Digest({1, 2, 3}); }, Checkpoint::as_it_was);

    make({.checks = {Check::live_sets_digest},
          .refusal = Errc::corrupt,
          .has_succeeded = [&] { return visits() == 3; },
          .shown = [&]() -> std::optional<Error> {
              if (info().state != ScopeState::stopped) return std::nullopt;
              return info().problem;
          }});
}

// … or puts in what nobody wrote: a deletion.
TEST_F(HostileServer, ALiveSetWithWhatNobodyWrote) {
    const RecordId first = known_commits().front().patches.front().record;
    const std::size_t bucket = first.bytes.back();
    commit::Commit deletion = deletion_after(known_commits().back(), stranger_);
    deletion.header.base = {};
    const Token life = deletion.patches.at(0).paths.at(0).token;
    const Bytes packed = wire::pack(deletion);
    let_things_happen();
    alter_messages([=](wire::Message& message) {
        if (auto* buckets = std::get_if<wire::Buckets>(&message)) buckets->sums[bucket * 32] ^= 1U;
        auto* page = std::get_if<wire::Records>(&message);
        if (page == nullptr) return;
        page->commits.push_back({Seq{4}, Seq{0}, HlcTime{1}, packed});
        const auto place = static_cast<std::uint32_t>(page->commits.size() - 1);
        for (wire::LiveRecord& record : page->records)
            if (record.record == first) record.entries.push_back({life, place});
    });
    alter([](Served& d) { d.checkpoint.digest = merge::Digest({1, 2, 3}); }, Checkpoint::as_it_was);

    // Either stops it alone, until the digest is made to fit as well.
    make({.checks = {Check::commit_signature, Check::live_sets_digest},
          .refusal = Errc::bad_signature,
          .has_succeeded = [&] { return visits() == 3; },
          .shown = [&]() -> std::optional<Error> {
              if (info().state != ScopeState::stopped) return std::nullopt;
              return info().problem;
          }});
}

}  // namespace sanderling::tests
