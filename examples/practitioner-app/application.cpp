#include "examples/practitioner-app/application.hpp"

namespace sanderling::app {

Result<std::unique_ptr<Application>> Application::start(ApplicationOptions options) {
    PageFiles page;
    if (!options.page.empty()) {
        auto read = PageFiles::read(options.page);
        if (!read) return read.error();
        page = std::move(*read);
    }
    People people;
    if (!options.people.empty()) {
        auto read = People::read(options.people);
        if (!read) return read.error();
        people = std::move(*read);
    }
    auto server = HttpServer::listen(options.port);
    if (!server) return server.error();
    std::unique_ptr<Application> application(new Application(std::move(options), std::move(*server),
                                                             std::move(page), std::move(people)));
    return application;
}

Application::Application(ApplicationOptions options, std::unique_ptr<HttpServer> server,
                         PageFiles page, People people)
    : options_(std::move(options)),
      page_(std::move(page)),
      people_(std::move(people)),
      looks_(options_.looks),
      gate_(random_, server->port()),
      desk_(changes_, options_.desk),
      api_({.gate = gate_,
            .desk = desk_,
            .changes = changes_,
            .people = people_,
            .page = page_,
            .looks = looks_,
            .link_wanted =
                [this] {
                    if (options_.on_link) options_.on_link(gate_.new_link());
                }}),
      server_(std::move(server)) {
    server_->serve([this](const Request& request) { return api_.handle(request); });
    if (options_.on_link) options_.on_link(gate_.new_link());
}

Application::~Application() {
    changes_.close();
    server_->stop();
}

void Application::tend() {
    if (desk_.lock_if_idle()) gate_.end_sessions();
    if (const auto use = desk_.use()) use->due().turn();
}

}  // namespace sanderling::app
