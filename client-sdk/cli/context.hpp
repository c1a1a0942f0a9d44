// What every command has: where its words go, which replica and which schema it works on.
#pragma once

#include "client-sdk/cli/exit_code.hpp"
#include "client-sdk/cli/output.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sanderling/store.hpp"
#include "sanderling/vault.hpp"

namespace sanderling::cli {

/// Options of the program, before or after the command's name.
struct GlobalOptions {
    std::string store{};            // --store or SANDERLING_STORE
    std::string schema_file{};      // --schema; empty: the probation schema
    std::string passphrase_file{};  // --passphrase-file
    bool is_json = false;           // --json
    bool by_recovery_code = false;  // --recovery-code
    std::string state{};            // --state or SANDERLING_STATE; empty: state_folder()
    double wait_seconds = 0;        // --wait: for another process to let go of the replica
};

class Context {
  public:
    /// Errors: those of the schema file.
    static Result<Context> make(const GlobalOptions& options);

    /// Asks for the passphrase where none is given. Errors: those of read_passphrase and
    /// Store::open, invalid_argument (no --store).
    Result<Store> open(OpenMode mode = OpenMode::open_existing);

    /// May be null.
    std::shared_ptr<FreshnessKeeper> keeper() const;

    /// The vault beneath, whatever its schema. Errors: those of Vault::open.
    Result<Vault> open_vault(const Key& key) const;

    /// What opens the replica: asked for once. Errors: those of read_passphrase, invalid_argument
    /// (a mistyped recovery code).
    Result<Key> key() const;
    /// The same, for a replica and another that is made of it.
    Result<std::pair<Key, Key>> key_twice() const;
    /// Errors: invalid_argument (no --store).
    Result<std::filesystem::path> folder() const;

    const Schema& schema() const { return *schema_; }
    /// Errors: not_found.
    Result<const schema::Collection*> collection(std::string_view name) const;

    Output out;

  private:
    template <class Attempt>
    auto waited(Attempt&& attempt) const -> decltype(attempt());

    Context(const GlobalOptions& options, std::shared_ptr<const Schema> schema)
        : out(options.is_json ? Form::json : Form::words),
          options_(options),
          schema_(std::move(schema)) {}

    Result<Passphrase> ask() const;
    Result<Key> key_of(const Passphrase& read) const;
    void tell_of(const OpenReport& report);

    GlobalOptions options_;
    std::shared_ptr<const Schema>
        schema_;  // shared by nobody else; the compiled-in one is not owned
};

std::chrono::milliseconds seconds(double count);

/// Errors: invalid_argument.
Result<RecordId> parse_record(std::string_view text);

/// A scope by its id, the beginning of its id (4 characters or more), or the name of its kind where
/// only one of that kind is here. Errors: not_found, invalid_argument (several fit).
Result<ScopeId> find_scope(const Store& store, std::string_view text);

}  // namespace sanderling::cli
