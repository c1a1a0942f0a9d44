#include "client-sdk/keyholder/own_files.hpp"

#include "client-sdk/keyholder/prompt.hpp"
#include "client-sdk/link/address.hpp"

namespace sanderling::keyholder {

namespace {

using nlohmann::ordered_json;

/// A passphrase, gone when it has been used.
class Phrase {
  public:
    explicit Phrase(std::string text) : text_(std::move(text)) {}
    ~Phrase() { sealing::wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()}); }
    Phrase(const Phrase&) = delete;
    Phrase& operator=(const Phrase&) = delete;
    std::string_view view() const { return text_; }

  private:
    std::string text_;
};

}  // namespace

Instant wall_clock() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Result<Opened> open_state(const Options& options) {
    auto given = passphrase(options.passphrase_file, Ask::once);
    if (!given) return given.error();
    const Phrase phrase(std::move(*given));
    auto state = std::make_unique<State>();
    auto file = StateFile::open(options.directory, phrase.view(), *state);
    if (!file) return file.error();
    return Opened{std::move(*file), std::move(state)};
}

Result<void> init(const Options& options, ordered_json& told_out) {
    auto given = passphrase(options.passphrase_file, Ask::twice);
    if (!given) return given.error();
    const Phrase phrase(std::move(*given));
    crypto::SystemRandom random;
    const State state = found_organisation(options.organisation, wall_clock(), random);
    auto file = StateFile::create(options.directory, phrase.view(), state, Cost{}, random);
    if (!file) return file.error();
    told_out = {{"ok", true},
                {"directory", file->directory().string()},
                {"organisation", to_text(state.org)},
                {"public", (file->directory() / "organisation.json").string()}};
    return {};
}

Result<void> set_server(const Options& options, ordered_json& told_out) {
    const auto address = link::parse_server(options.server);
    if (!address) return address.error();
    Server server{address->host, address->port, {}};
    if (!from_hex(options.server_key, server.key.bytes))
        return fail(Errc::invalid_argument,
                    "the server's key has 64 hexadecimal digits; `sanderlingd init` prints it");
    auto opened = open_state(options);
    if (!opened) return opened.error();
    opened->state->server = server;
    crypto::SystemRandom random;
    if (auto saved = opened->file.save(*opened->state, random); !saved) return saved.error();
    told_out = {{"ok", true}, {"server", link::to_text(*address)}};
    return {};
}

Result<void> back_up(const Options& options, ordered_json& told_out) {
    if (options.backup_passphrase_files.size() > options.backups.size())
        return fail(Errc::invalid_argument, "more passphrases than directories to back up to");
    auto given = passphrase(options.passphrase_file, Ask::once);
    if (!given) return given.error();
    const Phrase own(std::move(*given));
    const auto state = read_state(state_path(options.directory), own.view());
    if (!state) return state.error();
    crypto::SystemRandom random;
    const Instant now = wall_clock();
    auto files = ordered_json::array();
    for (std::size_t i = 0; i < options.backups.size(); ++i) {
        std::string text(own.view());
        if (i < options.backup_passphrase_files.size()) {
            auto other = first_line_of(options.backup_passphrase_files[i]);
            if (!other) return other.error();
            text = std::move(*other);
        }
        const Phrase phrase(std::move(text));
        const auto file =
            write_backup(options.backups[i], phrase.view(), *state, Cost{}, now, random);
        if (!file) return file.error();
        files.push_back(file->string());
    }
    told_out = {{"ok", true},
                {"backups", std::move(files)},
                {"people", state->people.size()},
                {"scopes_kept", state->scopes.size()}};
    return {};
}

Result<void> restore(const Options& options, ordered_json& told_out) {
    auto given = passphrase(options.passphrase_file, Ask::once);
    if (!given) return given.error();
    const Phrase phrase(std::move(*given));
    auto state = read_state(options.restored_from, phrase.view());
    if (!state) return state.error();
    state->behind_since = wall_clock();
    crypto::SystemRandom random;
    auto file = StateFile::create(options.directory, phrase.view(), *state, Cost{}, random);
    if (!file) return file.error();
    told_out = {{"ok", true},
                {"restored", file->directory().string()},
                {"people", state->people.size()},
                {"scopes_kept", state->scopes.size()}};
    return {};
}

Result<void> change_passphrase(const Options& options, ordered_json& told_out) {
    auto opened = open_state(options);
    if (!opened) return opened.error();
    auto given = new_passphrase(options.new_passphrase_file);
    if (!given) return given.error();
    const Phrase phrase(std::move(*given));
    crypto::SystemRandom random;
    auto changed = opened->file.change_passphrase(phrase.view(), *opened->state, Cost{}, random);
    if (!changed) return changed.error();
    told_out = {{"ok", true}, {"passphrase", "changed"}};
    return {};
}

}  // namespace sanderling::keyholder
