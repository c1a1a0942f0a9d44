// A damaged write-ahead log (client-sdk/vault/log_scan.hpp). The input is a list of changes to a
// log that is sound: no changed frame is ever served, none before it is lost, and nobody's time is
// wasted.
#include "client-sdk/vault/log_scan.hpp"

#include "tests/fuzz/cursor.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/targets/sealed_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>

namespace sanderling::fuzz {

namespace {

using namespace vault;

constexpr std::uint32_t frames = 6;

struct Bench {
    tests::TemporaryFolder folder{tests::TemporaryFolder::Where::memory};
    FileCiphers ciphers{crypto::Secret<32>{}, DatabaseIdentity{}};
    Bytes sound = sealed_log(ciphers, frames);

    Result<LogScan> scan(ByteView log) const {
        const std::filesystem::path database = folder.path() / "replica.db";
        std::ofstream(database, std::ios::app);
        std::ofstream(database.string() + "-wal", std::ios::binary) << as_text(log);
        return scan_log(database, ciphers);
    }
};

const Bench& bench() {
    static const Bench bench;
    return bench;
}

/// Each change is a place of two bytes and what is xored to it; the first two bytes cut the end.
Bytes changed(ByteView input) {
    Cursor in(input);
    Bytes log = bench().sound;
    log.resize(log.size() - std::min<std::size_t>(in.u16(), log.size()));
    for (int n = 0; !in.at_end() && n < 32; ++n) {
        const std::size_t at = in.u16();
        const std::uint8_t by = in.u8();
        if (at < log.size()) log[at] ^= by;
    }
    return log;
}

/// The place of the first frame that is not as it was; `frames` if all are.
std::uint32_t first_changed(ByteView log) {
    for (std::uint32_t i = 0; i < frames; ++i) {
        const auto at = static_cast<std::size_t>(frame_offset(FrameNumber{i}));
        if (at + frame_bytes > log.size()) return i;
        if (!std::ranges::equal(log.subspan(at, frame_bytes),
                                ByteView(bench().sound).subspan(at, frame_bytes)))
            return i;
    }
    return frames;
}

}  // namespace

std::string_view problem_with(ByteView input) {
    const Bytes log = changed(input);
    const auto scan = bench().scan(log);
    if (!scan) return scan.error().code == Errc::internal ? "an internal error" : "";
    for (const std::uint32_t frame : scan->damaged)
        if (frame >= scan->frames.size()) return "damage beyond the end of the log";
    if (scan->header != LogHeader::sound) return {};
    const bool is_same_header = std::ranges::equal(ByteView(log).first(wal_header_bytes),
                                                   ByteView(bench().sound).first(wal_header_bytes));
    const std::uint32_t whole = first_changed(log);
    if (scan->recovered > whole) return "a changed frame is served";
    if (is_same_header && scan->recovered != whole / 2 * 2)
        return "a transaction before the change is lost";
    if (log == bench().sound && scan->is_damaged()) return "a sound log is called damaged";
    return {};
}

std::vector<Bytes> seeds() {
    return {{0, 0}, {16, 24, 0, 40, 1}, {0, 0, 16, 60, 255}, {0, 0, 0, 3, 1}, {64, 0}};
}

}  // namespace sanderling::fuzz
