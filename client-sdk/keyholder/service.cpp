#include "client-sdk/keyholder/service.hpp"

#include "core/scope_log/entry.hpp"
#include "core/types/assert.hpp"
#include "core/wire/codec.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace sanderling::keyholder {

namespace {

constexpr unsigned attempts_max = 3;  // of a command whose scope others write to, too

using nlohmann::ordered_json;
using std::chrono::milliseconds;

constexpr milliseconds reconnect_delay_min{1'000};
constexpr milliseconds reconnect_delay_max{60'000};

bool needs_server(const Command& command) {
    return !std::holds_alternative<ListPeople>(command) &&
           !std::holds_alternative<ListInvites>(command) &&
           !std::holds_alternative<ListScopes>(command) &&
           !std::holds_alternative<ListHolds>(command) &&
           !std::holds_alternative<ListServerKeys>(command) &&
           !std::holds_alternative<Rename>(command) && !is_rehearsal(command);
}

ordered_json success(ordered_json result) {
    ordered_json out{{"ok", true}};
    out.update(result);
    return out;
}

// Certificates and entries that a wrong clock dates are refused by devices, for hours or days.
std::optional<Error> clock_problem(Instant here, Instant there) {
    constexpr std::int64_t hour_ms = 3'600'000;
    const std::int64_t ahead = here.ms - there.ms;
    if (ahead <= hour_ms && ahead >= -hour_ms) return std::nullopt;
    return fail(Errc::not_permitted,
                "the clock here shows " + instant_text(here) + ", the server's " +
                    instant_text(there) +
                    "; set whichever is wrong right (`timedatectl`), nothing is signed before");
}

/// Empty for a plan that is no event, or has no result at all.
std::string event_of(const Plan& plan) {
    return plan.result.is_object() ? plan.result.value("event", "") : std::string();
}

std::uint64_t request_of(const wire::Message& message) {
    return std::visit(
        [](const auto& m) -> std::uint64_t {
            if constexpr (requires { m.request; })
                return m.request;
            else
                return 0;
        },
        message);
}

}  // namespace

ordered_json to_json(const Error& error) {
    return {{"ok", false}, {"error", traits(error.code).name}, {"message", error.message()}};
}

Service::Service(boost::asio::io_context& io, StateFile& file, State& state,
                 const schema::Schema& schema, crypto::Random& random, ServiceOptions options)
    : io_(io),
      file_(file),
      state_(state),
      random_(random),
      options_(std::move(options)),
      keyholder_(state, schema, random),
      ends_timer_(io),
      answer_timer_(io),
      reconnect_timer_(io) {}

Service::~Service() = default;

void Service::connect() {
    if (!state_.server) {
        session_ = Offline{fail(Errc::offline, "no server is set; `connect` sets it")};
        return;
    }
    session_ = Connecting{};
    link::LinkOptions options;
    options.server = {state_.server->host, state_.server->port};
    options.trust = link::Pinned{
        server_keys(state_),
        link::KeyAnnouncer{state_.org, state_.root.public_key, server_key_list(state_).serial}};
    link::Callbacks callbacks;
    callbacks.up = [this](const scope_log::TlsKeyHash& seen) { on_up(seen); };
    callbacks.frame = [this](ByteView frame) { on_frame(frame); };
    callbacks.down = [this](Error reason) { on_down(std::move(reason)); };
    link_.emplace(io_, std::move(options), std::move(callbacks));
}

void Service::submit(Command command, Done done) {
    queue_.push_back({std::move(command), std::move(done)});
    pump_soon();
}

void Service::stop() {
    reconnect_timer_.cancel();
    answer_timer_.cancel();
    ends_timer_.cancel();
    if (link_) {
        if (std::holds_alternative<Live>(session_)) link_->send(wire::encode(wire::Bye{}));
        link_->close();
    }
    session_ = Offline{fail(Errc::closed, "the keyholder is stopping")};
    if (current_) refuse_current(fail(Errc::closed, "the keyholder is stopping"));
    for (Job& job : std::exchange(queue_, {}))
        if (job.done) job.done(to_json(fail(Errc::closed, "the keyholder is stopping")));
    if (is_dirty_) static_cast<void>(save());
}

// ---- The connection ----------------------------------------------------------------------------

void Service::on_up(const scope_log::TlsKeyHash& server) {
    session_ = Greeting{server};
    if (state_.server->key == server) return;
    state_.server->key = server;  // what invites name from now on
    is_dirty_ = true;
}

void Service::on_frame(ByteView frame) {
    const auto message = wire::decode(frame);
    if (!message) {
        link_->close();
        return on_down(message.error());
    }
    std::visit([this](const auto& m) { on_message(m); }, *message);
}

void Service::on_message(const wire::Challenge& challenge) {
    const auto* greeting = std::get_if<Greeting>(&session_);
    if (greeting == nullptr) return;
    wire::Hello hello;
    hello.version = std::min(challenge.version_max, wire::protocol_version);
    hello.certificate = state_.registrar_cert;
    random_.fill(hello.nonce);
    hello.signature =
        crypto::sign(crypto::SignDomain::handshake,
                     wire::handshake_hash(challenge, hello, greeting->server), state_.registrar);
    link_->send(wire::encode(hello));
}

void Service::on_message(const wire::Welcome& welcome) {
    if (!std::holds_alternative<Greeting>(session_)) return;
    if (auto problem = clock_problem(options_.now(), welcome.server_now)) {
        link_->close();
        return on_down(std::move(*problem));
    }
    session_ = Live{};
    failed_attempts_ = 0;
    const std::int64_t ahead = options_.now().ms - welcome.server_now.ms;
    ahead_of_server_ = milliseconds{std::max<std::int64_t>(0, ahead)};
    report({{"event", "connected"}, {"server", state_.server->host}});
    std::vector<Plan> left_over = keyholder_.recover();
    for (auto plan = left_over.rbegin(); plan != left_over.rend(); ++plan)
        queue_.push_front({std::move(*plan), {}});
    for (Command& command : keyholder_.unfinished()) queue_.push_back({std::move(command), {}});
    look_for_ends();
    pump_soon();
}

void Service::on_message(const wire::ErrorMessage& error) {
    link_->close();
    on_down(fail(error.code, error.detail));
}

void Service::on_message(const wire::Bye&) {
    link_->close();
    on_down(fail(Errc::closed, "the server ended the session"));
}

void Service::on_message(const wire::EnrolRequest& request) {
    // A device that asks gets one answer, however often the server hands its request over.
    for (const Job& job : queue_)
        if (const auto* waiting = std::get_if<wire::EnrolRequest>(&job.what);
            waiting != nullptr && waiting->lookup == request.lookup &&
            waiting->sealed_request == request.sealed_request)
            return;
    queue_.push_back({request, {}});
    pump_soon();
}

void Service::on_down(Error reason) {
    if (std::holds_alternative<Offline>(session_)) return;
    const bool was_live = std::holds_alternative<Live>(session_);
    if (reason.code == Errc::wrong_server)
        reason.detail +=
            "; if this is your server, `connect` again with the --server-key that `sanderlingd "
            "pin` "
            "prints there";
    session_ = Offline{reason};
    answer_timer_.cancel();
    ends_timer_.cancel();
    report({{"event", was_live ? "disconnected" : "not_connected"},
            {"error", traits(reason.code).name},
            {"message", reason.message()}});
    if (current_) finish_current(Outcome::unknown, to_json(reason));
    // Those who ask again are handed over again.
    std::erase_if(queue_,
                  [](const Job& job) { return !std::holds_alternative<Command>(job.what); });
    if (options_.when_down == ServiceOptions::WhenDown::reconnect) reconnect_later();
    pump_soon();
}

void Service::reconnect_later() {
    const auto doubled = reconnect_delay_min * (1U << std::min(failed_attempts_, 6U));
    const auto most = std::min<milliseconds>(doubled, reconnect_delay_max);
    ++failed_attempts_;
    const auto half = static_cast<std::uint64_t>(most.count() / 2);
    reconnect_timer_.expires_after(milliseconds(half + random_.below(half + 1)));
    reconnect_timer_.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) connect();
    });
}

// ---- One thing after another -------------------------------------------------------------------

void Service::pump_soon() {
    if (std::exchange(is_pump_queued_, true)) return;
    boost::asio::post(io_, [this] {
        is_pump_queued_ = false;
        pump();
    });
}

void Service::pump() {
    while (!current_ && !queue_.empty()) {
        const auto* command = std::get_if<Command>(&queue_.front().what);
        const bool is_local = command != nullptr && !needs_server(*command);
        const bool is_settled =
            std::holds_alternative<Live>(session_) || std::holds_alternative<Offline>(session_);
        if (!is_local && !is_settled) return;  // the attempt to connect is under way
        Job job = std::move(queue_.front());
        queue_.pop_front();
        const auto* offline = std::get_if<Offline>(&session_);
        if (!is_local && offline != nullptr) {
            Error reason = offline->reason;
            if (state_.behind_since)
                reason.detail +=
                    "; this keyholder was restored from a backup and has to catch up first: start "
                    "`serve`, and try again when it says that it has caught up";
            if (job.done) job.done(to_json(reason));
            continue;
        }
        start(std::move(job));
    }
    if (is_idle() && is_dirty_)
        if (auto saved = save(); !saved) report(to_json(saved.error()));
}

Result<void> Service::may_run(std::string_view verb) const {
    if (options_.gate == nullptr) return {};
    return options_.gate->may_run(verb);
}

// A device that asks again because the answer was lost is not counted again.
Plan Service::enrolment(const wire::EnrolRequest& request) {
    const Instant now = options_.now();
    const auto person = keyholder_.invited(request);
    if (options_.gate != nullptr && person)
        if (auto allowed = options_.gate->may_enrol(*person, keyholder_.role_of(*person), now);
            !allowed)
            return keyholder_.refuse_enrolment(request, allowed.error());
    Plan plan = keyholder_.prepare_enrolment(request, now);
    if (options_.gate != nullptr && person && event_of(plan) == "enrolled")
        options_.gate->enrolled(*person, now);
    return plan;
}

// What changes nothing is not counted, so that a list may be imported again.
Result<Plan> Service::prepare(const Command& command) {
    const Instant now = options_.now();
    const auto* wanted = std::get_if<Allocate>(&command);
    if (const auto* put = std::get_if<PutAllocation>(&command);
        put != nullptr && put->trial == Trial::real)
        wanted = &put->allocation;
    std::string person;
    if (options_.gate != nullptr && wanted != nullptr) {
        const auto tried = keyholder_.prepare(PutAllocation{*wanted, Trial::rehearsal}, now);
        if (tried && tried->result.value("change", "") != "nothing")
            person = tried->result.value("person", "");
    }
    if (!person.empty())
        if (auto allowed = options_.gate->may_allocate(person, now); !allowed)
            return allowed.error();
    auto made = keyholder_.prepare(command, now);
    if (made && !person.empty()) options_.gate->allocated(person, now);
    return made;
}

void Service::start(Job job) {
    if (const auto* request = std::get_if<wire::EnrolRequest>(&job.what)) {
        Plan plan = enrolment(*request);
        // A refusal is told at once: a server that made the request up confirms nothing.
        if (event_of(plan) == "enrolment_refused")
            report(std::exchange(plan.result, ordered_json::object()));
        start_plan(std::move(plan), {});
    } else if (auto* plan = std::get_if<Plan>(&job.what)) {
        start_plan(std::move(*plan), {});
    } else {
        auto made = prepare(std::get<Command>(job.what));
        Done done = std::exchange(job.done, {});
        if (made)
            start_plan(std::move(*made), std::move(done), std::move(job));
        else if (done)
            done(to_json(made.error()));
    }
}

void Service::start_plan(Plan plan, Done done, std::optional<Job> again) {
    if (plan.changes_state) {
        if (auto saved = save(); !saved) {
            keyholder_.settle(plan, Outcome::refused);
            if (done)
                done(to_json(saved.error()));
            else
                report(to_json(saved.error()));
            return;
        }
    }
    if (plan.messages.empty()) {
        if (done) done(success(std::move(plan.result)));
        return;
    }
    current_ = Current{std::move(plan), 0, std::move(done), std::move(again), {}};
    send_current();
}

void Service::send_current() {
    send(current_->plan.messages[current_->message]);
}

void Service::send(const wire::Message& message) {
    link_->send(wire::encode(message));
    answer_timer_.expires_after(options_.answer_timeout);
    answer_timer_.async_wait([this](const boost::system::error_code& stopped) {
        if (stopped || !current_) return;
        // Whether it was done is not known; a new session finds out.
        link_->close();
        on_down(fail(Errc::timeout, "the server did not answer the keyholder"));
    });
}

void Service::on_message(const wire::ResultOf& result) {
    if (!current_) return;
    const wire::Message& asked = current_->plan.messages[current_->message];
    if (request_of(asked) != result.request) return;
    if (result.code != Errc::ok) return refuse_current(fail(result.code, result.detail));
    advance_current();
}

void Service::on_message(const wire::DeviceStates& states) {
    if (!current_ || request_of(current_->plan.messages[current_->message]) != states.request)
        return;
    keyholder_.on_device_states(states, current_->plan);
    is_dirty_ = true;
    advance_current();
}

void Service::on_message(const wire::Inventory& inventory) {
    if (!current_ || !current_->plan.survey) return;
    // A copy: the answer adds to the messages that it stands in.
    const wire::Message asked = current_->plan.messages[current_->message];
    const auto* get = std::get_if<wire::InventoryGet>(&asked);
    if (get == nullptr || get->request != inventory.request) return;
    advance_survey(keyholder_.on_inventory(*get, inventory, current_->plan));
}

void Service::advance_survey(const Result<void>& taken) {
    Plan& plan = current_->plan;
    Result<void> going = taken;
    const bool is_over = current_->message + 1 == plan.messages.size();
    if (going && is_over) going = keyholder_.conclude(plan, options_.now());
    if (!going) {
        report(to_json(going.error()));
        return finish_current(Outcome::unknown, to_json(going.error()));
    }
    const bool has_caught_up = is_over && plan.survey->purpose == Survey::Purpose::catch_up;
    if (has_caught_up) is_dirty_ = true;
    advance_current();
    if (!has_caught_up) return;
    for (Plan& next : keyholder_.take_follow_ups()) queue_.push_front({std::move(next), {}});
    for (Command& command : keyholder_.unfinished()) queue_.push_back({std::move(command), {}});
    pump_soon();
}

void Service::advance_current() {
    keyholder_.settle_part(current_->plan.messages[current_->message]);
    if (++current_->message < current_->plan.messages.size()) return send_current();
    finish_current(Outcome::accepted, success(current_->plan.result));
}

void Service::on_message(const wire::LogEntries& entries) {
    if (!current_ || request_of(current_->plan.messages[current_->message]) != entries.request)
        return;
    if (current_->plan.survey)
        return advance_survey(keyholder_.on_surveyed_entries(entries, current_->plan));
    if (ask_for_the_rest(entries)) return;
    auto taken = keyholder_.on_log_entries(
        {entries.request, entries.scope, std::exchange(current_->log, {})});
    is_dirty_ = true;
    // Settled by what the log says, so there is nothing more to settle.
    finish_current(Outcome::unknown,
                   taken ? success(ordered_json::object()) : to_json(taken.error()));
    if (!taken) report(to_json(taken.error()));
    for (Plan& plan : keyholder_.take_follow_ups()) queue_.push_front({std::move(plan), {}});
    pump_soon();
}

// A server answers with as much of a log as fits one message, and with nothing when that was all.
// What is made of it is made of the whole. One that repeats itself is not asked for ever.
bool Service::ask_for_the_rest(const wire::LogEntries& part) {
    const auto* asked = std::get_if<wire::LogGet>(&current_->plan.messages[current_->message]);
    if (part.entries.empty() || asked == nullptr) return false;
    std::vector<wire::LogEntryAt>& log = current_->log;
    wire::LogGet rest = *asked;
    rest.from_index += static_cast<std::uint32_t>(log.size());
    const auto first = scope_log::decode_entry(part.entries.front().entry);
    const bool goes_on = first && first->entry.index == rest.from_index;
    if (!goes_on && !log.empty()) return false;
    log.insert(log.end(), part.entries.begin(), part.entries.end());
    if (!goes_on) return false;
    rest.from_index += static_cast<std::uint32_t>(part.entries.size());
    send(rest);
    return true;
}

void Service::refuse_current(const Error& error) {
    const wire::Message& asked = current_->plan.messages[current_->message];
    const bool is_question = std::holds_alternative<wire::LogGet>(asked);
    const bool is_final = !is_question || error.code == Errc::unknown_scope;
    // A stopping keyholder has not been told no.
    const bool is_refusal = error.code != Errc::closed && is_final;
    if (std::holds_alternative<wire::DirectoryPut>(asked))
        answer_enrolment_with(current_->plan, error.code);
    const ScopeId* scope = std::get_if<ScopeId>(&current_->plan.subject);
    // Of a plan about several scopes, the one that this message was for.
    const auto* put = std::get_if<wire::LogPut>(&asked);
    if (put != nullptr && std::holds_alternative<DeviceId>(current_->plan.subject))
        scope = &put->scope;
    // Nobody else waits for this answer.
    if (event_of(current_->plan) == "reoffered") report(to_json(error));
    const bool has_moved = error.code == Errc::scope_log_moved && scope != nullptr;
    const ScopeId moved = has_moved ? *scope : ScopeId{};
    // Devices add to logs too, with decisions on late work; so the log is read, and the command
    // carried out on what it says now.
    std::optional<Job> again;
    if (has_moved && current_->again && current_->again->attempts < attempts_max) {
        again = std::move(current_->again);
        again->done = std::exchange(current_->done, {});
        ++again->attempts;
    }
    finish_current(is_refusal ? Outcome::refused : Outcome::unknown, to_json(error));
    if (again) queue_.push_front(std::move(*again));
    if (has_moved && state_.scopes.contains(moved))
        queue_.push_front({keyholder_.refresh(moved), {}});
}

void Service::answer_enrolment_with(const Plan& plan, Errc code) {
    const auto* answer = std::get_if<wire::EnrolAnswer>(&plan.messages.back());
    if (answer == nullptr || !std::holds_alternative<Live>(session_)) return;
    link_->send(wire::encode(wire::EnrolAnswer{answer->request, answer->lookup, code, {}}));
}

void Service::finish_current(Outcome outcome, ordered_json result) {
    SANDERLING_ASSERT(current_.has_value());
    answer_timer_.cancel();
    const Current finished = std::move(*current_);
    current_.reset();
    keyholder_.settle(finished.plan, outcome);
    is_dirty_ = is_dirty_ || finished.plan.changes_state;
    if (finished.plan.result.contains("event") && outcome == Outcome::accepted)
        report(finished.plan.result);
    if (finished.done) finished.done(std::move(result));
    pump_soon();
}

Result<void> Service::save() {
    auto saved = file_.save(state_, random_);
    if (saved) is_dirty_ = false;
    return saved;
}

void Service::report(ordered_json event) {
    if (options_.report) options_.report(event);
}

}  // namespace sanderling::keyholder
