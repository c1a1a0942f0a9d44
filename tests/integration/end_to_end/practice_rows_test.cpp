// Rows of docs/rows.md that have no screen of their own, acted by devices of a team over a real
// server: courses and what came of them, supervision, discussions, bulletins, messages.
#include "tests/integration/end_to_end/phone.hpp"

#include <gtest/gtest.h>

namespace sanderling::tests {
namespace {

std::string text(const char* words) {
    return words;
}

class PracticeRows : public ::testing::Test {
  protected:
    OrganisationFixture& org_ = organisation();
    std::string name_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    PersonId ann_ = org_.hire("Ann " + name_, "officer");
    PersonId ben_ = org_.hire("Ben " + name_, "manager");

    ScopeId shared(std::string_view kind, const std::vector<PersonId>& people) {
        const ScopeId scope = org_.found(kind, std::string(kind) + " of " + name_);
        for (const PersonId person : people) org_.allocate(scope, person);
        return scope;
    }
    static RecordId write(Phone& phone, ScopeId scope, std::string_view collection,
                          const Row& row) {
        RecordId id;
        must(phone.store().write([&](Transaction& tx) -> Result<void> {
            id = must(tx.insert(scope, collection, row));
            return {};
        }));
        return id;
    }
    static void change(Phone& phone, const std::function<Result<void>(Transaction&)>& deed) {
        must(phone.store().write(deed));
    }
    /// Twice each, so that both have what the other wrote.
    static void meet(Phone& one, Phone& other) {
        one.sync();
        other.sync();
        one.sync();
    }
};

// Row 2.
TEST_F(PracticeRows, ADayOfACourseWithoutSignalIsInTheTimelineOfWhoWasThere) {
    const ScopeId team = shared("team", {ann_, ben_});
    const ScopeId own = shared("staff", {ann_});
    const ScopeId pair = shared("pair", {ann_, ben_});
    const ScopeId set = shared("als", {ann_, ben_});
    Phone ben(org_, ben_, name_ + "-ben");
    ben.sync();
    const RecordId course = write(ben, team, "training_event",
                                  {{"title", text("Skills for effective engagement")},
                                   {"type", text("core_three_day")},
                                   {"starts_on", text("2011-06-06")},
                                   {"ends_on", text("2011-06-08")}});
    write(ben, team, "training_event",
          {{"title", text("Follow-up with the manager")},
           {"type", text("follow_up")},
           {"starts_on", text("2011-09-05")},
           {"follows", course}});
    ben.sync();
    Phone ann(org_, ann_, name_ + "-ann");
    ann.sync();

    write(ann, team, "attendance",
          {{"event_id", course},
           {"staff", text("om-1")},
           {"status", text("attended")},
           {"days_attended", List{text("2011-06-06"), text("2011-06-08")}}});
    write(ann, own, "evaluation",
          {{"event_id", course},
           {"staff", text("om-1")},
           {"useful", std::int64_t{4}},
           {"will_use", text("Begin with what went well")}});
    const RecordId talk = write(
        ann, pair, "coaching_note",
        {{"held_on", text("2011-06-20")}, {"coached", text("om-1")}, {"notes", text("Silence.")}});
    const RecordId meeting = write(ann, set, "als_meeting",
                                   {{"held_on", text("2011-06-27")},
                                    {"presenter", text("om-1")},
                                    {"attendance", List{text("om-1")}}});
    write(ann, set, "als_action",
          {{"meeting_id", meeting},
           {"description", text("Try it with two")},
           {"owner", text("om-1")}});
    // The manager books the same person at the desk, and writes in the same note.
    write(ben, team, "attendance",
          {{"event_id", course},
           {"staff", text("om-1")},
           {"days_attended", List{text("2011-06-07")}}});
    meet(ann, ben);
    change(ben, [&](Transaction& tx) {
        return tx.update("coaching_note", talk, {{"notes", text("Silence. It works.")}});
    });
    meet(ben, ann);

    for (Phone* phone : {&ann, &ben}) {
        EXPECT_EQ(phone->count("SELECT count(*) FROM training_event"), 2);
        EXPECT_EQ(phone->count("SELECT count(*) FROM attendance"), 1) << "one person, one course";
        EXPECT_EQ(phone->count("SELECT json_array_length(days_attended) FROM attendance"), 3);
        EXPECT_EQ(phone->text("SELECT notes FROM coaching_note"), "Silence. It works.");
        EXPECT_EQ(phone->count("SELECT count(*) FROM als_action"), 1);
    }
    EXPECT_EQ(ann.count("SELECT count(*) FROM evaluation"), 1);
    EXPECT_EQ(ben.count("SELECT count(*) FROM evaluation"), 0) << "her own space";
}

// Row 5.
TEST_F(PracticeRows, ReflectionsStayPrivateAndAgreedActionsAreOfBoth) {
    const ScopeId own = shared("staff", {ann_});
    const ScopeId pair = shared("pair", {ann_, ben_});
    Phone ann(org_, ann_, name_ + "-ann");
    ann.sync();
    Phone ben(org_, ben_, name_ + "-ben");
    ben.sync();
    const RecordId session = write(ann, pair, "supervision_session",
                                   {{"held_on", text("2011-06-14")},
                                    {"kind", text("reflective_supervision")},
                                    {"case_ref", text("0b5f1c1e")}});
    const RecordId thought = write(ann, own, "reflection",
                                   {{"about", session},
                                    {"written_on", text("2011-06-14")},
                                    {"body", List{text("I was afraid of him.")}}});
    const RecordId action = write(
        ann, pair, "action",
        {{"about", session}, {"description", text("A joint visit")}, {"owner", text("om-1")}});
    meet(ann, ben);

    EXPECT_EQ(ben.count("SELECT count(*) FROM reflection"), 0);
    EXPECT_EQ(ben.text("SELECT description FROM shared_action"), "A joint visit");
    EXPECT_EQ(ben.text("SELECT case_ref FROM supervision_session"), "0b5f1c1e");
    EXPECT_EQ(ben.count("SELECT count(*) FROM person"), 0) << "nothing of the case is copied";
    change(ben, [&](Transaction& tx) {
        return tx.update("action", action,
                         {{"status", text("done")}, {"closed_on", text("2011-07-01")}});
    });
    // Sharing is a copy that its author makes.
    write(ann, pair, "reflection",
          {{"about", session}, {"copy_of", thought}, {"body", List{text("It was a hard visit.")}}});
    meet(ben, ann);
    ben.sync();
    EXPECT_EQ(ann.text("SELECT status FROM shared_action"), "done");
    EXPECT_EQ(ben.count("SELECT count(*) FROM reflection"), 1);
    EXPECT_TRUE(ben.store().search("afraid").value().empty());
}

// Rows 8a and 9.
TEST_F(PracticeRows, ADiscussionOfABulletinConvergesToOneOrderAndIsFoundOffline) {
    const ScopeId org = shared("org", {ann_, ben_});
    const ScopeId team = shared("team", {ann_, ben_});
    Phone ben(org_, ben_, name_ + "-ben");
    ben.sync();
    write(ben, org, "bulletin",
          {{"title", text("What makes supervision work")},
           {"issue_number", std::int64_t{3}},
           {"body", text("Continuity of the officer matters most.")}});
    const RecordId thread = write(ben, team, "thread", {{"title", text("Bulletin three")}});
    ben.sync();
    Phone ann(org_, ann_, name_ + "-ann");
    ann.sync();
    const auto post = [&](Phone& phone, const char* who, const char* words) {
        write(phone, team, "post",
              {{"thread_id", thread}, {"author", text(who)}, {"body", List{text(words)}}});
    };

    for (int i = 0; i < 3; ++i) {
        post(ann, "om-1", "Said on the bus");
        post(ben, "tm-1", "Said at the desk");
    }
    ASSERT_EQ(ann.store().search("continuity officer").value().size(), 1U);
    meet(ann, ben);

    const char* order =
        "SELECT group_concat(author, ' ') FROM (SELECT author FROM post ORDER BY id)";
    EXPECT_EQ(ann.count("SELECT count(*) FROM post"), 6);
    EXPECT_EQ(ann.text(order), ben.text(order));
    EXPECT_EQ(ben.store().search("bus").value().size(), 3U);
}

// Row 10.
TEST_F(PracticeRows, AMessageWrittenWithoutSignalArrivesOnce) {
    const ScopeId team = shared("team", {ann_, ben_});
    Phone ann(org_, ann_, name_ + "-ann");
    ann.sync();
    Phone ben(org_, ben_, name_ + "-ben");
    ben.sync();
    const RecordId message = write(ann, team, "message",
                                   {{"sender", text("om-1")},
                                    {"subject", text("Policy on curfews")},
                                    {"body", text("May we have yours?")}});
    ann.reopen();
    EXPECT_EQ(ben.count("SELECT count(*) FROM message"), 0);
    meet(ann, ben);
    meet(ann, ben);

    EXPECT_EQ(ben.count("SELECT count(*) FROM message"), 1);
    change(ben,
           [&](Transaction& tx) { return tx.add("message", message, "read_by", text("tm-1")); });
    write(ben, team, "message",
          {{"sender", text("tm-1")}, {"answer_to", message}, {"body", text("It is attached.")}});
    meet(ben, ann);
    EXPECT_EQ(ann.text("SELECT read_by FROM message WHERE answer_to IS NULL"), R"(["tm-1"])");
    EXPECT_EQ(ann.count("SELECT count(*) FROM message"), 2);
}

}  // namespace
}  // namespace sanderling::tests
