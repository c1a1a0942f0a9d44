// What the page may ask (README.md, "The API"): each path a handler in
// examples/practitioner-app/api.
#pragma once

#include "examples/practitioner-app/call.hpp"
#include "examples/practitioner-app/gate.hpp"
#include "examples/practitioner-app/page_files.hpp"

#include <functional>
#include <string>

namespace sanderling::app {

/// Everything behind the HTTP server. Any thread.
class Api {
  public:
    struct Parts {
        Gate& gate;
        Desk& desk;
        Changes& changes;
        const People& people;
        const PageFiles& page;
        Looks& looks;
        /// A link was used, or the vault locked: somebody may need another.
        std::function<void()> link_wanted{};
    };
    explicit Api(Parts parts) : parts_(std::move(parts)) {}

    Answer handle(const Request& request);

  private:
    Response enter(const Request& request);
    Response unlock(const Request& request);
    Response ask(const Request& request);

    Parts parts_;
};

// One for each path; errors become HTTP statuses.
using ApiHandler = Reply (*)(const Call&);

Reply get_home(const Call& call);
Reply mark_seen(const Call& call);
Reply get_cases(const Call& call);
Reply get_case(const Call& call);
Reply get_contacts(const Call& call);
Reply get_contact(const Call& call);
Reply save_contact(const Call& call);
Reply save_risk(const Call& call);
Reply save_step(const Call& call);
Reply save_goal(const Call& call);
Reply save_agreement(const Call& call);
Reply save_involvement(const Call& call);
Reply get_due(const Call& call);
Reply save_judgement(const Call& call);
Reply save_enforcement(const Call& call);
Reply get_pictures(const Call& call);
Reply draw(const Call& call);
Reply get_text(const Call& call);
Reply save_text(const Call& call);
Reply refresh_text(const Call& call);
Reply get_conflicts(const Call& call);
Reply resolve_conflict(const Call& call);
Reply get_late_work(const Call& call);
Reply decide_late_work(const Call& call);
Reply get_refused(const Call& call);
Reply settle_refused(const Call& call);
Reply get_group(const Call& call);
Reply join_group(const Call& call);
Reply enter_group(const Call& call);
Reply leave_group(const Call& call);
Reply attend_meeting(const Call& call);
Reply raise_issue(const Call& call);
Reply vote_issue(const Call& call);
Reply escalate_issue(const Call& call);
Reply answer_issue(const Call& call);
Reply add_agenda(const Call& call);
Reply hear_answer(const Call& call);
Reply get_questionnaires(const Call& call);
Reply hand_in_questionnaire(const Call& call);
Reply get_team(const Call& call);
Reply get_reviews(const Call& call);
Reply save_review(const Call& call);
Reply save_review_action(const Call& call);
Reply get_observations(const Call& call);
Reply save_observation(const Call& call);
Reply save_reflection(const Call& call);
Reply get_search(const Call& call);
Reply get_sync(const Call& call);
Reply set_network(const Call& call);

}  // namespace sanderling::app
