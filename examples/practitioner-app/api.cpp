#include "examples/practitioner-app/api.hpp"

#include <array>
#include <string_view>

namespace sanderling::app {

namespace {

struct Route {
    std::string_view method;
    std::string_view path;
    ApiHandler handler;
};

constexpr std::array routes{
    Route{"GET", "/api/home", get_home},
    Route{"POST", "/api/seen", mark_seen},
    Route{"GET", "/api/cases", get_cases},
    Route{"GET", "/api/case", get_case},
    Route{"GET", "/api/contacts", get_contacts},
    Route{"GET", "/api/contact", get_contact},
    Route{"POST", "/api/contact", save_contact},
    Route{"POST", "/api/risk", save_risk},
    Route{"POST", "/api/step", save_step},
    Route{"POST", "/api/goal", save_goal},
    Route{"POST", "/api/agreement", save_agreement},
    Route{"POST", "/api/involvement", save_involvement},
    Route{"GET", "/api/due", get_due},
    Route{"POST", "/api/judgement", save_judgement},
    Route{"POST", "/api/enforcement", save_enforcement},
    Route{"GET", "/api/pictures", get_pictures},
    Route{"POST", "/api/draw", draw},
    Route{"GET", "/api/text", get_text},
    Route{"POST", "/api/text", save_text},
    Route{"POST", "/api/text/refresh", refresh_text},
    Route{"GET", "/api/conflicts", get_conflicts},
    Route{"POST", "/api/resolve", resolve_conflict},
    Route{"GET", "/api/late", get_late_work},
    Route{"POST", "/api/decide", decide_late_work},
    Route{"GET", "/api/refused", get_refused},
    Route{"POST", "/api/settle", settle_refused},
    Route{"GET", "/api/group", get_group},
    Route{"POST", "/api/group/join", join_group},
    Route{"POST", "/api/group/enter", enter_group},
    Route{"POST", "/api/group/leave", leave_group},
    Route{"POST", "/api/group/attend", attend_meeting},
    Route{"POST", "/api/group/issue", raise_issue},
    Route{"POST", "/api/group/vote", vote_issue},
    Route{"POST", "/api/group/escalate", escalate_issue},
    Route{"POST", "/api/group/answer", answer_issue},
    Route{"POST", "/api/group/agenda", add_agenda},
    Route{"POST", "/api/group/hear", hear_answer},
    Route{"GET", "/api/questionnaires", get_questionnaires},
    Route{"POST", "/api/questionnaire", hand_in_questionnaire},
    Route{"GET", "/api/team", get_team},
    Route{"GET", "/api/reviews", get_reviews},
    Route{"POST", "/api/review", save_review},
    Route{"POST", "/api/review/action", save_review_action},
    Route{"GET", "/api/observations", get_observations},
    Route{"POST", "/api/observation", save_observation},
    Route{"POST", "/api/reflection", save_reflection},
    Route{"GET", "/api/search", get_search},
    Route{"GET", "/api/sync", get_sync},
    Route{"POST", "/api/network", set_network},
};

Response answer(unsigned status, const Json& body) {
    return {.status = status, .body = body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

unsigned status_of(Errc code) {
    switch (code) {
        case Errc::unauthenticated:
        case Errc::wrong_key:
            return 401;
        case Errc::not_permitted:
        case Errc::device_revoked:
        case Errc::device_wiped:
            return 403;
        case Errc::not_found:
        case Errc::unknown_scope:
            return 404;
        case Errc::conflict_closed:
        case Errc::base_unknown:
        case Errc::already_exists:
        case Errc::in_use:
            return 409;
        case Errc::invalid_argument:
        case Errc::constraint:
        case Errc::too_large:
        case Errc::undelete_required:
            return 422;
        case Errc::device_locked:
            return 423;
        case Errc::busy:
            return 429;
        default:
            return 500;
    }
}

Response refusal(const Error& error) {
    return answer(status_of(error.code), {{"error", traits(error.code).name},
                                          {"message", error.message()},
                                          {"detail", error.detail}});
}

Response locked() {
    return answer(423, {{"error", "locked"}, {"message", "The application is locked."}});
}

/// An object; nothing if it is not.
std::optional<Json> read_body(const Request& request) {
    if (request.method == "GET") return Json::object();
    if (!request.content_type.starts_with("application/json")) return std::nullopt;
    Json body = Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return std::nullopt;
    return body;
}

std::string member(const Json& body, const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

Answer Api::handle(const Request& request) {
    if (!parts_.gate.is_own_page(request))
        return answer(403, {{"error", "foreign"}, {"message", "Not asked by this page."}});
    if (!request.path.starts_with("/api/")) {
        if (request.method != "GET" && request.method != "HEAD") return answer(405, Json::object());
        if (auto file = parts_.page.find(request.path)) return *file;
        return Response{.status = 404, .type = "text/plain", .body = "There is no such page.\n"};
    }
    if (request.method == "POST" && request.path == "/api/session") return enter(request);
    if (request.method == "POST" && request.path == "/api/unlock") return unlock(request);
    if (request.method == "GET" && request.path == "/api/state")
        return answer(200, {{"locked", !parts_.desk.is_open()}});
    if (!parts_.gate.is_let_in(request)) {
        if (!parts_.desk.is_open()) return locked();
        return refusal(fail(Errc::unauthenticated, "open the newest link"));
    }
    if (request.path == "/api/events") {
        const std::function<bool()> may_go_on = [this, request] {
            return parts_.desk.is_open() && parts_.gate.is_let_in(request);
        };
        return EventStream{.changes = &parts_.changes, .may_go_on = may_go_on};
    }
    return ask(request);
}

Response Api::enter(const Request& request) {
    const auto body = read_body(request);
    if (!body) return refusal(fail(Errc::invalid_argument, "a JSON object is asked for"));
    const auto session = parts_.gate.redeem(member(*body, "token"));
    if (!session) return refusal(session.error());
    parts_.desk.touch();
    if (parts_.link_wanted) parts_.link_wanted();
    return answer(200, {{"session", *session}, {"locked", !parts_.desk.is_open()}});
}

Response Api::unlock(const Request& request) {
    const auto body = read_body(request);
    if (!body) return refusal(fail(Errc::invalid_argument, "a JSON object is asked for"));
    const auto done = parts_.desk.unlock(member(*body, "passphrase"));
    if (!done) return refusal(done.error());
    return answer(200, {{"session", parts_.gate.new_session()}});
}

Response Api::ask(const Request& request) {
    const auto body = read_body(request);
    if (!body) return refusal(fail(Errc::invalid_argument, "a JSON object is asked for"));
    // What the page asks by itself says nothing of a person.
    if (request.method == "POST" && request.path != "/api/text/refresh") parts_.desk.touch();
    if (request.path == "/api/active") return answer(200, Json::object());
    if (request.method == "POST" && request.path == "/api/lock") {
        parts_.gate.end_sessions();
        parts_.desk.lock();
        return answer(200, Json::object());
    }
    const auto use = parts_.desk.use();
    if (!use) return locked();
    for (const Route& route : routes) {
        if (route.path != request.path || route.method != request.method) continue;
        const Call call{.store = use->store(),
                        .desk = *use,
                        .people = parts_.people,
                        .looks = parts_.looks,
                        .request = request,
                        .body = *body};
        const auto result = route.handler(call);
        return result ? answer(200, *result) : refusal(result.error());
    }
    return refusal(fail(Errc::not_found, request.path));
}

}  // namespace sanderling::app
