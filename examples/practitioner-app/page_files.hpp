// The page itself: files that the build made, read once at the start; nothing else of the disk is
// ever served.
#pragma once

#include "core/types/error.hpp"
#include "examples/practitioner-app/http.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace sanderling::app {

class PageFiles {
  public:
    PageFiles() = default;
    /// All files below `folder`. Errors: not_found (it was not built), io.
    static Result<PageFiles> read(const std::filesystem::path& folder);

    /// "/" is index.html. Nothing if there is no such file.
    std::optional<Response> find(const std::string& path) const;

  private:
    std::map<std::string, Response> files_{};  // by path, "/assets/index.js"
};

}  // namespace sanderling::app
