#include "tests/integration/confidential/process_memory.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace sanderling::tests {

namespace {

// Address sanitizer's shadow is one piece of terabytes, and holds no content.
constexpr std::uint64_t piece_bytes_max = std::uint64_t{4} << 30U;

struct Piece {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string line{};
};

// 55d0c8a00000-55d0c8b00000 rw-p 00000000 08:01 123 /usr/bin/program
std::optional<Piece> piece_of(const std::string& line, Memory memory) {
    std::istringstream words(line);
    std::string range;
    std::string rights;
    words >> range >> rights;
    const std::size_t dash = range.find('-');
    if (dash == std::string::npos || rights.size() < 4) return std::nullopt;
    const Piece piece{std::stoull(range.substr(0, dash), nullptr, 16),
                      std::stoull(range.substr(dash + 1), nullptr, 16), line};
    const bool is_program =
        memory == Memory::own && rights[1] != 'w' && line.find(".sqlite") == std::string::npos;
    const bool is_huge = piece.end - piece.begin > piece_bytes_max;
    if (rights[0] != 'r' || is_program || is_huge) return std::nullopt;
    return piece;
}

}  // namespace

std::size_t read_memory(pid_t process, Memory memory,
                        const std::function<void(const std::string& what, ByteView)>& look) {
    const std::string folder = "/proc/" + std::to_string(process);
    std::ifstream maps(folder + "/maps");
    const int opened = ::open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
    if (!maps || opened < 0) throw std::runtime_error("cannot read the memory of " + folder);
    std::size_t total = 0;
    Bytes bytes;
    for (std::string line; std::getline(maps, line);) {
        const auto piece = piece_of(line, memory);
        if (!piece) continue;
        bytes.resize(piece->end - piece->begin);
        // It may have been given back since.
        const ssize_t got =
            ::pread(opened, bytes.data(), bytes.size(), static_cast<off_t>(piece->begin));
        if (got <= 0) continue;
        total += static_cast<std::size_t>(got);
        look(line, ByteView(bytes).first(static_cast<std::size_t>(got)));
    }
    ::close(opened);
    if (total == 0) throw std::runtime_error("nothing of the memory of " + folder + " was read");
    return total;
}

}  // namespace sanderling::tests
