// The connection: what is said of it, and the switch that a person may use.
#include "examples/practitioner-app/api.hpp"
#include "examples/practitioner-app/sync_words.hpp"

namespace sanderling::app {

namespace {

Json instant_or_null(const std::optional<Instant>& at) {
    return at ? Json(at->ms) : Json(nullptr);
}

}  // namespace

Reply sync_words(const Call& call) {
    const auto status = call.store.status();
    if (!status) return status.error();
    const SyncProgress progress = call.desk.progress();
    Json out{{"switched_off", call.desk.network() == Network::off},
             {"phase", sync::client::to_text(progress.phase)},
             {"done", progress.records_done},
             {"total", progress.records_total},
             {"offline_since", instant_or_null(status->offline_since)},
             {"last_contact", instant_or_null(status->last_contact)},
             {"unsent", status->unsent_transactions},
             {"refused", status->refused_transactions},
             {"standing", to_text(status->standing.standing)},
             {"days_left",
              status->standing.days_left ? Json(*status->standing.days_left) : Json(nullptr)},
             {"problem", nullptr}};
    if (progress.problem) out["problem"] = traits(progress.problem->code).name;
    return out;
}

Reply get_sync(const Call& call) {
    auto out = sync_words(call);
    if (!out) return out;
    const auto me = call.me();
    if (!me) return me.error();
    const auto status = call.store.status();
    if (!status) return status.error();
    const Colleague* known = call.people.find(*me);
    (*out)["name"] = call.name(*me);
    (*out)["role"] = known != nullptr ? known->role : "";
    (*out)["conflicts"] = status->open_conflicts;
    (*out)["late"] = status->late_work;
    const auto groups = read_row(call.store, "SELECT count(*) AS n FROM sug_group", {});
    if (!groups) return groups;
    (*out)["groups"] = (*groups)["n"];
    return out;
}

Reply set_network(const Call& call) {
    const auto off = call.body.find("off");
    if (off == call.body.end() || !off->is_boolean())
        return fail(Errc::invalid_argument, "off is true or false");
    const auto done = call.desk.set_network(off->get<bool>() ? Network::off : Network::allowed);
    if (!done) return done.error();
    call.desk.wake();
    return sync_words(call);
}

}  // namespace sanderling::app
