#include "client-sdk/keyholder/state_file.hpp"

#include "client-sdk/keyholder/command.hpp"

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
    return fail(code, what + " " + path.string() + ": " + std::strerror(number) +
                          (code == Errc::disk_full ? "; make room, and try again" : ""));
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

fs::path lock_path(const fs::path& directory) {
    return directory / "lock";
}

Result<Bytes> read_file(const fs::path& path) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) return io_error("opening", path);
    return Bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Unsealed {
    PassphraseKey key;
    State state;
};

Result<Unsealed> unseal(const fs::path& path, std::string_view passphrase) {
    const auto sealed = read_file(path);
    if (!sealed) return sealed.error();
    const auto at = [&](const Error& error) {
        const bool is_damage = error.code == Errc::corrupt || error.code == Errc::malformed;
        return fail(error.code, path.string() + ": " + error.detail +
                                    (is_damage ? "; `restore` a backup into a new directory" : ""));
    };
    auto key = passphrase_key_of(*sealed, passphrase);
    if (!key) return at(key.error());
    auto plain = keyholder::open(*key, *sealed);
    if (!plain) return at(plain.error());
    auto state = decode_state(*plain);
    sealing::wipe(*plain);
    if (!state) return at(state.error());
    return Unsealed{std::move(*key), std::move(*state)};
}

// What another user of the machine can read, they can try passphrases on for as long as they like.
Result<void> check_privacy(const fs::path& directory) {
    for (const fs::path& path : {directory, state_path(directory)}) {
        struct stat found {};
        if (::stat(path.c_str(), &found) != 0) return io_error("looking at", path);
        if ((found.st_mode & 0077U) != 0)
            return fail(Errc::not_permitted, "other users may read " + path.string() +
                                                 "; run: chmod -R go= " + directory.string());
    }
    return {};
}

Result<int> take_lock(const fs::path& directory) {
    Descriptor fd(::open(lock_path(directory).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, only_mine));
    if (fd.get() < 0) return io_error("opening", lock_path(directory));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(Errc::in_use, "a keyholder is at work in " + directory.string() +
                                          " already; stop it first");
        return io_error("locking", lock_path(directory));
    }
    return fd.release();
}

}  // namespace

fs::path state_path(const fs::path& directory) {
    return directory / "keyholder.state";
}

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
    if (auto is_private = check_privacy(absolute); !is_private) return is_private.error();
    auto found = unseal(state_path(absolute), passphrase);
    if (!found) return found.error();
    state_out = std::move(found->state);
    return StateFile(absolute, guard.release(), std::move(found->key));
}

Result<State> read_state(const fs::path& file, std::string_view passphrase) {
    std::error_code problem;
    if (!fs::exists(file, problem)) return fail(Errc::not_found, "no file " + file.string());
    auto found = unseal(file, passphrase);
    if (!found) return found.error();
    return std::move(found->state);
}

Result<fs::path> write_backup(const fs::path& directory, std::string_view passphrase,
                              const State& state, Cost cost, Instant now, crypto::Random& random) {
    const fs::path absolute = fs::absolute(directory);
    std::error_code problem;
    const bool is_new = fs::create_directories(absolute, problem);
    if (problem) return fail(Errc::io, absolute.string() + ": " + problem.message());
    if (is_new) ::chmod(absolute.c_str(), 0700);
    std::string when = instant_text(now);
    std::erase_if(when, [](char c) { return c == '-' || c == ':'; });
    const fs::path path =
        absolute / ("keyholder-" + to_text(state.org).substr(0, 8) + "-" + when + ".backup");
    if (fs::exists(path, problem)) return fail(Errc::already_exists, path.string());
    auto key = new_passphrase_key(passphrase, cost, random);
    if (!key) return key.error();
    Bytes plain = encode(state);
    auto written = replace_file(path, seal(*key, plain, random), only_mine);
    bool is_sound = false;
    if (written)
        if (const auto back = unseal(path, passphrase)) {
            Bytes again = encode(back->state);
            is_sound = again == plain;
            sealing::wipe(again);
        }
    sealing::wipe(plain);
    if (!written) {
        fs::remove(path.string() + ".new", problem);
        return written.error();
    }
    if (!is_sound)
        return fail(Errc::corrupt, path.string() + " does not read back; write it elsewhere");
    return path;
}

Result<void> StateFile::change_passphrase(std::string_view passphrase, const State& state,
                                          Cost cost, crypto::Random& random) {
    auto key = new_passphrase_key(passphrase, cost, random);
    if (!key) return key.error();
    std::swap(key_, *key);
    auto saved = save(state, random);
    if (!saved) std::swap(key_, *key);
    return saved;
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
