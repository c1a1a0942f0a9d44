// sync: once, or for as long as the program runs.
#include "sanderling/sync.hpp"

#include "client-sdk/cli/commands.hpp"
#include "client-sdk/cli/follow.hpp"
#include "client-sdk/cli/words.hpp"

namespace sanderling::cli {

namespace {

Json json_of(const SyncProgress& progress) {
    Json out{{"type", "progress"},
             {"phase", to_text(progress.phase)},
             {"records_done", progress.records_done},
             {"records_total", progress.records_total},
             {"bytes_done", progress.bytes_done},
             {"bytes_total", progress.bytes_total},
             {"scopes_ready", progress.scopes_ready},
             {"scopes_total", progress.scopes_total}};
    out["problem"] = progress.problem ? to_json(*progress.problem) : Json(nullptr);
    return out;
}

/// What has become of everything, after a sync.
struct Outcome {
    Status status{};
    std::vector<ScopeInfo> troubled{};       // scopes with a problem
    std::optional<RenewalReason> renewed{};  // when it was opened, or since
};

Result<Outcome> outcome_of(const Store& store) {
    Outcome out;
    auto status = store.status();
    if (!status) return status.error();
    out.status = std::move(*status);
    const OpenReport opening = store.open_report();
    out.renewed = opening.renewed;
    if (opening.replica != out.status.replica && !out.status.incarnations.empty())
        out.renewed = out.status.incarnations.back().reason;
    auto scopes = store.scopes();
    if (!scopes) return scopes.error();
    for (ScopeInfo& scope : *scopes) {
        if (scope.problem) out.troubled.push_back(std::move(scope));
    }
    return out;
}

void report(Output& out, const SyncAgent& agent, const Outcome& outcome) {
    const SyncProgress progress = agent.progress();
    const SyncTraffic traffic = agent.traffic();
    const Status& status = outcome.status;
    const Json object{{"type", "synced"},
                      {"scopes_ready", progress.scopes_ready},
                      {"scopes_total", progress.scopes_total},
                      {"records_received", progress.records_done},
                      {"bytes_sent", traffic.sent},
                      {"bytes_received", traffic.received},
                      {"unsent_transactions", status.unsent_transactions},
                      {"refused_transactions", status.refused_transactions},
                      {"open_conflicts", status.open_conflicts},
                      {"scopes_with_problem", outcome.troubled.size()},
                      {"renewed", outcome.renewed ? Json(to_text(*outcome.renewed)) : Json()}};
    std::string words = "up to date: " + count_text(progress.scopes_ready, "scope") + ", " +
                        count_text(progress.records_done, "change") + " received, " +
                        size_text(traffic.sent) + " sent, " + size_text(traffic.received) +
                        " received\n";
    if (status.open_conflicts != 0)
        words +=
            count_text(status.open_conflicts, "open conflict") + ": see `sanderling conflicts`\n";
    if (status.refused_transactions != 0)
        words += count_text(status.refused_transactions, "change") +
                 " refused or held for review: see `sanderling outbox`\n";
    if (outcome.renewed) words += std::string(renewal_text(*outcome.renewed)) + "\n";
    for (const ScopeInfo& scope : outcome.troubled)
        words += scope.kind + " " + to_text(scope.id) + ": " + scope.problem->message() + "\n";
    out.result(object, words);
}

Result<Exit> sync_once(Context& context, Store& store, SyncAgent& agent,
                       std::chrono::milliseconds timeout) {
    const auto until = std::chrono::steady_clock::now() + timeout;
    agent.on_progress(
        [&context](const SyncProgress& progress) { context.out.bar(bar_text(progress)); });
    auto live = agent.wait_until_live(timeout);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    if (live) live = agent.wait_until_drained(std::max(left, std::chrono::milliseconds(100)));
    agent.on_progress({});
    agent.stop();
    if (!live) return live.error();
    const auto outcome = outcome_of(store);
    if (!outcome) return outcome.error();
    report(context.out, agent, *outcome);
    return outcome->troubled.empty() ? Exit::ok : exit_of(outcome->troubled[0].problem->code);
}

/// Prints progress, at most ten times a second unless the phase changes.
class ProgressLines {
  public:
    explicit ProgressLines(Output& out) : out_(out) {}

    void operator()(const SyncProgress& progress) {
        const auto now = std::chrono::steady_clock::now();
        const bool is_turn = progress.phase != last_phase_ || progress.problem != last_problem_;
        if (!is_turn && now < next_) return out_.bar(bar_text(progress));
        next_ = now + std::chrono::milliseconds(100);
        out_.object(json_of(progress));
        if (is_turn && progress.problem) {
            out_.note(std::string(phase_text(progress.phase)) + ": " +
                      std::string(traits(progress.problem->code).text));
        } else if (progress.phase != last_phase_) {
            out_.words(phase_text(progress.phase));
        }
        last_phase_ = progress.phase;
        last_problem_ = progress.problem;
    }

  private:
    Output& out_;
    SyncPhase last_phase_ = SyncPhase::offline;
    std::optional<Error> last_problem_{};
    std::chrono::steady_clock::time_point next_{};
};

void print_change(Output& out, const Store& store, const Change& change) {
    if (change.origin == Change::Origin::local || change.scopes.empty()) return;
    const auto status = store.status();
    const std::uint64_t conflicts = status ? status->open_conflicts : 0;
    Json scopes = Json::array();
    for (const ScopeId scope : change.scopes) scopes.push_back(to_text(scope));
    out.result(Json{{"type", "change"}, {"scopes", scopes}, {"open_conflicts", conflicts}},
               count_text(change.scopes.size(), "scope") + " changed by others" +
                   (conflicts != 0 ? "; " + count_text(conflicts, "open conflict") : ""));
}

}  // namespace

Result<Exit> run_sync(Context& context, const SyncOptionsGiven& options) {
    auto store = context.open();
    if (!store) return store.error();
    if (options.is_following) hold_ending_signals();
    const Subscription changes = options.is_following ? store->on_change([&](const Change& change) {
        print_change(context.out, *store, change);
    })
                                                      : Subscription();
    auto agent = SyncAgent::start(*store, {.server = options.server});
    if (!agent) return agent.error();
    if (!options.is_following)
        return sync_once(context, *store, *agent, seconds(options.timeout_seconds));
    agent->on_progress(ProgressLines(context.out));
    auto ended = follow(*agent);
    agent->stop();
    return ended;
}

}  // namespace sanderling::cli
