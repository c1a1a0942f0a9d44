// A client process that writes and synchronises until it is killed, and is started again: for the
// tests that kill (kill_test.cpp, chaos_test.cpp). The program is kill_client.cpp.
#pragma once

#include "tests/integration/end_to_end/phone.hpp"

#include <map>

namespace sanderling::tests {

struct WriterOptions {
    std::string name{};                 // begins each of its log entries
    std::vector<RecordId> shared{};     // records that several writers append to
    std::string server{};               // HOST:PORT; empty: the address of the enrolment
    std::chrono::milliseconds pause{};  // after each write
};

/// The writer owns the phone's replica from here on; its phone stays closed until the last kill.
class KilledWriter {
  public:
    KilledWriter(Phone& phone, ScopeId scope, WriterOptions options);

    /// Throws std::runtime_error, with what the process said, when it does not begin to write.
    void start();
    /// SIGKILL. Throws std::runtime_error when the process had ended before, by itself.
    void kill();
    /// Until it has written something since now. False when it has not, or is not running.
    bool moves_on();

    /// What `write` has returned for, in all runs, in order.
    std::vector<std::string> returned() const;
    int runs() const { return run_; }
    Phone& phone() { return phone_; }
    /// For a failure: how far it is, whether it runs, and what it said on standard error.
    std::string report() const;

  private:
    std::filesystem::path journal() const { return phone_.folder().string() + ".journal"; }
    std::filesystem::path error_log() const { return phone_.folder().string() + ".errors"; }

    Phone& phone_;
    ScopeId scope_;
    WriterOptions options_;
    std::optional<Process> process_{};
    int run_ = 0;
};

/// How often each log entry is on a phone.
std::map<std::string, int> entries_on(Phone& phone);

/// At its end, if the test has failed or an exception passes, prints what the server and each
/// writer said last, and how busy the machine is.
class ReportOnFailure {
  public:
    ReportOnFailure(OrganisationFixture& organisation, std::vector<KilledWriter*> writers);
    ~ReportOnFailure();
    ReportOnFailure(const ReportOnFailure&) = delete;
    ReportOnFailure& operator=(const ReportOnFailure&) = delete;

  private:
    OrganisationFixture& organisation_;
    std::vector<KilledWriter*> writers_;
};

}  // namespace sanderling::tests
