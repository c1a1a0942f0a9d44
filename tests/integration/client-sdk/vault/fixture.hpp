// Folders, keys and workloads that the vault's integration tests share.
#pragma once

#include "client-sdk/vault/vault.hpp"
#include "core/crypto/hash.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace sanderling::vault::testing {

inline constexpr std::string_view canary = "The kingfisher nests under the third arch";

/// Test keys are derived, never stored: BLAKE2b of a name.
inline RawKey raw_key(std::string_view name) {
    const crypto::Hash hash = crypto::hash(crypto::HashType::key_id, as_bytes(name));
    return {crypto::Secret<32>(std::span<const std::uint8_t, 32>(hash.bytes))};
}

class Folder {
  public:
    Folder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "sanderling-vault-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  private:
    std::filesystem::path path_{};
};

inline const VaultOptions quick{.kdf = KdfCost::least(),
                                .core_dumps = CoreDumps::leave_as_they_are};

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void spill(const std::filesystem::path& path, std::string_view content) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
}

/// No file of the folder holds the canary or a statement of the schema.
inline void expect_no_canary(const std::filesystem::path& folder) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const std::string bytes = slurp(entry.path());
        EXPECT_EQ(bytes.find("kingfisher"), std::string::npos) << entry.path();
        EXPECT_EQ(bytes.find("CREATE TABLE"), std::string::npos) << entry.path();
    }
}

inline void make_table(Database& database) {
    database.execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, text TEXT)");
}

inline void add_note(Database& database, std::int64_t id, std::string_view text) {
    Statement insert = database.prepare("INSERT INTO note VALUES(?1, ?2)");
    insert.bind_int(1, id).bind_text(2, text).run();
}

inline std::string long_note(std::int64_t id) {
    std::string text = std::to_string(id) + ' ' + std::string(canary);
    while (text.size() < 300) text += " and was seen again";
    return text;
}

}  // namespace sanderling::vault::testing
