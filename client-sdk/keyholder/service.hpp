// The keyholder at work: one connection to the server, one command after another, enrolments in
// between. It performs what keyholder.hpp decides, and decides nothing itself.
#pragma once

#include "client-sdk/keyholder/keyholder.hpp"
#include "client-sdk/keyholder/policy.hpp"
#include "client-sdk/keyholder/state_file.hpp"
#include "client-sdk/link/link.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <variant>

namespace sanderling::keyholder {

/// {"ok": true, …} or {"ok": false, "error": code, "message": sentence}.
using Done = std::function<void(nlohmann::ordered_json)>;

nlohmann::ordered_json to_json(const Error& error);

struct ServiceOptions {
    enum class WhenDown : std::uint8_t { give_up, reconnect };
    WhenDown when_down = WhenDown::give_up;
    std::chrono::milliseconds answer_timeout{30'000};
    /// How often it looks whose access has come to its end; zero: never.
    std::chrono::milliseconds ends_every{0};
    std::function<Instant()> now{};
    /// Null: everything is allowed. Outlives the service.
    PolicyGate* gate = nullptr;
    /// What happened without being asked for: connected, enrolled, …
    std::function<void(const nlohmann::ordered_json&)> report{};
};

/// Used on the thread that runs the io_context.
class Service {
  public:
    /// All references outlive it.
    Service(boost::asio::io_context& io, StateFile& file, State& state,
            const schema::Schema& schema, crypto::Random& random, ServiceOptions options);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Connects, if a server is set. Without a call only what needs no server is answered.
    void connect();
    /// Whether the policy lets a verb come over the socket. Errors: not_permitted.
    Result<void> may_run(std::string_view verb) const;
    /// Queues it; `done` is called once, not from within this call.
    void submit(Command command, Done done);
    /// Ends the connection in order; what waits is answered with `closed`.
    void stop();

    bool is_idle() const { return queue_.empty() && !current_; }

  private:
    struct Offline {
        Error reason{.code = Errc::offline, .detail = "not connected"};
    };
    struct Connecting {};
    struct Greeting {  // the WebSocket stands; CHALLENGE, HELLO, WELCOME
        scope_log::TlsKeyHash server{};
    };
    struct Live {};
    using Session = std::variant<Offline, Connecting, Greeting, Live>;

    /// A command, a device's request, or something left over from before.
    struct Job {
        std::variant<Command, wire::EnrolRequest, Plan> what;
        Done done{};
        unsigned attempts = 0;  // that met a log which a device had moved on
    };
    struct Current {
        Plan plan{};
        std::size_t message = 0;  // the one that awaits its answer
        Done done{};
        std::optional<Job> again{};           // the command, for when somebody else was first
        std::vector<wire::LogEntryAt> log{};  // what a LOG_GET has brought so far
    };

    void on_up(const scope_log::TlsKeyHash& server);
    void on_frame(ByteView frame);
    void on_down(Error reason);
    void on_message(const wire::Challenge& challenge);
    void on_message(const wire::Welcome& welcome);
    void on_message(const wire::ResultOf& result);
    void on_message(const wire::LogEntries& entries);
    void on_message(const wire::DeviceStates& states);
    void on_message(const wire::Inventory& inventory);
    void on_message(const wire::EnrolRequest& request);
    void on_message(const wire::ErrorMessage& error);
    void on_message(const wire::Bye& bye);
    template <class Other>
    void on_message(const Other&) {}

    void pump_soon();
    void pump();
    void start(Job job);
    Plan enrolment(const wire::EnrolRequest& request);
    Result<Plan> prepare(const Command& command);
    void start_plan(Plan plan, Done done, std::optional<Job> again = {});
    /// And waits for the answer.
    void send(const wire::Message& message);
    bool ask_for_the_rest(const wire::LogEntries& part);
    void send_current();
    void advance_current();
    void advance_survey(const Result<void>& taken);
    void finish_current(Outcome outcome, nlohmann::ordered_json result);
    void refuse_current(const Error& error);
    void answer_enrolment_with(const Plan& plan, Errc code);
    Result<void> save();
    void report(nlohmann::ordered_json event);
    void reconnect_later();
    void look_for_ends();
    void end_access(ScopeId scope, Instant at);

    boost::asio::io_context& io_;
    StateFile& file_;
    State& state_;
    crypto::Random& random_;
    ServiceOptions options_;
    Keyholder keyholder_;
    Session session_ = Offline{};
    std::optional<link::Link> link_;
    std::deque<Job> queue_;
    std::optional<Current> current_;
    bool is_dirty_ =
        false;  // the file lacks an answer of the server, which `recover` could ask again
    bool is_pump_queued_ = false;
    std::uint32_t failed_attempts_ = 0;
    /// The server's by its clock at the last greeting, if ours is ahead: nobody loses access early.
    std::chrono::milliseconds ahead_of_server_{0};
    std::set<ScopeId> ends_refused_{};  // told once
    boost::asio::steady_timer ends_timer_;
    boost::asio::steady_timer answer_timer_;
    boost::asio::steady_timer reconnect_timer_;
};

}  // namespace sanderling::keyholder
