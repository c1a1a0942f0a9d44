// The golden vectors (tests/vectors) as seeds.
#pragma once

#include "core/types/bytes.hpp"

#include <string>
#include <vector>

namespace sanderling::fuzz {

/// Every byte string of a file of vectors whose name contains `wanted`, in the order of the file.
/// Throws std::runtime_error when there is none.
std::vector<Bytes> vectors(const std::string& file, const std::string& wanted = {});

/// The bytes of any file below tests/vectors. Throws std::runtime_error.
Bytes vector_file(const std::string& file);

/// The text of a file below the repository. Throws std::runtime_error.
Bytes project_file(const std::string& file);

}  // namespace sanderling::fuzz
