#include "tests/fuzz/vector_seeds.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sanderling::fuzz {

Bytes project_file(const std::string& file) {
    std::ifstream in(std::string(SANDERLING_PROJECT) + "/" + file, std::ios::binary);
    if (!in) throw std::runtime_error("there is no " + file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    return to_bytes(as_bytes(text));
}

Bytes vector_file(const std::string& file) {
    return project_file("tests/vectors/" + file);
}

std::vector<Bytes> vectors(const std::string& file, const std::string& wanted) {
    const Bytes text = vector_file(file);
    std::vector<Bytes> out;
    const auto object = nlohmann::ordered_json::parse(as_text(text));
    for (const auto& [name, value] : object.items()) {
        if (name.find(wanted) == std::string::npos) continue;
        const auto hex = value.get<std::string>();
        Bytes bytes(hex.size() / 2);
        if (!from_hex(hex, bytes)) throw std::runtime_error(file + ": " + name);
        out.push_back(std::move(bytes));
    }
    if (out.empty()) throw std::runtime_error(file + " has no " + wanted);
    return out;
}

}  // namespace sanderling::fuzz
