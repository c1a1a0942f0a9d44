#include "tests/integration/practitioner_app/seat.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace sanderling::tests {

using app::Json;
using app::Request;
using app::Response;

HttpText send_http(std::uint16_t port, const std::string& request) {
    const int file = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(file, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect");
    const timeval limit{.tv_sec = 20, .tv_usec = 0};
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (send(file, request.data(), request.size(), 0) < 0) throw std::runtime_error("cannot send");
    std::string text;
    char part[4096];
    for (ssize_t size = 0; (size = recv(file, part, sizeof part, 0)) > 0;)
        text.append(part, static_cast<std::size_t>(size));
    close(file);
    const std::size_t end = text.find("\r\n\r\n");
    HttpText answer{.head = text.substr(0, end)};
    if (end != std::string::npos) answer.body = text.substr(end + 4);
    if (text.size() > 12) answer.status = static_cast<unsigned>(std::stoul(text.substr(9, 3)));
    return answer;
}

Seat::Seat(OrganisationFixture& organisation, PersonId person, const std::string& name,
           app::ApplicationOptions options) {
    {
        Phone phone(organisation, person, name);
        phone.sync();
        options.desk.store = phone.folder();
    }
    options.desk.sync = eager();
    options.on_link = [this](const std::string& link) { link_ = link; };
    application_ = must(app::Application::start(std::move(options)));
}

void Seat::sit_down() {
    session = post("/api/unlock", {{"passphrase", Phone::passphrase}}).at("session");
}

Response Seat::ask(const std::string& method, const std::string& target, const Json& body) {
    Request request{.method = method};
    app::read_target(target, request);
    request.host = "127.0.0.1:" + std::to_string(application_->port());
    request.origin = "http://" + request.host;
    request.fetch_site = "same-origin";
    request.authorization = "Bearer " + session;
    if (method == "POST") {
        request.content_type = "application/json";
        request.body = body.dump();
    }
    return std::get<Response>(application_->handle(request));
}

Json Seat::get(const std::string& target) {
    const Response answer = ask("GET", target);
    if (answer.status != 200) throw std::runtime_error(target + ": " + answer.body);
    return Json::parse(answer.body);
}

Json Seat::post(const std::string& path, const Json& body) {
    const Response answer = ask("POST", path, body);
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return Json::parse(answer.body);
}

void Seat::wait_until_settled() {
    const bool is_settled = wait_for([&] {
        const Json sync = get("/api/sync");
        return sync.at("phase") == "live" && sync.at("unsent") == 0;
    });
    if (!is_settled) throw std::runtime_error("not settled: " + get("/api/sync").dump());
}

}  // namespace sanderling::tests
