// HTTP/1.1 on loopback for the page of this application, and for nobody else.
#pragma once

#include "core/types/error.hpp"
#include "examples/practitioner-app/http.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace sanderling::app {

struct HttpLimits {
    std::size_t connections = 64;
    std::uint64_t body_bytes = 512U << 10U;  // a note is 100,000 characters at most
};

/// Answers on threads of its own, several at a time. Nothing throws.
class HttpServer {
  public:
    using Handler = std::function<Answer(const Request&)>;

    /// Listens on 127.0.0.1; port 0: any that is free. Errors: io (the port is taken).
    static Result<std::unique_ptr<HttpServer>> listen(std::uint16_t port,
                                                      const HttpLimits& limits = {});
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::uint16_t port() const;
    /// Begins to accept; once. The handler is called from several threads, and must not throw.
    void serve(Handler handler);
    /// No answer begins after this, and none is under way.
    void stop();

  private:
    struct State;
    explicit HttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sanderling::app
