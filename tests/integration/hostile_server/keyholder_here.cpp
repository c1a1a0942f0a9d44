#include "tests/integration/hostile_server/keyholder_here.hpp"

#include "tests/integration/end_to_end/phone.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>

namespace sanderling::tests {

namespace {

using nlohmann::ordered_json;

keyholder::StateFile open_copy(OrganisationFixture& org, const std::string& name,
                               keyholder::State& state) {
    const auto copy = org.folder() / ("keyholder of " + name);
    std::filesystem::remove_all(copy);
    // The socket of a keyholder that serves is no file.
    std::filesystem::create_directory(copy);
    for (const auto& file : std::filesystem::directory_iterator(org.keyholder_folder()))
        if (file.is_regular_file())
            std::filesystem::copy_file(file.path(), copy / file.path().filename());
    std::filesystem::permissions(copy, std::filesystem::perms::owner_all);
    return must(keyholder::StateFile::open(copy, "seven sanderlings run along the tide", state));
}

}  // namespace

keyholder::State stolen_keyholder(OrganisationFixture& org, const std::string& name) {
    keyholder::State state;
    static_cast<void>(open_copy(org, name, state));
    return state;
}

KeyholderHere::KeyholderHere(OrganisationFixture& org, const std::string& name, std::uint16_t proxy)
    : org_(org),
      file_([&] {
          org.stop_keyholder();
          return open_copy(org, name, state_);
      }()),
      schema_(probation::schema()) {
    state_.server->port = proxy;
    keyholder::ServiceOptions options;
    options.now = [] {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return Instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
    };
    options.report = [this](const ordered_json& event) { keep(event); };
    service_.emplace(io_, file_, state_, schema_, random_, std::move(options));
    thread_ = std::thread([this] {
        service_->connect();
        const auto work = boost::asio::make_work_guard(io_);
        io_.run();
    });
}

KeyholderHere::~KeyholderHere() {
    boost::asio::post(io_, [this] {
        service_->stop();
        io_.stop();
    });
    thread_.join();
    org_.start_keyholder();
}

void KeyholderHere::submit(keyholder::Command command) {
    boost::asio::post(io_, [this, command = std::move(command)] {
        service_->submit(command, [this](const ordered_json& answer) { keep(answer); });
    });
}

bool KeyholderHere::has_said(const std::function<bool(const ordered_json&)>& is_it) {
    const std::lock_guard lock(mutex_);
    return std::any_of(said_.begin(), said_.end(), is_it);
}

bool KeyholderHere::has_said(const std::string& member, const std::string& value) {
    return has_said([&](const ordered_json& event) { return event.value(member, "") == value; });
}

void KeyholderHere::keep(const ordered_json& event) {
    const std::lock_guard lock(mutex_);
    said_.push_back(event);
}

}  // namespace sanderling::tests
