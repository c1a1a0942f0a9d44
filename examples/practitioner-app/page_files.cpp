#include "examples/practitioner-app/page_files.hpp"

#include <fstream>
#include <iterator>

namespace sanderling::app {

namespace {

namespace fs = std::filesystem;

std::string type_of(const fs::path& file) {
    static const std::map<std::string, std::string> types{{".html", "text/html; charset=utf-8"},
                                                          {".js", "text/javascript; charset=utf-8"},
                                                          {".css", "text/css; charset=utf-8"},
                                                          {".json", "application/json"},
                                                          {".svg", "image/svg+xml"},
                                                          {".png", "image/png"}};
    const auto found = types.find(file.extension().string());
    return found != types.end() ? found->second : "application/octet-stream";
}

}  // namespace

Result<PageFiles> PageFiles::read(const fs::path& folder) {
    PageFiles page;
    std::error_code problem;
    fs::recursive_directory_iterator files(folder, problem);
    if (problem) return fail(Errc::not_found, folder.string() + ": the page was not built");
    for (const fs::directory_entry& file : files) {
        if (!file.is_regular_file(problem)) continue;
        std::ifstream in(file.path(), std::ios::binary);
        Response response{.type = type_of(file.path()),
                          .body = {std::istreambuf_iterator<char>(in), {}}};
        if (!in) return fail(Errc::io, file.path().string());
        const std::string path = "/" + file.path().lexically_relative(folder).generic_string();
        page.files_[path] = std::move(response);
    }
    if (!page.files_.contains("/index.html"))
        return fail(Errc::not_found, folder.string() + ": the page was not built");
    return page;
}

std::optional<Response> PageFiles::find(const std::string& path) const {
    const auto found = files_.find(path == "/" ? "/index.html" : path);
    if (found == files_.end()) return std::nullopt;
    return found->second;
}

}  // namespace sanderling::app
