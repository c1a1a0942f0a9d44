// A server that lies: what it sends is withheld, repeated, replaced by what it sent before, or
// changed, message by message (FaultKind::byzantine). Nothing of it may be believed.
#pragma once

#include "core/wire/message.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/trace.hpp"

#include <map>
#include <vector>

namespace sanderling::sim {

class Tamper {
  public:
    Tamper(std::uint64_t seed, Trace& trace) : dice_(seed), trace_(trace) {}

    /// With so many chances in a thousand messages; 0: honest.
    void lie(unsigned per_mille) { per_mille_ = per_mille; }
    /// What arrives in place of this frame.
    std::vector<Bytes> pass(std::size_t device, ByteView frame);
    std::uint64_t lies() const { return lies_; }

  private:
    void change(wire::Data& data);
    void change(wire::Checkpoint& checkpoint);
    void change(wire::Ack& ack);
    void change(wire::Control& control);
    void change(wire::Revoked& revoked);
    Bytes changed(ByteView frame);

    Dice dice_;
    Trace& trace_;
    unsigned per_mille_ = 0;
    std::uint64_t lies_ = 0;
    std::map<std::size_t, std::vector<Bytes>> earlier_{};  // frames of each device's feed
};

}  // namespace sanderling::sim
