// What the command line of sanderling-keyholder can say (docs/operations.md, "The keyholder").
#pragma once

#include "client-sdk/keyholder/import.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace sanderling::keyholder {

/// Whether an invite is shown as a QR code.
enum class QrCode : std::uint8_t { on_a_terminal, always };

struct Options {
    std::filesystem::path directory{};
    std::filesystem::path passphrase_file{};
    bool as_json = false;
    std::string organisation{};
    std::string server{};
    std::string server_key{};
    std::filesystem::path batch{};
    std::vector<std::filesystem::path> import_files{};
    ImportOptions import{};
    std::vector<std::filesystem::path> backups{};  // directories, a file in each
    std::vector<std::filesystem::path> backup_passphrase_files{};
    std::filesystem::path restored_from{};
    std::filesystem::path new_passphrase_file{};
    std::filesystem::path policy{};
    std::filesystem::path png{};  // where the picture of an invite goes
    QrCode qr_code = QrCode::on_a_terminal;
    nlohmann::ordered_json command = nlohmann::ordered_json::object();
};

/// Every verb with its options; what is parsed goes to `options`, which outlives the parsing.
void add_verbs(CLI::App& app, Options& options);

}  // namespace sanderling::keyholder
