// Ordered lists: every element is kept, once, wherever several people put it (docs/protocol.md
// §4.1).
#include "tests/integration/client-sdk/replica/rules_fixture.hpp"

#include <map>
#include <random>
#include <set>

namespace sanderling::tests {
namespace {

class ListTest : public WorkshopTest {
  protected:
    RecordId job = ann.insert(shop, "job",
                              {{"steps", List{std::string("saw"), std::string("plane"),
                                              std::string("glue"), std::string("sand")}}});
};

TEST_F(ListTest, KeepsItsOrderInTheColumnAndBesideIt) {
    sync_all();

    for (Device* device : everybody()) {
        EXPECT_EQ(steps(*device, job), "saw plane glue sand");
        const auto rows = device->store().query("SELECT steps FROM job");
        EXPECT_EQ(rows.value().get<std::string>(0, "steps"), R"(["saw","plane","glue","sand"])");
        const Row row = device->get("job", job);
        EXPECT_EQ(std::get<List>(row.at("steps")).size(), 4U);
    }
}

TEST_F(ListTest, PutsElementsWhereTheyAreWanted) {
    const auto at = elements(ann, job);

    insert(ann, job, "measure", AtStart{});
    insert(ann, job, "clamp", Before{at[3].id});
    insert(ann, job, "scrape", After{at[1].id});
    move(ann, job, at[0].id, AtEnd{});
    remove(ann, job, at[2].id);
    change(ann, job, at[1].id, "smooth");

    EXPECT_EQ(steps(ann, job), "measure smooth scrape clamp sand saw");
    sync_all();
    EXPECT_EQ(steps(ben, job), "measure smooth scrape clamp sand saw");
}

TEST_F(ListTest, DoesAllOfItInOneTransactionToo) {
    const auto at = elements(ann, job);

    const auto done = ann.store().write([&](Transaction& tx) -> Result<void> {
        const auto fresh = tx.insert_at("job", job, "steps", std::string("clamp"), AtStart{});
        if (!fresh) return fresh.error();
        if (auto moved = tx.move("job", job, "steps", *fresh, After{at[1].id}); !moved)
            return moved;
        if (auto moved = tx.move("job", job, "steps", at[0].id, AtEnd{}); !moved) return moved;
        const auto inside = tx.elements("job", job, "steps");
        if (!inside || inside->size() != 5) return fail(Errc::internal, "not seen inside");
        return tx.remove_element("job", job, "steps", at[0].id);
    });

    ASSERT_TRUE(done);
    EXPECT_EQ(steps(ann, job), "plane clamp glue sand");
    sync_all();
    EXPECT_EQ(steps(may, job), "plane clamp glue sand");
}

TEST_F(ListTest, KeepsAllWhenTwoReorderAtOnce) {
    sync_all();
    const auto at = elements(ann, job);
    move(ann, job, at[0].id, AtEnd{});
    move(ann, job, at[3].id, AtStart{});
    move(ben, job, at[0].id, After{at[1].id});
    insert(ben, job, "clamp", After{at[2].id});

    sync_all();

    const std::string order = steps(ann, job);
    std::set<std::string> words;
    for (const ListElement& e : elements(ann, job)) words.insert(std::get<std::string>(e.value));
    EXPECT_EQ(elements(ann, job).size(), 5U) << order;
    EXPECT_EQ(words.size(), 5U) << order;
    EXPECT_EQ(steps(ben, job), order);
    EXPECT_EQ(steps(may, job), order);
    EXPECT_TRUE(ann.store().conflicts().value().empty()) << "where it stands is nobody's conflict";
}

TEST_F(ListTest, AMoveOutlivesADeleteThatDidNotKnowOfIt) {
    sync_all();
    const auto at = elements(ann, job);
    move(ann, job, at[0].id, AtEnd{});
    remove(ben, job, at[0].id);

    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(steps(*device, job), "plane glue sand saw");

    remove(may, job, at[0].id);
    sync_all();
    for (Device* device : everybody()) EXPECT_EQ(steps(*device, job), "plane glue sand");
}

TEST_F(ListTest, AChangeAndAMoveBothStand) {
    sync_all();
    const auto at = elements(ann, job);
    move(ann, job, at[0].id, AtEnd{});
    change(ben, job, at[0].id, "split");

    sync_all();

    for (Device* device : everybody()) EXPECT_EQ(steps(*device, job), "plane glue sand split");
    EXPECT_TRUE(ann.store().conflicts().value().empty());
}

TEST_F(ListTest, TwoChangesOfOneElementAreAConflictToResolve) {
    sync_all();
    const auto at = elements(ann, job);
    change(ann, job, at[1].id, "scrape");
    change(ben, job, at[1].id, "smooth");
    sync_all();
    const auto open = may.store().conflicts().value();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].field, "steps");
    EXPECT_EQ(open[0].element, at[1].id);
    ASSERT_EQ(open[0].candidates.size(), 2U);

    const Row merged{{"steps", std::string("scrape smooth")}};
    const auto settled = may.store().resolve(open[0].id, merged, "both");
    ASSERT_TRUE(settled) << settled.error().message();
    sync_all();

    for (Device* device : everybody()) {
        EXPECT_TRUE(device->store().conflicts().value().empty());
        EXPECT_EQ(steps(*device, job), "saw scrape smooth glue sand");
        EXPECT_EQ(elements(*device, job).size(), 4U);
    }
}

TEST_F(ListTest, HasEachIdOnceInAListOfIds) {
    const RecordId other = ann.insert(shop, "job", {{"title", std::string("frame")}});
    sync_all();
    const auto put = [&](Device& device) {
        write(device, [&](Transaction& tx) {
            return tx.insert_at("job", job, "after_jobs", other, AtStart{});
        });
    };
    put(ann);
    put(ben);

    sync_all();

    for (Device* device : everybody()) {
        const auto found = elements(*device, job, "after_jobs");
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(std::get<RecordId>(found[0].value), other);
        EXPECT_EQ(found[0].id.bytes, other.bytes);
    }
    const auto again = ann.store().write([&](Transaction& tx) -> Result<void> {
        const auto done = tx.insert_at("job", job, "after_jobs", other);
        return done ? Result<void>() : done.error();
    });
    EXPECT_EQ(again.error().code, Errc::already_exists);
}

TEST_F(ListTest, SaysWhatIsNotThere) {
    const auto refused = [&](const auto& work) {
        return ann.store()
            .write([&](Transaction& tx) -> Result<void> {
                const auto done = work(tx);
                return done ? Result<void>() : done.error();
            })
            .error()
            .code;
    };
    const ElementId none{RecordId{}.bytes};

    EXPECT_EQ(refused([&](auto& tx) { return tx.move("job", job, "steps", none, AtEnd{}); }),
              Errc::not_found);
    EXPECT_EQ(refused([&](auto& tx) {
                  return tx.insert_at("job", job, "steps", std::string("x"), After{none});
              }),
              Errc::not_found);
    EXPECT_EQ(
        refused([&](auto& tx) { return tx.insert_at("job", job, "steps", std::string(41, 'x')); }),
        Errc::constraint);
    EXPECT_EQ(
        refused([&](auto& tx) { return tx.insert_at("job", job, "title", std::string("x")); }),
        Errc::constraint);
    EXPECT_EQ(refused([&](auto& tx) {
                  return tx.update("job", job, {{"steps", List{}}});
              }),
              Errc::constraint);
}

// Everybody inserts, moves, changes and removes at random and connects now and then. Of what was
// never removed nothing is missing; nothing is there twice; and all come to the same list.
class RandomListTest : public ListTest, public testing::WithParamInterface<unsigned> {};

TEST_P(RandomListTest, KeepsEveryElementOnceAndConverges) {
    std::mt19937 rng{GetParam()};
    std::map<ElementId, std::string> written;
    std::set<ElementId> ever_removed;
    for (const ListElement& e : elements(ann, job)) written[e.id] = std::get<std::string>(e.value);
    sync_all();

    for (int step = 0; step < 160; ++step) {
        Device& device = *everybody()[rng() % 3];
        const auto now = elements(device, job);
        const auto any = [&] { return now[rng() % now.size()].id; };
        const auto what = rng() % 10;
        if (now.empty() || what < 3) {
            const std::string word = "w" + std::to_string(step);
            const ListSpot spot = now.empty() ? ListSpot(AtStart{})
                                  : rng() % 2 ? ListSpot(Before{any()})
                                              : AtEnd{};
            written[insert(device, job, word, spot)] = word;
        } else if (what < 6) {
            const ElementId moved = any();
            const ElementId beside = any();
            if (moved != beside) move(device, job, moved, After{beside});
        } else if (what == 6) {
            const ElementId gone = any();
            ever_removed.insert(gone);
            remove(device, job, gone);
        } else {
            device.sync();
            if (rng() % 4 == 0) device.reopen();
        }
    }
    sync_all();

    const auto final = elements(ann, job);
    std::set<ElementId> there;
    for (const ListElement& e : final) {
        EXPECT_TRUE(there.insert(e.id).second) << "twice";
        EXPECT_EQ(std::get<std::string>(e.value), written.at(e.id));
    }
    for (const auto& [id, word] : written)
        EXPECT_TRUE(ever_removed.contains(id) || there.contains(id)) << word << " is missing";
    EXPECT_EQ(elements(ben, job), final);
    EXPECT_EQ(elements(may, job), final);
    EXPECT_EQ(ann.scope(shop)->digest, ben.scope(shop)->digest);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomListTest, testing::Range(1U, 7U));

}  // namespace
}  // namespace sanderling::tests
