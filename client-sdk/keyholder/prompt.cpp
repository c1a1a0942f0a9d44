#include "client-sdk/keyholder/prompt.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace sanderling::keyholder {

namespace {

/// Turns the terminal's echo off while it lives.
class Unseen {
  public:
    Unseen() {
        is_set_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (is_set_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Unseen() {
        if (is_set_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

  private:
    termios before_{};
    bool is_set_ = false;
};

Result<std::string> prompt(const char* text) {
    std::string line;
    std::cerr << text << std::flush;
    {
        const Unseen unseen;
        if (!std::getline(std::cin, line)) return fail(Errc::io, "no passphrase was typed");
    }
    std::cerr << "\n";
    if (line.empty()) return fail(Errc::invalid_argument, "the passphrase is empty");
    return line;
}

}  // namespace

Result<std::string> first_line_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line) || line.empty())
        return fail(Errc::io, "no passphrase in " + file.string());
    return line;
}

Result<std::string> new_passphrase(const std::filesystem::path& file) {
    if (!file.empty()) return first_line_of(file);
    if (::isatty(STDIN_FILENO) == 0)
        return fail(Errc::not_found, "no new passphrase: use --new-passphrase-file");
    auto first = prompt("New passphrase: ");
    if (!first) return first;
    auto second = prompt("Once more: ");
    if (!second) return second;
    if (*first != *second) return fail(Errc::invalid_argument, "the two passphrases differ");
    return first;
}

Result<std::string> passphrase(const std::filesystem::path& file, Ask ask) {
    if (!file.empty()) return first_line_of(file);
    if (const char* set = std::getenv(passphrase_variable); set != nullptr && *set != '\0')
        return std::string(set);
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY"); folder != nullptr) {
        const std::filesystem::path credential =
            std::filesystem::path(folder) / passphrase_credential;
        if (std::filesystem::exists(credential)) return first_line_of(credential);
    }
    if (::isatty(STDIN_FILENO) == 0)
        return fail(Errc::not_found, std::string("no passphrase: use --passphrase-file, ") +
                                         passphrase_variable + ", or the systemd credential " +
                                         passphrase_credential);
    auto first = prompt("Passphrase: ");
    if (!first || ask == Ask::once) return first;
    auto second = prompt("Once more: ");
    if (!second) return second;
    if (*first != *second) return fail(Errc::invalid_argument, "the two passphrases differ");
    return first;
}

}  // namespace sanderling::keyholder
