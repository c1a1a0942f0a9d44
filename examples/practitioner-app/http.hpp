// Requests and answers as the application sees them, apart from the library that reads and writes
// them (http_server.hpp).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>

namespace sanderling::app {

class Changes;

struct Request {
    std::string method{};                        // "GET"
    std::string path{};                          // "/api/case", without the query
    std::map<std::string, std::string> query{};  // decoded
    std::string host{};
    std::string origin{};         // empty: none was sent
    std::string fetch_site{};     // Sec-Fetch-Site
    std::string authorization{};  // "Bearer …"
    std::string content_type{};
    std::string body{};

    /// Empty if it is not there.
    std::string parameter(const std::string& name) const {
        const auto found = query.find(name);
        return found != query.end() ? found->second : std::string{};
    }
};

struct Response {
    unsigned status = 200;
    std::string type = "application/json";
    std::string body{};
};

/// Server-sent events: what has changed, until it may not go on.
struct EventStream {
    Changes* changes = nullptr;         // outlives the server
    std::function<bool()> may_go_on{};  // asked before each event; any thread
};

using Answer = std::variant<Response, EventStream>;

/// Target of a request line into path and query.
void read_target(const std::string& target, Request& into);

}  // namespace sanderling::app
