// sanderling-pictures FOLDER: writes the sample pictures as SVG files. With --saying TEXT, every
// text of a person in them is TEXT. With --check it writes nothing and names what is not as in
// FOLDER. Exit codes: 0 done, 1 something is stale or cannot be written, 2 usage.
#include "examples/pictures/samples.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace {

namespace fs = std::filesystem;
using sanderling::examples::Sample;

int check(const fs::path& path, const std::string& wanted) {
    std::ifstream in(path, std::ios::binary);
    const std::string found{std::istreambuf_iterator<char>(in), {}};
    if (found == wanted) return 0;
    std::cerr << path.filename().string() << " is stale; run sanderling-pictures again\n";
    return 1;
}

int write(const fs::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return 0;
    std::cerr << path.string() << ": cannot be written\n";
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    using sanderling::practice::pictures::Language;
    CLI::App app("Writes the sample pictures of the practice layer", "sanderling-pictures");
    std::string folder;
    std::optional<std::string> saying;
    bool is_check = false;
    app.add_option("folder", folder, "Where the pictures go")->required();
    app.add_option("--saying", saying, "What people say in them");
    app.add_flag("--check", is_check, "Only say which are stale");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    std::vector<Sample> all;
    if (saying) {
        all = sanderling::examples::samples_saying(*saying);
    } else {
        all = sanderling::examples::samples(Language::english);
        for (Sample& sample : sanderling::examples::samples(Language::welsh))
            all.push_back(std::move(sample));
    }
    int status = 0;
    for (const Sample& sample : all) {
        const fs::path path = fs::path(folder) / (sample.name + ".svg");
        status |= is_check ? check(path, sample.picture.svg) : write(path, sample.picture.svg);
    }
    return status;
}
