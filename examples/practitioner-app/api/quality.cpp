// Quality reviews of sampled cases: what the device knows is filled in, a reviewer judges seven
// dimensions and writes what was found, and an action is followed until it is closed.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/due_words.hpp"

namespace sanderling::app {

namespace {

/// Where a team keeps what it shares. Errors: not_found.
Result<ScopeId> team_of(const Call& call) {
    const auto scopes = call.store.scopes();
    if (!scopes) return scopes.error();
    for (const ScopeInfo& scope : *scopes)
        if (scope.kind == "team" && scope.state != ScopeState::absent) return scope.id;
    return fail(Errc::not_found, "no team on this device");
}

/// What nobody has to count.
Json facts_of(const practice::CaseFile& file, const std::vector<practice::DueItem>& items,
              practice::Day today) {
    int red = 0;
    int overdue = 0;
    int late = 0;
    int in_time = 0;
    for (const practice::DueItem& item : items) {
        red += practice::colour_of(item) == practice::Colour::red;
        overdue += practice::is_overdue(item, today);
        if (item.state != practice::State::done) continue;
        (practice::is_late(item) ? late : in_time) += 1;
    }
    Json facts{{"contacts", file.facts.contacts.size()},
               {"must_be_done", red},
               {"overdue", overdue},
               {"done_in_time", in_time},
               {"done_late", late},
               {"plans", file.facts.plans.size()}};
    if (file.took_part) facts["took_part"] = *file.took_part;
    if (!file.spells.empty()) {
        practice::Day begin = file.spells.front().starts;
        for (const practice::Spell& spell : file.spells) begin = std::min(begin, spell.starts);
        facts["officers"] = practice::continuity(file.spells, begin, today).officers;
    }
    return facts;
}

}  // namespace

Reply get_reviews(const Call& call) {
    auto reviews = read_rows(call.store,
                             "SELECT id, case_ref, sampled_on, reviewers, facts, narrative, "
                             "su_view, closed_on FROM qa_review ORDER BY sampled_on DESC, id DESC "
                             "LIMIT 100",
                             {}, {"reviewers", "facts"});
    if (!reviews) return reviews;
    auto marks = read_rows(call.store,
                           "SELECT review_id, dimension, judgement FROM qa_mark ORDER BY id", {});
    if (!marks) return marks;
    auto actions = read_rows(call.store,
                             "SELECT id, review_id, description, owner, due_on, status, closed_on "
                             "FROM qa_action ORDER BY due_on, id",
                             {});
    if (!actions) return actions;
    for (Json& action : *actions)
        if (action["owner"].is_string())
            action["owner"] = call.people.staff_name(action["owner"].get<std::string>());
    for (Json& review : *reviews) {
        for (const auto& [name, rows] : {std::pair("marks", &*marks), {"actions", &*actions}}) {
            review[name] = Json::array();
            for (const Json& row : *rows)
                if (row["review_id"] == review["id"]) review[name].push_back(row);
        }
        for (Json& who : review["reviewers"])
            if (who.is_string()) who = call.people.staff_name(who.get<std::string>());
    }
    return Json{{"reviews", std::move(*reviews)}};
}

/// {"scope", "date", "marks": {"risk": 3, …}, "narrative", "su_view", "action", "due"}
Reply save_review(const Call& call) {
    const auto scope = call.scope();
    if (!scope) return scope.error();
    const auto team = team_of(call);
    if (!team) return team.error();
    const auto staff = call.my_staff();
    if (!staff) return staff.error();
    const auto live = call.desk.due().ask();
    if (!live) return live.error();
    std::optional<Row> review;
    std::string owner;
    (*live)->look([&](const practice::Caseload& caseload) {
        const auto* of = caseload.find(*scope);
        if (of == nullptr) return;
        owner = officer_of(of->file, caseload.today());
        review = Row{{"case_ref", to_text(*scope)},
                     {"sampled_on", call.text("date")},
                     {"reviewers", List{*staff}},
                     {"facts", facts_of(of->file, of->items, caseload.today()).dump()}};
    });
    if (!review) return fail(Errc::not_found, "no such case on this device");
    const Json marks = call.body.contains("marks") ? call.body["marks"] : Json::object();
    if (!marks.is_object() || marks.empty())
        return fail(Errc::invalid_argument, "marks: at least one dimension");
    for (const char* field : {"narrative", "su_view"})
        if (!call.text(field).empty()) (*review)[field] = call.text(field);
    std::vector<Row> judged;
    for (const auto& [dimension, judgement] : marks.items()) {
        auto mark =
            read_fields(call, "qa_mark", {{"dimension", dimension}, {"judgement", judgement}},
                        {"dimension", "judgement"});
        if (!mark) return mark.error();
        judged.push_back(std::move(*mark));
    }
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(*team, "qa_review", *review);
        if (!made) return made.error();
        for (Row& mark : judged) {
            mark["review_id"] = *made;
            if (const auto done = tx.insert(*team, "qa_mark", mark); !done) return done.error();
        }
        if (call.text("action").empty()) return {};
        Row action{{"review_id", *made},
                   {"description", call.text("action")},
                   {"owner", owner},
                   {"status", std::string("open")}};
        if (!call.text("due").empty()) action["due_on"] = call.text("due");
        const auto asked = tx.insert(*team, "qa_action", action);
        return asked ? Result<void>{} : asked.error();
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"id", "status", "date"}: how far an action has come. A manager finds it done, and closes it.
Reply save_review_action(const Call& call) {
    const auto id = call.id("id");
    if (!id) return id.error();
    const Json status = call.body.contains("status") ? call.body["status"] : Json(nullptr);
    auto row = read_fields(call, "qa_action", {{"status", status}}, {"status"});
    if (!row) return row.error();
    const auto me = call.me();
    if (!me) return me.error();
    const Colleague* known = call.people.find(*me);
    const bool may_close = known != nullptr && known->role == "manager";
    if (status == "done" && may_close) (*row)["closed_on"] = call.text("date");
    const auto written = call.store.write(
        [&](Transaction& tx) -> Result<void> { return tx.update("qa_action", *id, *row); });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
