// What is done to a replica as a whole: who may open it, copies, a new key, a check. Nothing of it
// looks at a schema.
#pragma once

#include "client-sdk/vault/check.hpp"
#include "client-sdk/vault/vault.hpp"

#include "sanderling/key.hpp"

namespace sanderling {

class Store;

using vault::CopyOptions;
using vault::CopyProgress;
using vault::CopyReport;
using vault::CopyStep;
using vault::RekeyReport;
using vault::SlotInfo;
using vault::SlotType;
using vault::Vault;
using vault::VaultOptions;

using vault::CheckOptions;
using vault::CheckReport;
using vault::Finding;
using vault::FindingKind;

/// Reads all of a replica that is not open; see vault::check. Errors are its errors.
Result<CheckReport> check_replica(const std::filesystem::path& directory, const Key& key,
                                  CheckOptions options = {});

/// The vault of an open store, to change its keys or to back it up while it is in use. Any thread;
/// must not outlive the store. A replica that is not open has Vault::open, Vault::rekey and
/// check_replica.
Vault& vault_of(Store& store);

}  // namespace sanderling
