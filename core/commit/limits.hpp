// Bounds on commits, each with its reason. Bytes are checked against them once, where they are
// decoded; beyond that the types are true.
#pragma once

#include <cstddef>

namespace sanderling::commit::limits {

// A transaction of a bulk import in batches of 1,000 fits; a judging server still answers quickly.
inline constexpr std::size_t patches_a_commit = 2000;
// A record with a set of some hundred elements can be written in one patch.
inline constexpr std::size_t paths_a_patch = 1000;
// As many as conflicting devices; beyond it `all_known` says the same.
inline constexpr std::size_t dots_a_path = 256;
// The longest note of practice is 30,000 characters; scans and pictures are blobs, not fields.
inline constexpr std::size_t ciphertext_bytes = 512 * 1024;
// A commit has to fit one frame of 1 MiB with its message around it.
inline constexpr std::size_t commit_bytes = 1000 * 1024;
// What is visible of all patches together: a packed commit has the paths that patches share once,
// so a small one could come to a gigabyte. A bulk import in batches of 1,000 comes to 1 MiB.
inline constexpr std::size_t visible_bytes_a_commit = 16 * 1024 * 1024;
// All its parts travel in one message, because a server judges them together.
inline constexpr std::size_t transaction_bytes = commit_bytes;
// Scopes that one transaction joins: a hundred records of an import, each in a case of its own.
// They are judged together, so they wait for each other.
inline constexpr std::size_t commits_a_transaction = 128;

}  // namespace sanderling::commit::limits
