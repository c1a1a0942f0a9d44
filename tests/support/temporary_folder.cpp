#include "tests/support/temporary_folder.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace sanderling::tests {

TemporaryFolder::TemporaryFolder(Where where) {
    const std::filesystem::path memory = "/dev/shm";
    const bool is_in_memory = where == Where::memory && std::filesystem::is_directory(memory);
    const auto parent = is_in_memory ? memory : std::filesystem::temp_directory_path();
    std::string name = (parent / "sanderling-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace sanderling::tests
