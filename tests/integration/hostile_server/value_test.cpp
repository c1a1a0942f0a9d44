// A malicious server and what a write is said to have known, and when: by which it could let one
// value win over another that its author never saw, or bring back what was replaced.
#include "core/wire/packed_commit.hpp"
#include "tests/integration/hostile_server/scene.hpp"

namespace sanderling::tests {
namespace {

// Two officers write the same field, neither having seen the other's: Eve's comes first.
void differ(Phone& ann, Phone& eve, const std::function<void(Phone&, const std::string&)>& set) {
    set(eve, "by Eve");
    set(ann, "by Ann");
    eve.sync();
    ann.sync();
}

TEST_F(HostileServer, AWriteThatIsSaidToHaveKnownMore) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    sync_truly(ann());
    sync_ben();
    differ(ann(), eve, [&](Phone& phone, const std::string& said) { set_staff(phone, said); });
    const Seq before = info().seq;
    // As if Ann had seen Eve's value when she wrote hers.
    alter([](Served& d) { d.items.at(1).effective_base = d.first; });

    // Removed alone, either of the two is made up for by the other.
    make({.checks = {Check::effective_base, Check::effective_base_known},
          .refusal = Errc::malformed,
          .has_succeeded = [&, before] {
              return info().seq > before && must(ben().store().conflicts()).empty();
          }});
}

TEST_F(HostileServer, AWriteThatIsSaidToHaveKnownLess) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    set_staff(eve, "by Eve");
    sync_truly(eve);
    sync_truly(ann());
    sync_ben();
    set_staff(ann(), "by Ann, who has seen it");
    sync_truly(ann());
    alter([](Served& d) { d.items.at(0).effective_base = Seq{0}; });

    make({.checks = {Check::effective_base_known},
          .refusal = Errc::malformed,
          .has_succeeded = [&] { return !must(ben().store().conflicts()).empty(); }});
}

TEST_F(HostileServer, AWriteMovedToALaterTime) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    sync_truly(ann());
    sync_ben();
    differ(ann(), eve, [&](Phone& phone, const std::string& said) { set_staff(phone, said); });
    const Seq before = info().seq;
    constexpr std::uint64_t an_hour = 3'600'000ULL << 16U;
    alter([](Served& d) {
        d.items.at(0).t_eff = HlcTime{static_cast<std::uint64_t>(d.items.at(1).t_eff) + an_hour};
    });

    make({.checks = {Check::effective_time},
          .refusal = Errc::malformed,
          .has_succeeded = [&, before] { return info().seq > before && staff() == "by Eve"; }});
}

// The author of a later commit was shown another history, and has signed its chain. Until then the
// server's word for the time is believed: nobody else knows when something arrived.
TEST_F(HostileServer, AWriteMovedToAnEarlierTime) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    sync_truly(ann());
    sync_ben();
    differ(ann(), eve, [&](Phone& phone, const std::string& said) { set_staff(phone, said); });
    sync_truly(eve);
    eve.visit(case_, "after both");
    sync_truly(eve);
    const Seq before = info().seq;
    alter([](Served& d) { d.items.at(1).t_eff = HlcTime{1}; });

    make({.checks = {Check::base_chain},
          .refusal = Errc::base_unknown,
          .has_succeeded = [&, before] { return info().seq > before && staff() == "by Eve"; }});
}

TEST_F(HostileServer, AnAcceptedWriteToldAsRejected) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    sync_truly(ann());
    sync_ben();
    set_staff(eve, "by Eve");
    sync_truly(eve);
    sync_truly(ann());
    ann().visit(case_, "after it");
    sync_truly(ann());
    alter([this](Served& d) {
        const auto true_one = commit_in(d, 0, org_id_);
        d.items[0].verdict = commit::Verdict::rejected;
        d.items[0].content = commit::encode(true_one.header);
        append(d.items[0].content, true_one.signature.view());
    });

    make({.checks = {Check::base_chain}, .refusal = Errc::base_unknown, .has_succeeded = [&] {
              return visits() == 2 && staff().empty();
          }});
}

// A server that does not trouble to make the checkpoint fit.
TEST_F(HostileServer, ALogThatIsNotTheCheckpoints) {
    std::optional<Phone> of_eve;
    Phone& eve = join(of_eve, "Eve");
    sync_truly(ann());
    sync_ben();
    differ(ann(), eve, [&](Phone& phone, const std::string& said) { set_staff(phone, said); });
    const Seq before = info().seq;
    alter([](Served& d) { d.items.at(1).t_eff = HlcTime{1}; }, Checkpoint::as_it_was);

    make({.checks = {Check::chain}, .refusal = Errc::corrupt, .has_succeeded = [&, before] {
              return info().seq > before && staff() == "by Eve";
          }});
}

}  // namespace
}  // namespace sanderling::tests
