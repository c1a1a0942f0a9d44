#include "client-sdk/cli/passphrase.hpp"

#include "core/sealing/box.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace sanderling::cli {

namespace {

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

/// Zeroed when it goes.
struct Line {
    std::string text{};
    Line() { text.reserve(1024); }  // so that growing leaves no copies behind
    Line(Line&&) = default;
    Line& operator=(Line&&) = default;
    ~Line() { sealing::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }
};

Line read_line(std::FILE* from) {
    Line line;
    int c = std::fgetc(from);
    for (; c != EOF && c != '\n'; c = std::fgetc(from)) line.text.push_back(static_cast<char>(c));
    if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
    return line;
}

Result<Passphrase> passphrase_of(const Line& line) {
    if (line.text.empty()) return fail(Errc::invalid_argument, "the passphrase is empty");
    return Passphrase(line.text);
}

Result<Passphrase> from_file(const char* path) {
    const File file(std::fopen(path, "re"));
    if (!file) return fail(Errc::not_found, "no passphrase file " + std::string(path));
    std::setvbuf(file.get(), nullptr, _IONBF, 0);  // no copy in a buffer
    return passphrase_of(read_line(file.get()));
}

/// The terminal with its echo off.
class Quiet {
  public:
    explicit Quiet(int fd) : fd_(fd) {
        tcgetattr(fd_, &before_);
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(fd_, TCSAFLUSH, &quiet);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    ~Quiet() { tcsetattr(fd_, TCSAFLUSH, &before_); }

  private:
    int fd_;
    termios before_{};
};

Line ask(std::FILE* terminal, const char* question) {
    std::fputs(question, terminal);
    std::fflush(terminal);
    const Quiet quiet(fileno(terminal));
    Line line = read_line(terminal);
    std::fputc('\n', terminal);
    return line;
}

const char* question_of(Asking asking) {
    switch (asking) {
        case Asking::twice:
            return "New passphrase: ";
        case Asking::recovery_code:
            return "Recovery code: ";
        default:
            return "Passphrase: ";
    }
}

Result<Passphrase> from_terminal(Asking asking) {
    const File terminal(std::fopen("/dev/tty", "r+e"));
    if (!terminal)
        return fail(Errc::invalid_argument,
                    "no terminal to ask for the passphrase: give --passphrase-file or "
                    "SANDERLING_PASSPHRASE_FILE");
    std::setvbuf(terminal.get(), nullptr, _IONBF, 0);
    const Line first = ask(terminal.get(), question_of(asking));
    if (asking == Asking::twice && ask(terminal.get(), "Once more: ").text != first.text)
        return fail(Errc::invalid_argument, "the two passphrases differ");
    return passphrase_of(first);
}

/// The names of the two variables of the environment.
struct Named {
    const char* file;
    const char* text;
};

Result<Passphrase> read(const std::string& file, const Named& named, Asking asking) {
    if (!file.empty()) return from_file(file.c_str());
    const char* named_file = std::getenv(named.file);
    if (named_file != nullptr && *named_file != '\0') return from_file(named_file);
    const char* given = std::getenv(named.text);
    if (given != nullptr && *given != '\0') return Passphrase(given);
    return from_terminal(asking);
}

}  // namespace

Result<Passphrase> read_passphrase(const std::string& file, Asking asking) {
    return read(file, {"SANDERLING_PASSPHRASE_FILE", "SANDERLING_PASSPHRASE"}, asking);
}

Result<Passphrase> read_new_passphrase(const std::string& file) {
    return read(file, {"SANDERLING_NEW_PASSPHRASE_FILE", "SANDERLING_NEW_PASSPHRASE"},
                Asking::twice);
}

}  // namespace sanderling::cli
