// Where the program's words go: results to standard output, in words or as one JSON object a line;
// everything else to standard error.
#pragma once

#include "core/types/error.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace sanderling::cli {

/// Members in the order of docs/cli.md.
using Json = nlohmann::ordered_json;

enum class Form : std::uint8_t { words, json };

/// Any thread: lines do not mix.
class Output {
  public:
    explicit Output(Form form) : form_(form) {}

    bool is_json() const { return form_ == Form::json; }

    /// A result: the object, or the words.
    void result(const Json& object, std::string_view words);
    /// In JSON form only, or in words only.
    void object(const Json& object);
    void words(std::string_view text);
    /// To standard error, in words form only.
    void note(std::string_view text);
    /// To standard error in either form.
    void error(const Error& error);

    /// The bar that a person watches; does nothing unless standard error is a terminal.
    void bar(std::string_view text);
    void clear_bar();

  private:
    void write(std::FILE* to, std::string_view text);

    Form form_;
    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();  // guards what is below
    std::size_t bar_columns_ = 0;  // of the bar that stands on the terminal
};

Json to_json(const Error& error);

}  // namespace sanderling::cli
