#include "tests/integration/end_to_end/killed_writer.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>

namespace sanderling::tests {

namespace {

std::string joined(const std::vector<RecordId>& ids) {
    std::string out;
    for (const RecordId id : ids) out += (out.empty() ? "" : ",") + to_text(id);
    return out;
}

/// The end of a text, from a line's beginning.
std::string tail(const std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    const std::size_t line = text.find('\n', text.size() - bytes);
    return "…\n" + text.substr(line == std::string::npos ? text.size() - bytes : line + 1);
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

}  // namespace

KilledWriter::KilledWriter(Phone& phone, ScopeId scope, WriterOptions options)
    : phone_(phone), scope_(scope), options_(std::move(options)) {
    phone_.close();
}

void KilledWriter::start() {
    ++run_;
    process_.emplace(must(Process::start(
        {.program = SANDERLING_KILL_CLIENT,
         .arguments = {phone_.folder().string(), to_text(scope_), joined(options_.shared),
                       journal().string(), options_.name + std::to_string(run_), options_.server,
                       std::to_string(options_.pause.count())},
         .error_log = error_log()})));
    const auto line = process_->read_line(patience);
    if (!line || *line != "writing")
        throw std::runtime_error("a client did not start (" +
                                 (line ? *line : line.error().message()) + ")\n" + report());
}

void KilledWriter::kill() {
    process_->send_signal(SIGKILL);
    const ProcessExit exit = must(process_->wait(patience));
    // Had it ended by itself, it would have met an error that a client must not meet.
    if (exit.signal != SIGKILL)
        throw std::runtime_error("a client ended by itself: " + exit.text() + "\n" + report());
}

bool KilledWriter::moves_on() {
    const std::size_t before = returned().size();
    return wait_for([&] { return returned().size() > before || !process_->is_running(); }) &&
           process_->is_running();
}

std::vector<std::string> KilledWriter::returned() const {
    std::vector<std::string> out;
    std::ifstream in(journal());
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::string KilledWriter::report() const {
    const auto written = returned();
    std::string out = "writer " + options_.name + ", run " + std::to_string(run_) + ": ";
    out += process_ && process_->is_running() ? "is running" : "is not running";
    out += ", " + std::to_string(written.size()) + " writes returned";
    if (!written.empty()) out += ", the last one " + written.back();
    return out + "; on standard error, all runs:\n" + tail(content_of(error_log()), 4000);
}

std::map<std::string, int> entries_on(Phone& phone) {
    std::map<std::string, int> out;
    const Rows rows = must(phone.store().query("SELECT notes FROM contact"));
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const auto& entry :
             nlohmann::json::parse(rows.get<std::string>(i, "notes").value_or("[]")))
            ++out[entry.get<std::string>()];
    return out;
}

ReportOnFailure::ReportOnFailure(OrganisationFixture& organisation,
                                 std::vector<KilledWriter*> writers)
    : organisation_(organisation), writers_(std::move(writers)) {}

ReportOnFailure::~ReportOnFailure() {
    if (!::testing::Test::HasFailure() && std::uncaught_exceptions() == 0) return;
    std::cout << (organisation_.is_server_running() ? "a server runs" : "no server runs") << " on "
              << organisation_.address() << ", load " << content_of("/proc/loadavg");
    for (const KilledWriter* writer : writers_) std::cout << writer->report() << "\n";
    std::cout << "the server's log ends with:\n"
              << tail(organisation_.server_log(), 6000) << std::endl;
}

}  // namespace sanderling::tests
