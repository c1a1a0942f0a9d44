#include "client-sdk/keyholder/state_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace sanderling::keyholder {

namespace {

namespace fs = std::filesystem;

constexpr mode_t only_mine = 0600;

Error io_error(const std::string& what, const fs::path& path) {
    const int number = errno;
    const Errc code = number == ENOSPC || number == EDQUOT ? Errc::disk_full : Errc::io;
    return fail(code, what + " " + path.string() + ": " + std::strerror(number));
}

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

  private:
    int fd_;
};

bool write_all(int fd, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return true;
}

Result<void> sync_directory(const fs::path& directory) {
    const Descriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0) return io_error("syncing", directory);
    return {};
}

Result<void> replace_file(const fs::path& path, ByteView bytes, mode_t mode) {
    const fs::path fresh = path.string() + ".new";
    {
        const Descriptor fd(
            ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
        if (fd.get() < 0 || !write_all(fd.get(), bytes) || ::fsync(fd.get()) != 0)
            return io_error("writing", fresh);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return io_error("replacing", path);
    return sync_directory(path.parent_path());
}

fs::path state_path(const fs::path& directory) {
    return directory / "keyholder.state";
}
fs::path lock_path(const fs::path& directory) {
    return directory / "lock";
}

Result<int> take_lock(const fs::path& directory) {
    Descriptor fd(::open(lock_path(directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, only_mine));
    if (fd.get() < 0) return io_error("opening", lock_path(directory));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return fail(Errc::in_use, directory.string());
        return io_error("locking", lock_path(directory));
    }
    return fd.release();
}

}  // namespace

Result<StateFile> StateFile::create(const fs::path& directory, std::string_view passphrase,
                                    const State& state, Cost cost, crypto::Random& random) {
    const fs::path absolute = fs::absolute(directory);
    std::error_code problem;
    fs::create_directories(absolute, problem);
    if (problem) return fail(Errc::io, absolute.string() + ": " + problem.message());
    ::chmod(absolute.c_str(), 0700);
    const auto lock = take_lock(absolute);
    if (!lock) return lock.error();
    Descriptor guard(*lock);
    if (fs::exists(state_path(absolute), problem))
        return fail(Errc::already_exists, "an organisation in " + absolute.string());
    auto key = new_passphrase_key(passphrase, cost, random);
    if (!key) return key.error();
    StateFile file(absolute, guard.release(), std::move(*key));
    if (auto saved = file.save(state, random); !saved) return saved.error();
    if (auto saved =
            replace_file(absolute / "organisation.json", as_bytes(public_description(state)), 0644);
        !saved)
        return saved.error();
    return file;
}

Result<StateFile> StateFile::open(const fs::path& directory, std::string_view passphrase,
                                  State& state_out) {
    const fs::path absolute = fs::absolute(directory);
    std::error_code problem;
    if (!fs::exists(state_path(absolute), problem))
        return fail(Errc::not_found,
                    "no organisation in " + absolute.string() + "; `init` makes one");
    const auto lock = take_lock(absolute);
    if (!lock) return lock.error();
    Descriptor guard(*lock);
    std::ifstream in(state_path(absolute), std::ios::binary);
    if (!in) return io_error("opening", state_path(absolute));
    const Bytes sealed{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    auto key = passphrase_key_of(sealed, passphrase);
    if (!key) return key.error();
    auto plain = keyholder::open(*key, sealed);
    if (!plain) return plain.error();
    auto state = decode_state(*plain);
    sealing::wipe(*plain);
    if (!state) return state.error();
    state_out = std::move(*state);
    return StateFile(absolute, guard.release(), std::move(*key));
}

Result<void> StateFile::save(const State& state, crypto::Random& random) {
    Bytes plain = encode(state);
    const Bytes sealed = seal(key_, plain, random);
    sealing::wipe(plain);
    return replace_file(state_path(directory_), sealed, only_mine);
}

StateFile::StateFile(StateFile&& other) noexcept
    : directory_(std::move(other.directory_)),
      lock_(std::exchange(other.lock_, -1)),
      key_(std::move(other.key_)) {}

StateFile& StateFile::operator=(StateFile&& other) noexcept {
    std::swap(directory_, other.directory_);
    std::swap(lock_, other.lock_);
    std::swap(key_, other.key_);
    return *this;
}

StateFile::~StateFile() {
    if (lock_ >= 0) ::close(lock_);  // which gives the lock back
}

bool is_locked(const fs::path& directory) {
    const Descriptor fd(::open(lock_path(directory).c_str(), O_RDWR | O_CLOEXEC));
    return fd.get() >= 0 && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace sanderling::keyholder
