// A server that lies by keeping two histories: a copy of its store serves some of the devices, and
// each history is right within itself. Then devices come from the one to the other, commits are
// passed on as if they had been made here, and members are added by nobody who may
// (FaultKind::fork; docs/simulator.md).
#pragma once

#include "tests/sim/auditor.hpp"

#include <set>

namespace sanderling::sim {

class SplitView {
  public:
    struct Parts {
        const schema::Schema& schema;
        Server& server;
        Auditor& auditor;
        Keyholder& keyholder;
        Network& network;
        Trace& trace;
        Ledger& ledger;
        Findings& findings;
        std::vector<Place>& places;
        std::vector<std::unique_ptr<Device>>& devices;
    };
    /// Null if the server cannot be copied now. It has to have taken a backup just before: what is
    /// not in one stays on the devices.
    static std::unique_ptr<SplitView> begin(const Parts& parts, const Opener& open,
                                            const std::filesystem::path& folder, Dice& dice);

    /// Whether devices come from one history to the other. Then it ends with the fork reported;
    /// otherwise somebody puts the server back before any does.
    bool crosses() const { return crosses_; }
    /// One more thing that such a server does.
    void act(Dice& dice);
    void audit(Dice& dice);
    /// What arrives at a device in place of these frames.
    std::vector<Bytes> pass(std::size_t device, std::vector<Bytes> frames);
    /// After a device has applied or refused a checkpoint.
    void check(Device& device, const wire::ScopeCheckpoint& checkpoint,
               const sync::client::CheckpointApplied& applied);
    bool has(const Written& written);

    /// Every device comes to the one server from now on.
    void bring_together();
    /// After they had the time for it: each says what is wrong.
    void check_reports();
    /// Everything ever written is on its device or in one of the two logs.
    void check_nothing_lost();
    /// Whether the one server's log is as honest devices made it.
    bool is_log_whole() const { return !has_forged_; }
    void end();

    /// The latest that the other server's clock showed while it judged.
    Instant latest_time() const { return twin_->latest_time(); }

    std::uint64_t forgeries() const { return forgeries_; }
    std::uint64_t refusals() const { return refusals_; }

  private:
    SplitView(const Parts& parts, const Opener& open, std::unique_ptr<Server> twin, Dice& dice);

    struct Side {
        Server& server;
        Auditor& auditor;
        Ledger& ledger;
    };
    /// A commit whose base is in the one history only, and what goes before it.
    struct Foreign {
        const Written* commit = nullptr;
        std::vector<const Written*> before{};
    };
    Side here() { return {at_.server, at_.auditor, at_.ledger}; }
    Side there() { return {*twin_, auditor_, ledger_}; }
    void send(std::size_t device, bool to_twin);
    void learn_of_new();
    std::vector<Foreign> foreign(const Side& from, const Side& to);
    void pass_on(const Side& from, const Side& to, Dice& dice);
    bool deliver(const Side& from, const Side& to, const Written& written);
    std::optional<std::vector<Bytes>> with_ghost(const Bytes& frame);

    Parts at_;
    std::unique_ptr<Server> twin_;
    Ledger ledger_;
    Auditor auditor_;
    Dice dice_;
    std::map<ScopeId, std::uint64_t> common_{};  // seq up to which both are the same
    std::set<std::size_t> astray_{};             // devices that come to the twin
    std::set<std::size_t> ghosts_for_{};         // devices that are to be shown a forged entry
    std::set<ScopeId> passed_on_{};
    std::size_t learned_ = 0;
    std::uint64_t forgeries_ = 0;
    std::uint64_t refusals_ = 0;
    bool crosses_ = false;
    bool has_forged_ = false;  // in the one server's log
};

}  // namespace sanderling::sim
