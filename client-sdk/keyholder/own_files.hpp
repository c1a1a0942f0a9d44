// What the command line does with the keyholder's own files, without a server: found an
// organisation, back up, restore, change the passphrase (docs/operations.md, "The keyholder").
#pragma once

#include "client-sdk/keyholder/service.hpp"
#include "client-sdk/keyholder/verbs.hpp"

#include <memory>

namespace sanderling::keyholder {

Instant wall_clock();

struct Opened {
    StateFile file;
    std::unique_ptr<State> state;  // at a fixed address
};
Result<Opened> open_state(const Options& options);

// Each says what is to be printed. Errors: those of StateFile, and of a passphrase.
Result<void> init(const Options& options, nlohmann::ordered_json& told_out);
Result<void> set_server(const Options& options, nlohmann::ordered_json& told_out);
/// Takes no lock: the file is replaced whole, so that what is read is one moment of it.
Result<void> back_up(const Options& options, nlohmann::ordered_json& told_out);
Result<void> restore(const Options& options, nlohmann::ordered_json& told_out);
Result<void> change_passphrase(const Options& options, nlohmann::ordered_json& told_out);

}  // namespace sanderling::keyholder
