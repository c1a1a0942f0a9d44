// The write-ahead log: SQLite's layout byte for byte, with pages sealed and frame checksums
// permuted. The rule is docs/storage.md §4.
#pragma once

#include "client-sdk/vault/vfs_file.hpp"

#include <array>
#include <optional>

namespace sanderling::vault {

class WalFile final : public VfsFile {
  public:
    WalFile(LowerFile lower, const FileCiphers& ciphers)
        : VfsFile(std::move(lower)), ciphers_(ciphers) {}

    int read(std::uint8_t* out, int bytes, sqlite3_int64 offset) override;
    int write(const std::uint8_t* data, int bytes, sqlite3_int64 offset) override;
    int truncate(sqlite3_int64 size) override;
    int sync(int flags) override;
    int size(sqlite3_int64* out) override;

  private:
    // A torn frame ends SQLite's recovery, so recovery is told zeros. Anywhere else a frame that
    // does not authenticate is damage.
    enum class WholeFrames : std::uint8_t { recovery, rewrite };
    struct KnownHeader {
        FrameNumber frame{};
        FrameHeader clear{};  // its checksum decrypted
    };
    // SQLite writes the header of a frame and then its page; of a frame at the end of the log they
    // go down together. Of any other frame it may write the header alone, to put a checksum right,
    // which is not held back. What else comes first finds the header written.
    struct HeldHeader {
        FrameNumber frame{};
        FrameHeader sealed{};
    };
    // Without powersafe overwrite SQLite pads a commit to the end of the sector by repeating its
    // last frame, and syncs in the middle of a frame. That frame is written whole before the sync,
    // and the rest, when it comes, only compared.
    struct Padding {
        sqlite3_int64 next = 0;  // where the rest will be written
        std::array<std::uint8_t, frame_bytes> clear{};
    };

    // What this handle knows to be synced of the log it last wrote to. Each page says so in its
    // mark, so that a later reader can tell damage from what a crash cut off.
    struct Synced {
        std::array<std::uint8_t, 8> salts{};
        std::uint32_t committed = 0;  // frames up to the last commit written
        std::uint32_t synced = 0;     // of these
    };

    void note_frame(FrameNumber frame, const FrameHeader& header);
    int read_log_header(std::uint8_t* out, int bytes, sqlite3_int64 offset);
    int read_frame(FrameNumber frame, FrameHeader& header, std::uint8_t* page);
    int read_whole(FrameNumber frame, std::uint8_t* out);
    int read_header(FrameNumber frame, FrameHeader& header);
    int write_log_header(const std::uint8_t* data, int bytes, sqlite3_int64 offset);
    bool is_append(FrameNumber frame) const;
    int write_held_header();
    int write_header(FrameNumber frame, const std::uint8_t* data);
    int write_page(FrameNumber frame, const std::uint8_t* plain);
    int begin_padding(FrameNumber frame, int within, const std::uint8_t* data, int bytes);
    int end_padding(const std::uint8_t* data, int bytes);
    int predict_frame(FrameNumber frame, std::array<std::uint8_t, frame_bytes>& clear);

    const FileCiphers& ciphers_;
    NonceSource nonces_{};
    WholeFrames whole_frames_ = WholeFrames::recovery;
    std::optional<KnownHeader> last_header_{};
    std::optional<HeldHeader> held_{};
    std::optional<FrameNumber> last_written_{};  // the highest, since this handle began a log
    std::unique_ptr<Padding> padding_{};
    Synced synced_{};
    std::array<std::uint8_t, frame_bytes> scratch_{};
};

}  // namespace sanderling::vault
