// Texts as people meet them: several write in one note, on their own or at once
// (docs/protocol.md §4.2).
#include "tests/integration/client-sdk/replica/rules_fixture.hpp"

#include <random>

namespace sanderling::tests {
namespace {

class TextTest : public WorkshopTest {
  protected:
    static std::string notes(Device& device, RecordId id) {
        const auto rows = device.store().query("SELECT notes AS v FROM job WHERE id = ?1", {id});
        return rows.value().get<std::string>(0, "v").value_or("(none)");
    }
    std::string notes(Device& device) { return notes(device, job); }

    Result<void> try_edit(Device& device, const TextEdit& edit,
                          TextCut cut = TextCut::between_characters) {
        const auto done = device.store().write(
            [&](Transaction& tx) { return tx.edit_text("job", job, "notes", edit, cut); });
        if (!done) return done.error();
        return {};
    }
    void edit(Device& device, const TextEdit& edit) { EXPECT_TRUE(try_edit(device, edit)); }
    void expect_all(const std::string& text) {
        for (Device* device : everybody()) EXPECT_EQ(notes(*device), text);
    }

    RecordId job = ann.insert(shop, "job", {{"notes", std::string("Measured twice.")}});
};

TEST_F(TextTest, IsPlainInItsColumn) {
    edit(ann, {0, 8, "Cut"});
    EXPECT_EQ(notes(ann), "Cut twice.");

    sync_all();

    expect_all("Cut twice.");
    EXPECT_EQ(std::get<std::string>(ben.get("job", job).at("notes")), "Cut twice.");
    EXPECT_EQ(notes(ann, ann.insert(shop, "job", {{"title", std::string("desk")}})), "(none)");
}

// An entry of a text's history is what was typed then: written as the whole, it would erase the
// rest.
TEST_F(TextTest, APieceOfItsHistoryIsNotRestoredAsTheWhole) {
    edit(ann, {15, 0, " Cut once."});
    sync_all();
    for (const HistoryEntry& entry : ann.store().history("job", job).value())
        if (entry.field == "notes") {
            EXPECT_EQ(ann.store().restore(entry).error().code, Errc::invalid_argument);
        }

    expect_all("Measured twice. Cut once.");
}

TEST_F(TextTest, KeepsWhatTwoPeopleTypedAtOnce) {
    sync_all();
    const std::string hers = " Oak, as agreed.";
    const std::string his = " Delivered on Friday.";
    for (std::size_t i = 0; i < hers.size(); ++i) edit(ann, {15 + i, 0, hers.substr(i, 1)});
    for (std::size_t i = 0; i < his.size(); ++i) edit(ben, {15 + i, 0, his.substr(i, 1)});

    sync_all();

    const std::string text = notes(may);
    EXPECT_TRUE(text == "Measured twice." + hers + his || text == "Measured twice." + his + hers)
        << text;
    expect_all(text);
    EXPECT_TRUE(ann.store().conflicts().value().empty());
    EXPECT_EQ(ann.scope(shop)->digest, may.scope(shop)->digest);
}

TEST_F(TextTest, CountsCodePointsAndKeepsCharactersWhole) {
    edit(ann, {0, 15, "cafe\u0301 ☂"});

    EXPECT_EQ(try_edit(ann, {4, 1, ""}).error().code, Errc::invalid_argument);
    EXPECT_EQ(try_edit(ann, {8, 0, "x"}).error().code, Errc::invalid_argument);
    EXPECT_EQ(try_edit(ann, {0, 0, "\xFF"}).error().code, Errc::invalid_argument);
    EXPECT_TRUE(try_edit(ann, {4, 1, ""}, TextCut::anywhere));
    edit(ann, {5, 1, "sun"});
    EXPECT_EQ(notes(ann), "cafe sun");
}

TEST_F(TextTest, RefusesMoreThanItsFieldMayHold) {
    const auto refused = try_edit(ann, {15, 0, std::string(3986, 'x')});

    EXPECT_EQ(refused.error().code, Errc::constraint);
    EXPECT_EQ(notes(ann), "Measured twice.");
    edit(ann, {15, 0, std::string(3985, 'x')});
}

TEST_F(TextTest, WritesOnlyWhatDiffersWhenGivenWhole) {
    sync_all();
    ann.update("job", job, {{"notes", std::string("Measured twice. Cut once.")}});
    ben.update("job", job, {{"notes", std::string("Ben measured twice.")}});

    sync_all();

    // "M" became "Ben m".
    expect_all("Ben measured twice. Cut once.");
}

TEST_F(TextTest, TakesSeveralEditsInOneTransaction) {
    const auto done = ann.store().write([&](Transaction& tx) -> Result<void> {
        if (auto one = tx.edit_text("job", job, "notes", {0, 0, "A. "}); !one) return one;
        if (auto two = tx.edit_text("job", job, "notes", {2, 0, "B."}); !two) return two;
        const auto row = tx.get("job", job);
        EXPECT_EQ(std::get<std::string>((*row)->at("notes")), "A.B. Measured twice.");
        return tx.update("job", job, {{"notes", std::string("A.B. Measured.")}});
    });
    ASSERT_TRUE(done);
    sync_all();

    expect_all("A.B. Measured.");
}

// The form shows a text; meanwhile another's words arrive; the form saves its own version of what
// it showed.
TEST_F(TextTest, AFormThatWasOpenMeanwhileErasesNothingThatItDidNotShow) {
    sync_all();
    const EditToken form = ann.store().edit_token(shop).value();
    edit(ben, {15, 0, " Then sanded."});
    sync_all();
    ASSERT_EQ(notes(ann), "Measured twice. Then sanded.");

    const Row typed{{"notes", std::string("Measured three times.")}};
    write(ann, [&](Transaction& tx) { return tx.update("job", job, typed, {.token = form}); });
    sync_all();

    expect_all("Measured three times. Then sanded.");
    // Without the token it says that the new words shall go.
    ann.update("job", job, typed);
    EXPECT_EQ(notes(ann), "Measured three times.");
}

TEST_F(TextTest, ManyCommitsBecomeASnapshot) {
    sync_all();
    std::string expected = "Measured twice.";
    for (int i = 0; i < 80; ++i) {
        Device& device = i % 2 == 0 ? ann : ben;
        const std::string word = " " + std::to_string(i);
        edit(device, {expected.size(), 0, word});
        expected += word;
        device.sync();
        sync_all();
    }
    expect_all(expected);
    const auto live = organisation.server().scope(shop).record(job);
    std::size_t entries = 0;
    for (const auto& set : live.sets()) entries = std::max(entries, set.entries.size());
    EXPECT_LT(entries, 40U);

    edit(may, {0, 8, "Cut"});  // amid what lies in the snapshot
    sync_all();
    expect_all("Cut" + expected.substr(8));
}

// A copy of the database goes on as the same replica, and uses the same numbers.
TEST_F(TextTest, BothBranchesOfACopiedDatabaseKeepTheirWords) {
    sync_all();
    const Device::Files copy = ann.save();
    edit(ann, {15, 0, " One"});
    edit(ann, {19, 0, " way."});
    ann.sync();
    ann.restore(copy);
    edit(ann, {15, 0, " Two"});
    edit(ann, {17, 2, "he other"});

    for (int i = 0; i < 3; ++i) sync_all();

    const std::string text = notes(may);
    EXPECT_NE(text.find(" One way."), std::string::npos) << text;
    EXPECT_NE(text.find(" The other"), std::string::npos) << text;
    expect_all(text);
}

class RandomTextTest : public TextTest, public testing::WithParamInterface<unsigned> {};

TEST_P(RandomTextTest, ConvergesWithEveryWord) {
    std::mt19937 rng{GetParam()};
    sync_all();
    std::vector<std::string> words;
    for (int step = 0; step < 200; ++step) {
        Device& device = *everybody()[rng() % 3];
        const std::size_t size = notes(device).size();
        if (rng() % 3 != 0) {
            words.push_back("<" + std::to_string(step) + ">");
            edit(device, {rng() % (size + 1), 0, words.back()});
        } else if (rng() % 3 == 0) {
            device.control();
            device.push(Device::Answers::lost);
        } else {
            device.sync();
        }
        if (rng() % 20 == 0) device.reopen();
    }
    sync_all();

    const std::string text = notes(ann);
    std::size_t characters = 15;
    for (const std::string& word : words) characters += word.size();
    EXPECT_EQ(text.size(), characters);
    expect_all(text);
    EXPECT_EQ(ann.scope(shop)->digest, may.scope(shop)->digest);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTextTest, testing::Range(1U, 5U));

}  // namespace
}  // namespace sanderling::tests
