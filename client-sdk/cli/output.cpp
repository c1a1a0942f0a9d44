#include "client-sdk/cli/output.hpp"

#include <unistd.h>

namespace sanderling::cli {

namespace {

void write_line(std::FILE* to, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), to);
    if (text.empty() || text.back() != '\n') std::fputc('\n', to);
    std::fflush(to);  // whoever follows the output sees it now
}

// Bytes that are not UTF-8 become the replacement character: a line is always JSON.
std::string dump(const Json& object) {
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void Output::write(std::FILE* to, std::string_view text) {
    clear_bar();
    const std::lock_guard lock(*mutex_);
    write_line(to, text);
}

void Output::result(const Json& object, std::string_view words) {
    write(stdout, is_json() ? dump(object) : std::string(words));
}

void Output::object(const Json& object) {
    if (is_json()) write(stdout, dump(object));
}

void Output::words(std::string_view text) {
    if (!is_json()) write(stdout, text);
}

void Output::note(std::string_view text) {
    if (!is_json()) write(stderr, text);
}

void Output::error(const Error& error) {
    if (is_json()) return write(stderr, dump(to_json(error)));
    // Of these two the detail is a sentence of its own.
    const bool is_told_by_detail =
        error.code == Errc::invalid_argument || error.code == Errc::not_found;
    const std::string known(traits(error.code).text);
    if (error.detail.empty()) return write(stderr, "sanderling: " + known);
    write(stderr, "sanderling: " + (is_told_by_detail ? "" : known + ": ") + error.detail);
}

void Output::bar(std::string_view text) {
    if (is_json() || isatty(STDERR_FILENO) == 0) return;
    const std::lock_guard lock(*mutex_);
    const std::size_t blanks = bar_columns_ > text.size() ? bar_columns_ - text.size() : 0;
    const std::string line = "\r" + std::string(text) + std::string(blanks, ' ');
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    bar_columns_ = text.size();
}

void Output::clear_bar() {
    const std::lock_guard lock(*mutex_);
    if (bar_columns_ == 0) return;
    const std::string line = "\r" + std::string(bar_columns_, ' ') + "\r";
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    bar_columns_ = 0;
}

Json to_json(const Error& error) {
    const ErrcTraits known = traits(error.code);
    return {{"type", "error"},
            {"code", known.name},
            {"message", known.text},
            {"detail", error.detail},
            {"retry", known.retry}};
}

}  // namespace sanderling::cli
