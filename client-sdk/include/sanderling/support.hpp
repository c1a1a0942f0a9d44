// What somebody who helps may be given of a device: numbers, states and codes, and nothing of what
// people have written (docs/operations.md, "Support bundles").
#pragma once

#include <string>

#include "sanderling/value.hpp"

namespace sanderling {

class Store;

/// One JSON object: versions, schema (name, version and a hash), the state of scopes and outbox as
/// counts and error codes, sizes, the difference of the clocks, last contacts. Never content,
/// names, keys, addresses, nor words of an error; ids as the first 8 hexadecimal digits of a hash.
/// Works on a device that is locked or revoked, too. Errors: those of a Store's methods.
Result<std::string> support_bundle(Store& store);

}  // namespace sanderling
