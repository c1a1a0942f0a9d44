#include "tests/sim/every_rule.hpp"

#include "schema/language/load.hpp"

#include "case_work_schema/description.hpp"

namespace sanderling::sim {

namespace {

constexpr std::string_view yaml = R"(schema: every_rule
version: 1
roles:
  hand: {number: 1, doc: Works.}
  master: {number: 2, doc: Decides.}
  guest: {number: 3, doc: Looks on.}
classes:
  mastery: {number: 1, doc: Decides.}
enums:
  danger:
    doc: How dangerous it is.
    order: least_protective_first
    values: {none: 1, some: 2, much: 3}
scope_kinds:
  shop:
    number: 1
    doc: One workshop.
    roles:
      hand: {rights: [read, write, mint_epoch]}
      master: {rights: [read, write, manage, mint_epoch], classes: [mastery]}
      guest: {rights: [read]}
collections:
  job:
    number: 1
    scopes: [shop]
    doc: One job.
    fields:
      title: {number: 1, type: text, required: true, full_text: true, doc: Its title.}
      price: {number: 2, type: integer, authority: mastery, doc: What it costs.}
      starts: {number: 3, type: instant, doc: When it begins.}
      ends: {number: 4, type: instant, doc: When it ends.}
      finish: {number: 6, type: text, rule: multi_value, resolved_by: mastery, doc: How it looks.}
      danger:
        {number: 7, type: enum, enum: danger, rule: cautious, resolved_by: mastery,
         doc: How dangerous it is.}
      tools: {number: 8, type: text, rule: set, max_length: 20, doc: What is needed.}
      diary: {number: 9, type: text, rule: log, doc: What was done.}
      orders: {number: 10, type: text, rule: log, authority: mastery, doc: What was ordered.}
      hours: {number: 11, type: integer, rule: counter, doc: Hours worked.}
      bonus: {number: 12, type: integer, rule: counter, authority: mastery, doc: Extra hours.}
      steps: {number: 13, type: text, rule: ordered_list, max_length: 40, doc: What to do.}
      after_jobs: {number: 14, type: id, to: job, rule: ordered_list, doc: Jobs to do first.}
      mark: {number: 15, type: text, rule: immutable, resolved_by: mastery, doc: Cut into it.}
      notes:
        {number: 16, type: text, rule: text, full_text: true, max_length: 4000,
         doc: What everybody says.}
    groups:
      times: {number: 5, fields: [starts, ends], doc: It is moved as a whole.}
  tool:
    number: 2
    scopes: [shop]
    natural_key: [name]
    doc: A tool, of which there is one of a name.
    fields:
      name: {number: 1, type: text, required: true, max_length: 20, doc: Its name.}
      uses: {number: 2, type: integer, rule: counter, doc: How often it was used.}
      keeper: {number: 3, type: text, doc: Who keeps it.}
  part:
    number: 3
    scopes: [shop]
    parent: job_id
    doc: A part of a job.
    fields:
      job_id: {number: 1, type: id, to: job, required: true, doc: The job.}
      name: {number: 2, type: text, doc: Its name.}
      wording: {number: 3, type: text, rule: text, max_length: 2000, doc: Its description.}
)";

}  // namespace

const schema::Schema& every_rule_schema() {
    static const schema::Schema schema = schema::load_schema(yaml, "every_rule.yaml").value();
    return schema;
}

const schema::Schema& schema_for(std::uint64_t seed) {
    return seed % 2 == 0 ? every_rule_schema() : case_work::schema();
}

Habits habits_in(const schema::Schema& schema) {
    return &schema == &every_rule_schema() ? Habits::reviewing : Habits::recording;
}

}  // namespace sanderling::sim
