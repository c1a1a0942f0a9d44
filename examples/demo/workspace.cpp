#include "examples/demo/workspace.hpp"

#include "core/crypto/random.hpp"
#include "examples/demo/narrator.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace sanderling::demo {

namespace {

[[noreturn]] void give_up(const fs::path& path, int number) {
    throw Failure(path.string() + ": " + std::generic_category().message(number));
}

fs::path new_temporary_folder() {
    std::string name = (fs::temp_directory_path() / "sanderling-demo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) give_up(name, errno);
    return name;
}

}  // namespace

Workspace::Workspace(const fs::path& wanted) {
    std::error_code problem;
    if (wanted.empty()) {
        root_ = new_temporary_folder();
    } else {
        root_ = fs::absolute(wanted).lexically_normal();
        fs::create_directories(root_, problem);
        if (problem) give_up(root_, problem.value());
        if (!fs::is_empty(root_))
            throw Failure(root_.string() + " is not empty: name another folder");
        fs::permissions(root_, fs::perms::owner_all);
    }
    for (const char* part : {"devices", "passphrases", "logs", "papers"})
        fs::create_directory(root_ / part);
}

fs::path Workspace::passphrase(std::string_view name) const {
    return root_ / "passphrases" / name;
}

fs::path Workspace::log(std::string_view name) const {
    return root_ / "logs" / (std::string(name) + ".log");
}

fs::path Workspace::make_passphrase(std::string_view name) const {
    // No letters or digits that are easily taken for others.
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    crypto::SystemRandom random;
    std::string text;
    for (int i = 0; i < 24; ++i) {
        if (i != 0 && i % 4 == 0) text += '-';
        text += letters[random.below(letters.size())];
    }
    fs::path path = passphrase(name);
    write_file(path, text + "\n");
    return path;
}

void Workspace::remove() const {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
}

void write_file(const fs::path& path, std::string_view content) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) give_up(path, errno);
    while (!content.empty()) {
        const ssize_t size = write(file, content.data(), content.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) {
            const int number = errno;
            close(file);
            give_up(path, number);
        }
        content.remove_prefix(static_cast<std::size_t>(size));
    }
    if (close(file) != 0) give_up(path, errno);
}

std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) throw Failure("cannot read " + path.string());
    return content;
}

}  // namespace sanderling::demo
