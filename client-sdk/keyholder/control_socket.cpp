#include "client-sdk/keyholder/control_socket.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <sys/stat.h>

namespace sanderling::keyholder {

namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Local = asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t line_bytes_max = 64 * 1024;

std::string take_line(std::string& buffer, std::size_t size) {
    std::string line = buffer.substr(0, size - 1);
    buffer.erase(0, size);
    return line;
}

/// One connection: a line is read when the one before has been answered.
class Conversation : public std::enable_shared_from_this<Conversation> {
  public:
    Conversation(Local::socket socket, Service& service)
        : socket_(std::move(socket)), service_(service) {}

    void read() {
        asio::async_read_until(socket_, asio::dynamic_buffer(buffer_, line_bytes_max), '\n',
                               [self = shared_from_this()](error_code problem, std::size_t size) {
                                   if (!problem) self->answer(take_line(self->buffer_, size));
                               });
    }

  private:
    void answer(const std::string& line) {
        auto command = parse_command_line(line);
        if (!command) return write(to_json(command.error()));
        const auto verb = nlohmann::json::parse(line).value("verb", "");
        if (auto allowed = service_.may_run(verb); !allowed) return write(to_json(allowed.error()));
        service_.submit(
            std::move(*command),
            [self = shared_from_this()](nlohmann::ordered_json result) { self->write(result); });
    }

    void write(const nlohmann::ordered_json& result) {
        answer_ = result.dump() + "\n";
        asio::async_write(socket_, asio::buffer(answer_),
                          [self = shared_from_this()](error_code problem, std::size_t) {
                              if (!problem) self->read();
                          });
    }

    Local::socket socket_;
    Service& service_;
    std::string buffer_;
    std::string answer_;
};

}  // namespace

fs::path socket_path(const fs::path& directory) {
    return fs::absolute(directory) / "keyholder.sock";
}

class ControlSocket::Listener : public std::enable_shared_from_this<Listener> {
  public:
    Listener(asio::io_context& io, fs::path path, Service& service)
        : acceptor_(io), path_(std::move(path)), service_(service) {}

    Result<void> open() {
        if (path_.string().size() >= sizeof(sockaddr_un::sun_path))
            return fail(Errc::io, "the path of the socket is too long: " + path_.string());
        error_code problem;
        fs::remove(path_);  // the lock is ours, so nobody listens there
        acceptor_.open(Local(), problem);
        const mode_t before = ::umask(0177);
        if (!problem) acceptor_.bind(Local::endpoint(path_.string()), problem);
        ::umask(before);
        if (!problem) acceptor_.listen(asio::socket_base::max_listen_connections, problem);
        if (problem) return fail(Errc::io, path_.string() + ": " + problem.message());
        return {};
    }

    void accept() {
        acceptor_.async_accept([self = shared_from_this()](error_code problem, Local::socket peer) {
            if (problem == asio::error::operation_aborted) return;
            if (!problem) std::make_shared<Conversation>(std::move(peer), self->service_)->read();
            if (self->acceptor_.is_open()) self->accept();
        });
    }

    void stop() {
        error_code ignored;
        if (!acceptor_.is_open()) return;
        acceptor_.close(ignored);
        std::error_code gone;
        fs::remove(path_, gone);
    }

  private:
    Local::acceptor acceptor_;
    fs::path path_;
    Service& service_;
};

ControlSocket::ControlSocket(std::shared_ptr<Listener> listener) : listener_(std::move(listener)) {}
ControlSocket::ControlSocket(ControlSocket&&) noexcept = default;
ControlSocket::~ControlSocket() {
    if (listener_) listener_->stop();
}
void ControlSocket::stop() {
    listener_->stop();
}

Result<ControlSocket> ControlSocket::listen(asio::io_context& io, const fs::path& directory,
                                            Service& service) {
    auto listener = std::make_shared<Listener>(io, socket_path(directory), service);
    if (auto opened = listener->open(); !opened) return opened.error();
    listener->accept();
    return ControlSocket(std::move(listener));
}

Result<void> ask_running(const fs::path& directory, const std::vector<std::string>& lines,
                         const std::function<void(const nlohmann::ordered_json&)>& on_result) {
    asio::io_context io;
    Local::socket socket(io);
    error_code problem;
    socket.connect(Local::endpoint(socket_path(directory).string()), problem);
    if (problem)
        return fail(Errc::offline,
                    "no keyholder listens in " + directory.string() + ": " + problem.message());
    std::string buffer;
    for (const std::string& line : lines) {
        asio::write(socket, asio::buffer(line + "\n"), problem);
        std::size_t size = 0;
        if (!problem) size = asio::read_until(socket, asio::dynamic_buffer(buffer), '\n', problem);
        if (problem) return fail(Errc::closed, "the running keyholder ended: " + problem.message());
        on_result(nlohmann::ordered_json::parse(take_line(buffer, size)));
    }
    return {};
}

}  // namespace sanderling::keyholder
