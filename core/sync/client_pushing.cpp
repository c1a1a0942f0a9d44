// How a session sends what the outbox holds: within a window, in order, and again what was not yet
// answered (docs/protocol.md §5.4).
#include "core/sync/client_session.hpp"
#include "core/wire/limits.hpp"

namespace sanderling::sync::client {

void ClientSession::on(const OutboxGrew&, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    if (live->pushing == Pushing::reading) live->pushing = Pushing::read_again;
    if (live->pushing == Pushing::drained) live->pushing = Pushing::waiting;
    push_more(*live, out);
    out.emplace_back(StoreLate{});
}

// Takes from the outbox while the window allows.
void ClientSession::push_more(Live& live, Effects& out) {
    const bool may_read = live.pushing == Pushing::from_start || live.pushing == Pushing::waiting;
    if (!may_read || live.unanswered_bytes >= wire::limits::push_window_bytes) return;
    const auto from = live.pushing == Pushing::from_start ? TakeOutbox::From::first_unanswered
                                                          : TakeOutbox::From::after_last_taken;
    live.pushing = Pushing::reading;
    out.emplace_back(TakeOutbox{from, wire::limits::batch_bytes});
}

void ClientSession::on(const OutboxTaken& e, Effects& out) {
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    const bool grew = live->pushing == Pushing::read_again;
    if (e.transactions.empty()) {
        live->pushing = grew ? Pushing::waiting : Pushing::drained;
    } else {
        for (const auto& transaction : e.transactions)
            live->unanswered_commits += transaction.size();
        live->unanswered_bytes += e.bytes;
        live->pushing = Pushing::waiting;
        out.emplace_back(Send{wire::Push{e.transactions}});
    }
    push_more(*live, out);
}

void ClientSession::on(const VerdictsStored& e, Effects& out) {
    if (e.renewed) return begin_anew(*e.renewed, out);
    auto* live = std::get_if<Live>(&state_);
    if (live == nullptr) return;
    live->attempts = 0;
    push_more(*live, out);
    // The last answer for a scope that has ended may have come.
    out.emplace_back(StoreLate{});
}

}  // namespace sanderling::sync::client
