// A service-user group: its members by pseudonym, today's meeting, what it raises, one vote a
// person, what goes to the senior leadership team, and the answers.
#include "examples/practitioner-app/api.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

struct Group {
    RecordId id{};
    ScopeId scope{};
};

/// The first group of this device: a tablet has one.
Result<Group> find_group(const Call& call) {
    const auto row =
        read_row(call.store, "SELECT id, scope FROM sug_group ORDER BY id LIMIT 1", {});
    if (!row) return row.error();
    if (row->is_null()) return fail(Errc::not_found, "no group on this device");
    return Group{*parse_id<RecordId>(row->value("id", "")),
                 to_scope(*parse_id<RecordId>(row->value("scope", "")))};
}

Result<GroupSeat::Member> signed_in(const Call& call) {
    auto member = call.desk.group_seat().acting();
    if (!member) return fail(Errc::not_permitted, "nobody is signed in");
    return std::move(*member);
}

/// The body's "date", which the page knows.
Result<std::string> today(const Call& call) {
    const std::string date = call.text("date");
    if (date.size() != 10) return fail(Errc::invalid_argument, "date");
    return date;
}

Reply issues_of(const Call& call, const std::string& token) {
    auto issues = read_rows(call.store,
                            "SELECT id, summary, theme, support, status, raised_on FROM issue "
                            "ORDER BY id DESC",
                            {}, {"support", "status"});
    if (!issues) return issues;
    auto answers =
        read_rows(call.store,
                  "SELECT r.id, r.issue_id, r.text, r.decision, r.due_on, r.answered_on, "
                  "m.held_on AS heard_on FROM response r LEFT JOIN meeting m ON m.id = r.heard_at "
                  "ORDER BY r.id",
                  {}, {"text"});
    if (!answers) return answers;
    for (Json& issue : *issues) {
        const Json& support = issue["support"];
        issue["mine"] = std::find(support.begin(), support.end(), Json(token)) != support.end();
        issue["votes"] = support.size();
        issue["state"] = issue["status"].empty() ? Json("raised") : issue["status"].back();
        issue["answers"] = Json::array();
        for (const Json& answer : *answers)
            if (answer["issue_id"] == issue["id"]) issue["answers"].push_back(answer);
        issue.erase("support");
    }
    return issues;
}

/// Today's meeting, which begins with whatever is done first at it.
Result<RecordId> meeting_of(Transaction& tx, const Call& call, const Group& group,
                            const std::string& date) {
    const auto found = read_row(
        call.store, "SELECT id FROM meeting WHERE scope = ?1 AND held_on = ?2 ORDER BY id LIMIT 1",
        {to_scalar(group.scope), date});
    if (!found) return found.error();
    if (!found->is_null()) return *parse_id<RecordId>(found->value("id", ""));
    return tx.insert(group.scope, "meeting", {{"group_id", group.id}, {"held_on", date}});
}

/// What the meeting goes through, in its order.
Reply agenda_of(const Call& call, const Json& meeting) {
    if (meeting.is_null()) return Json::array();
    const auto elements =
        call.store.elements("meeting", *parse_id<RecordId>(meeting.value("id", "")), "agenda");
    if (!elements) return elements.error();
    Json out = Json::array();
    for (const ListElement& each : *elements) out.push_back(to_json(each.value));
    return out;
}

}  // namespace

/// ?date: today, where the page is.
Reply get_group(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    auto out = read_row(call.store, "SELECT id, scope, name, ldu FROM sug_group WHERE id = ?1",
                        {group->id});
    if (!out) return out;
    const auto member = call.desk.group_seat().member();
    auto members = read_rows(call.store,
                             "SELECT id, token, pseudonym, role FROM group_member WHERE scope = ?1 "
                             "AND left_on IS NULL ORDER BY pseudonym",
                             {to_scalar(group->scope)});
    if (!members) return members;
    auto meeting =
        read_row(call.store,
                 "SELECT id, held_on, attendance, account FROM meeting WHERE scope = ?1 AND "
                 "held_on = ?2 ORDER BY id LIMIT 1",
                 {to_scalar(group->scope), call.request.parameter("date")}, {"attendance"});
    if (!meeting) return meeting;
    auto issues = issues_of(call, member ? member->token : std::string{});
    if (!issues) return issues;
    auto agenda = agenda_of(call, *meeting);
    if (!agenda) return agenda;
    auto earlier =
        read_rows(call.store,
                  "SELECT id, held_on, attendance, account FROM meeting WHERE scope = "
                  "?1 AND held_on < ?2 ORDER BY held_on DESC LIMIT 12",
                  {to_scalar(group->scope), call.request.parameter("date")}, {"attendance"});
    if (!earlier) return earlier;
    if (!meeting->is_null()) (*meeting)["agenda"] = std::move(*agenda);
    (*out)["earlier"] = std::move(*earlier);
    (*out)["members"] = std::move(*members);
    (*out)["meeting"] = std::move(*meeting);
    (*out)["issues"] = std::move(*issues);
    (*out)["signed_in"] = member ? Json(to_text(member->record)) : Json(nullptr);
    const bool has_chair = std::any_of((*out)["members"].begin(), (*out)["members"].end(),
                                       [](const Json& each) { return each["role"] == "chair"; });
    (*out)["escalates"] = member && (member->is_chair || !has_chair);
    return out;
}

/// {"pseudonym", "pin", "date"}: somebody joins, and chooses a PIN. Who is chair is not theirs to
/// say: the group's own device of the chair, or the registrar, records it.
Reply join_group(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto date = today(call);
    if (!date) return date.error();
    auto check = pin_check(call.text("pin"));
    if (!check) return check.error();
    const std::string name = call.text("pseudonym");
    if (name.empty()) return fail(Errc::invalid_argument, "pseudonym: what you are called here");
    const std::string token = to_text(crypto::SystemRandom().id<RecordId>());
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto id = tx.insert(group->scope, "group_member",
                                  {{"group_id", group->id},
                                   {"token", token},
                                   {"pseudonym", name},
                                   {"joined_on", *date},
                                   {"pin_check", std::move(*check)}});
        if (!id) return id.error();
        return tx.add("group", group->id, "members", token);
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"member", "pin"}
Reply enter_group(const Call& call) {
    const auto id = call.id("member");
    if (!id) return id.error();
    const auto row = call.store.get("group_member", *id);
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found);
    const auto text = [&](const char* field) {
        const auto found = (*row)->find(field);
        const auto* value =
            found != (*row)->end() ? std::get_if<std::string>(&found->second) : nullptr;
        return value != nullptr ? *value : std::string{};
    };
    const auto found = (*row)->find("pin_check");
    const auto* check = found != (*row)->end() ? std::get_if<Bytes>(&found->second) : nullptr;
    if (check == nullptr) return fail(Errc::wrong_key, "this member has no PIN");
    const auto entered = call.desk.group_seat().enter(
        {.record = *id, .token = text("token"), .is_chair = text("role") == "chair"},
        call.text("pin"), *check);
    if (!entered) return entered.error();
    return Json::object();
}

Reply leave_group(const Call& call) {
    call.desk.group_seat().leave();
    return Json::object();
}

/// {"date"}: the member who is signed in is present at today's meeting, which begins with the
/// first.
Reply attend_meeting(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto date = today(call);
    if (!date) return date.error();
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto meeting = meeting_of(tx, call, *group, *date);
        if (!meeting) return meeting.error();
        return tx.add("meeting", *meeting, "attendance", member->token);
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"text", "date"}: one more thing for today's meeting to go through.
Reply add_agenda(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto date = today(call);
    if (!date) return date.error();
    const std::string text = call.text("text");
    if (text.empty()) return fail(Errc::invalid_argument, "text: say what it is");
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto meeting = meeting_of(tx, call, *group, *date);
        if (!meeting) return meeting.error();
        const auto listed = tx.insert_at("meeting", *meeting, "agenda", text);
        return listed ? Result<void>{} : listed.error();
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"response", "date"}: the answer was read out at today's meeting.
Reply hear_answer(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto response = call.id("response");
    if (!response) return response.error();
    const auto date = today(call);
    if (!date) return date.error();
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto meeting = meeting_of(tx, call, *group, *date);
        if (!meeting) return meeting.error();
        return tx.update("response", *response, {{"heard_at", *meeting}});
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"summary", "date"}: with the vote of whoever raises it.
Reply raise_issue(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto date = today(call);
    if (!date) return date.error();
    const std::string summary = call.text("summary");
    if (summary.empty()) return fail(Errc::invalid_argument, "summary: say what it is about");
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(group->scope, "issue",
                                    {{"group_id", group->id},
                                     {"summary", summary},
                                     {"raised_on", *date},
                                     {"support", List{member->token}},
                                     {"status", List{std::string("raised")}}});
        return made ? Result<void>{} : made.error();
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"issue", "support": true or false}: one vote a person, who may take it back.
Reply vote_issue(const Call& call) {
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto issue = call.id("issue");
    if (!issue) return issue.error();
    const bool supports = call.body.value("support", Json(true)) == true;
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        return supports ? tx.add("issue", *issue, "support", member->token)
                        : tx.remove("issue", *issue, "support", member->token);
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"issue"}: it goes to the senior leadership team. The chair does that; where the group has not
/// elected one, any member.
Reply escalate_issue(const Call& call) {
    const auto member = signed_in(call);
    if (!member) return member.error();
    const auto chairs = read_row(call.store,
                                 "SELECT count(*) AS n FROM group_member WHERE role = 'chair' AND "
                                 "left_on IS NULL",
                                 {});
    if (!chairs) return chairs;
    if (!member->is_chair && (*chairs)["n"] != 0)
        return fail(Errc::not_permitted, "the chair does that");
    const auto issue = call.id("issue");
    if (!issue) return issue.error();
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        return tx.append("issue", *issue, "status", std::string("escalated"));
    });
    if (!written) return written.error();
    return Json::object();
}

/// {"issue", "text", "decision", "date"}: from a member of the senior leadership team's own device.
Reply answer_issue(const Call& call) {
    const auto group = find_group(call);
    if (!group) return group.error();
    const auto issue = call.id("issue");
    if (!issue) return issue.error();
    const auto date = today(call);
    if (!date) return date.error();
    auto row = read_fields(call, "response", {{"decision", call.text("decision")}}, {"decision"});
    if (!row) return row.error();
    const std::string text = call.text("text");
    if (text.empty()) return fail(Errc::invalid_argument, "text: say what the answer is");
    (*row)["issue_id"] = *issue;
    (*row)["text"] = List{text};
    (*row)["answered_on"] = *date;
    const auto written = call.store.write([&](Transaction& tx) -> Result<void> {
        const auto made = tx.insert(group->scope, "response", *row);
        if (!made) return made.error();
        return tx.append("issue", *issue, "status", std::string("answered"));
    });
    if (!written) return written.error();
    return Json::object();
}

}  // namespace sanderling::app
