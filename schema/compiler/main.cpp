// sanderling-schemac: compiles a schema, or checks that what was compiled from it is current
// (schema/README.md). Exit codes: 0 done, 1 something is wrong with the schema or stale, 2 usage.
#include "schema/compiler/generate.hpp"
#include "schema/compiler/lock.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace sanderling::schema {
namespace {

namespace fs = std::filesystem;

struct Arguments {
    std::string schema{};
    std::string cpp_out{};
    std::string doc_out{};
    std::string lock{};
    std::string name_space{};
    std::string include_prefix{};
    bool update_lock = false;
};

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

int complain(const std::string& text) {
    std::cerr << text << "\n";
    return 1;
}

int complain(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems) std::cerr << problem.message() << "\n";
    return 1;
}

// What the arguments ask to have on disk, by path.
std::vector<GeneratedFile> outputs(const Arguments& arguments, const Schema& schema) {
    const std::string source = fs::path(arguments.schema).filename().string();
    CppOptions options{.name_space = arguments.name_space,
                       .include_prefix = arguments.include_prefix,
                       .source = source};
    if (options.name_space.empty()) options.name_space = schema.name();
    std::vector<GeneratedFile> files;
    if (!arguments.cpp_out.empty()) {
        for (GeneratedFile& file : generate_cpp(schema, options)) {
            file.name = (fs::path(arguments.cpp_out) / file.name).string();
            files.push_back(std::move(file));
        }
    }
    if (!arguments.doc_out.empty()) {
        files.push_back({arguments.doc_out, generate_dictionary(schema, source)});
    }
    return files;
}

// A file that is current keeps its time, so that nothing is compiled again for it.
int write_file(const GeneratedFile& file) {
    if (read_file(file.name) == file.text) return 0;
    std::error_code ignored;  // the write below says what is wrong
    if (const auto folder = fs::path(file.name).parent_path(); !folder.empty()) {
        fs::create_directories(folder, ignored);
    }
    std::ofstream out(file.name, std::ios::binary | std::ios::trunc);
    out << file.text;
    out.close();
    return out ? 0 : complain(file.name + ": cannot be written");
}

int check_file(const GeneratedFile& file) {
    const auto found = read_file(file.name);
    if (!found) return complain(file.name + ": is missing; compile the schema");
    if (*found != file.text) return complain(file.name + ": is stale; compile the schema again");
    return 0;
}

// With --update-lock the lock to write; without it, additions are an error too.
int apply_lock(const Arguments& arguments, const Loaded& loaded,
               std::vector<GeneratedFile>& files) {
    if (arguments.lock.empty()) return 0;
    const auto text = read_file(arguments.lock);
    if (!text && !arguments.update_lock) {
        return complain(arguments.lock + ": is missing; --update-lock makes it");
    }
    Lock past{.schema = loaded.schema.name()};
    if (text) {
        auto parsed = parse_lock(*text, arguments.lock);
        if (!parsed) return complain(parsed.error().detail);
        past = std::move(*parsed);
    }
    Relocked relocked = relock(past, loaded, arguments.schema);
    if (!relocked.problems.empty()) return complain(relocked.problems);
    if (arguments.update_lock) {
        files.push_back({arguments.lock, to_text(relocked.lock)});
        return 0;
    }
    for (const std::string& change : relocked.changes) {
        std::cerr << arguments.lock << ": " << change << "; --update-lock records it\n";
    }
    return relocked.changes.empty() ? 0 : 1;
}

int run(const Arguments& arguments, int (*perform)(const GeneratedFile&)) {
    const auto text = read_file(arguments.schema);
    if (!text) return complain(arguments.schema + ": cannot be read");
    const Loaded loaded = load_schema_with_problems(*text, arguments.schema);
    if (!loaded.problems.empty()) return complain(loaded.problems);
    std::vector<GeneratedFile> files = outputs(arguments, loaded.schema);
    if (apply_lock(arguments, loaded, files) != 0) return 1;
    int status = 0;
    for (const GeneratedFile& file : files) status |= perform(file);
    return status;
}

void declare_options(CLI::App& command, Arguments& arguments) {
    command.add_option("--schema", arguments.schema, "The schema file")->required();
    command.add_option("--cpp-out", arguments.cpp_out, "Folder for the C++ files");
    command.add_option("--doc-out", arguments.doc_out, "File for the data dictionary");
    command.add_option("--lock", arguments.lock, "Lock file of the numbers ever used");
    command.add_option("--namespace", arguments.name_space, "C++ namespace; default: the schema");
    command.add_option("--include-prefix", arguments.include_prefix,
                       "Before the names of generated headers in includes, with its slash");
}

}  // namespace
}  // namespace sanderling::schema

int main(int argc, char** argv) {
    using namespace sanderling::schema;
    Arguments arguments;
    CLI::App app("Compiles a Sanderling schema", "sanderling-schemac");
    app.require_subcommand(1);
    CLI::App* compile = app.add_subcommand("compile", "Write what is made from the schema");
    CLI::App* check = app.add_subcommand("check", "Say which of it is stale; write nothing");
    declare_options(*compile, arguments);
    declare_options(*check, arguments);
    compile->add_flag("--update-lock", arguments.update_lock, "Record new and retired numbers");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run(arguments, compile->parsed() ? write_file : check_file);
}
