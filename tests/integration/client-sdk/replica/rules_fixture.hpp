// Two colleagues and their manager with a workshop, whose one collection has a field of every rule
// that needs more than a column.
#pragma once

#include "schema/language/load.hpp"
#include "tests/support/device.hpp"

#include <gtest/gtest.h>

namespace sanderling::tests {

inline constexpr std::string_view workshop_yaml = R"(schema: workshop
version: 1
roles:
  hand: {number: 1, doc: Works.}
  master: {number: 2, doc: Decides.}
classes:
  mastery: {number: 1, doc: Decides.}
scope_kinds:
  shop:
    number: 1
    doc: One workshop.
    roles:
      hand: {rights: [read, write]}
      master: {rights: [read, write], classes: [mastery]}
collections:
  job:
    number: 1
    scopes: [shop]
    doc: One job.
    fields:
      title: {number: 1, type: text, doc: Its title.}
      steps: {number: 2, type: text, rule: ordered_list, max_length: 40, doc: What to do.}
      after_jobs: {number: 3, type: id, to: job, rule: ordered_list, doc: Jobs to do first.}
      hours: {number: 4, type: integer, rule: counter, doc: Hours worked.}
      mark: {number: 5, type: text, rule: immutable, resolved_by: mastery, doc: Cut into it.}
      finish: {number: 6, type: text, rule: multi_value, resolved_by: mastery, doc: How it looks.}
      price: {number: 7, type: integer, authority: mastery, doc: What it costs.}
      notes: {number: 9, type: text, rule: text, max_length: 4000, doc: What everybody says.}
      bonus: {number: 8, type: integer, rule: counter, authority: mastery, doc: Extra hours.}
)";

class WorkshopTest : public testing::Test {
  protected:
    WorkshopTest() {
        organisation.admit(shop, ann.person(), "hand");
        organisation.admit(shop, ben.person(), "hand");
        organisation.admit(shop, may.person(), "master");
        sync_all();
    }

    void sync_all() {
        for (int round = 0; round < 2; ++round)
            for (Device* device : everybody()) device->sync();
    }
    std::vector<Device*> everybody() { return {&ann, &ben, &may}; }

    // One transaction; the test fails if it is refused. What `work` has returned, where that is
    // more than success.
    template <class Work>
    static auto write(Device& device, const Work& work) {
        std::invoke_result_t<Work, Transaction&> out = fail(Errc::internal, "did not run");
        const auto receipt = device.store().write([&](Transaction& tx) -> Result<void> {
            out = work(tx);
            if (!out) return out.error();
            return {};
        });
        EXPECT_TRUE(receipt) << receipt.error().message();
        return out.value();
    }
    static ElementId insert(Device& device, RecordId id, const std::string& step,
                            const ListSpot& spot = AtEnd{}) {
        return write(device,
                     [&](Transaction& tx) { return tx.insert_at("job", id, "steps", step, spot); });
    }
    static void move(Device& device, RecordId id, ElementId element, const ListSpot& spot) {
        write(device, [&](Transaction& tx) { return tx.move("job", id, "steps", element, spot); });
    }
    static void remove(Device& device, RecordId id, ElementId element) {
        write(device,
              [&](Transaction& tx) { return tx.remove_element("job", id, "steps", element); });
    }
    static void change(Device& device, RecordId id, ElementId element, const std::string& step) {
        write(device,
              [&](Transaction& tx) { return tx.set_element("job", id, "steps", element, step); });
    }
    static void count(Device& device, RecordId id, std::int64_t hours,
                      std::string_view field = "hours") {
        write(device, [&](Transaction& tx) { return tx.increment("job", id, field, hours); });
    }

    static std::vector<ListElement> elements(Device& device, RecordId id,
                                             std::string_view field = "steps") {
        return device.store().elements("job", id, field).value();
    }
    // The values in order, as words with a space between.
    static std::string steps(Device& device, RecordId id) {
        std::string out;
        for (const ListElement& e : elements(device, id))
            out += (out.empty() ? "" : " ") + std::get<std::string>(e.value);
        return out;
    }
    static std::int64_t integer(Device& device, RecordId id, const std::string& field) {
        const auto rows =
            device.store().query("SELECT " + field + " AS v FROM job WHERE id = ?1", {id});
        return rows.value().get<std::int64_t>(0, "v").value_or(-1);
    }

    schema::Schema schema = load();
    Organisation organisation{schema};
    ScopeId shop = organisation.create_scope("shop");
    Device ann{organisation, organisation.add_person(), schema};
    Device ben{organisation, organisation.add_person(), schema};
    Device may{organisation, organisation.add_person(), schema};

  private:
    static schema::Schema load() {
        return schema::load_schema(workshop_yaml, "workshop.yaml").value();
    }
};

}  // namespace sanderling::tests
