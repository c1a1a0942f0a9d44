#include "tests/support/editing_trace.hpp"

#include <nlohmann/json.hpp>
#include <zstd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sanderling::tests {

namespace {

std::string inflated(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string packed{std::istreambuf_iterator<char>(file), {}};
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        throw std::runtime_error(path + " cannot be read");
    std::string out(static_cast<std::size_t>(size), '\0');
    if (ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size()) != out.size())
        throw std::runtime_error(path + " is damaged");
    return out;
}

}  // namespace

EditingTrace read_editing_trace() {
    const auto json = nlohmann::json::parse(inflated(SANDERLING_EDITING_TRACE));
    EditingTrace trace{.edits = {}, .end = json.at("end").get<std::string>()};
    for (const auto& edit : json.at("edits"))
        trace.edits.push_back({edit.at(0).get<std::size_t>(), edit.at(1).get<std::size_t>(),
                               edit.at(2).get<std::string>()});
    return trace;
}

}  // namespace sanderling::tests
