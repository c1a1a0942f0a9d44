// What people do with their devices, drawn from the schema and weighted like practice: most edits
// are made by one person alone; when a case changes hands or is covered, several write the same.
#pragma once

#include "tests/sim/device.hpp"
#include "tests/sim/habits.hpp"
#include "tests/sim/places.hpp"
#include "tests/sim/values.hpp"

#include <deque>

namespace sanderling::sim {

struct WorkCounts {
    std::uint64_t transactions = 0;
    std::uint64_t refused_here = 0;  // by the device itself: no right, no such record, disk full …
    std::uint64_t forms = 0;
    std::uint64_t resolved = 0;
};

class Workload {
  public:
    Workload(std::vector<Place>& places, Trace& trace, Habits habits)
        : places_(places), trace_(trace), weights_(weights(habits)) {}

    /// What one person does at a time: one thing or several, perhaps nothing.
    void act(Device& device, Dice& dice);
    /// One transaction over several scopes, this one among them.
    void edit_several(Device& device, Place& first, Dice& dice);
    const WorkCounts& counts() const { return counts_; }

  private:
    void act_once(Device& device, Dice& dice);
    void insert(Device& device, Place& place, Dice& dice);
    void edit(Device& device, Place& place, Dice& dice);
    /// A set, a log, a counter, an ordered list or a text.
    void edit_part(Device& device, Place& place, Dice& dice);
    void edit_order(Device& device, const KnownRecord& known, const schema::Field& field,
                    Dice& dice);
    void edit_text(Device& device, const KnownRecord& known, const schema::Field& field,
                   Dice& dice);
    void open_form(Device& device, Place& place, Dice& dice);
    void save_form(Device& device, Dice& dice);
    void set_life(Device& device, Place& place, Dice& dice);
    void resolve(Device& device, Dice& dice);
    void restore(Device& device, Place& place, Dice& dice);
    void dismiss(Device& device, Dice& dice);

    Place* place_of(Device& device, Dice& dice);
    /// One of the place; nothing if it is of a kind that this device's schema does not know.
    std::optional<KnownRecord> choose(Device& device, Place& place, Dice& dice);
    const KnownRecord* choose_any(Device& device, Place& place, Dice& dice);
    void done(Device& device, const Result<Receipt>& receipt, std::string_view what);
    Result<void> insert_into(Transaction& tx, Place& place, Device& device, Dice& dice,
                             std::vector<std::pair<Place*, KnownRecord>>& made);

    std::vector<Place>& places_;
    Trace& trace_;
    Weights weights_;
    std::map<std::size_t, std::deque<OpenForm>> forms_{};  // by device
    WorkCounts counts_{};
};

}  // namespace sanderling::sim
