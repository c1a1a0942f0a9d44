#include "examples/practitioner-app/desk.hpp"

#include "schema/generated/probation/description.hpp"

#include <algorithm>

namespace sanderling::app {

namespace {

/// After some wrong passphrases each further one has to wait longer, up to a minute.
std::chrono::seconds pause_after(int wrong) {
    constexpr int free = 4;
    return wrong < free ? std::chrono::seconds{0}
                        : std::chrono::seconds{1LL << std::min(wrong - free, 6)};
}

}  // namespace

// The agent and the subscription go before the store.
struct Desk::Opened {
    Opened(Store&& given, GroupSeat::Clock clock, Changes& changes)
        : store(std::move(given)), due(store, changes), group_seat(std::move(clock)) {}
    Store store;
    DueWatch due;
    Forms forms{};
    GroupSeat group_seat;
    Subscription subscription{};
    std::mutex agent_mutex{};  // guards what is below
    std::optional<SyncAgent> agent{};
};

Desk::Desk(Changes& changes, DeskOptions options)
    : changes_(changes), options_(std::move(options)), touched_(options_.clock()) {}

Desk::~Desk() {
    lock();
}

Result<void> Desk::unlock(std::string_view passphrase) {
    const std::lock_guard one(unlocking_);
    const auto now = options_.clock();
    if (wrong_ > 0 && now < wrong_at_ + pause_after(wrong_))
        return fail(Errc::busy, "too many wrong passphrases: wait a little");
    if (is_open()) return fail(Errc::in_use, "it is open: use the newest link, or lock it there");
    auto store = Store::open(options_.store, Passphrase(passphrase), probation::schema(),
                             {.mode = OpenMode::open_existing});
    if (!store) {
        if (store.error().code == Errc::wrong_key) {
            ++wrong_;
            wrong_at_ = now;
        }
        return store.error();
    }
    wrong_ = 0;
    auto opened = std::make_unique<Opened>(std::move(*store), options_.clock, changes_);
    opened->subscription =
        opened->store.on_change([this](const Change&) { changes_.data_changed(); });
    if (auto started = go_online(*opened); !started) return started.error();
    touch();
    const std::unique_lock exclusive(mutex_);
    opened_ = std::move(opened);
    return {};
}

Result<void> Desk::go_online(Opened& opened) const {
    auto agent = SyncAgent::start(opened.store, options_.sync);
    if (!agent) return agent.error();
    agent->on_progress([this](const SyncProgress&) { changes_.sync_changed(); });
    opened.agent.emplace(std::move(*agent));
    return {};
}

void Desk::lock() {
    {
        const std::unique_lock exclusive(mutex_);
        if (!opened_) return;
        opened_.reset();
    }
    changes_.wake();
}

bool Desk::is_open() const {
    const std::shared_lock shared(mutex_);
    return opened_ != nullptr;
}

void Desk::touch() {
    touched_ = options_.clock();
}

bool Desk::lock_if_idle() {
    if (!is_open() || options_.clock() - touched_.load() < options_.idle_max) return false;
    lock();
    return true;
}

std::optional<Desk::Use> Desk::use() const {
    std::shared_lock shared(mutex_);
    if (!opened_) return std::nullopt;
    return Use(*this, std::move(shared));
}

Store& Desk::Use::store() const {
    return desk_->opened_->store;
}

Forms& Desk::Use::forms() const {
    return desk_->opened_->forms;
}

GroupSeat& Desk::Use::group_seat() const {
    return desk_->opened_->group_seat;
}

DueWatch& Desk::Use::due() const {
    return desk_->opened_->due;
}

Network Desk::Use::network() const {
    const std::lock_guard lock(desk_->opened_->agent_mutex);
    return desk_->opened_->agent ? Network::allowed : Network::off;
}

Result<void> Desk::Use::set_network(Network network) const {
    Opened& opened = *desk_->opened_;
    const std::lock_guard lock(opened.agent_mutex);
    if (network == Network::off) opened.agent.reset();
    if (network == Network::allowed && !opened.agent) {
        if (auto started = desk_->go_online(opened); !started) return started.error();
    }
    desk_->changes_.sync_changed();
    return {};
}

SyncProgress Desk::Use::progress() const {
    const std::lock_guard lock(desk_->opened_->agent_mutex);
    return desk_->opened_->agent ? desk_->opened_->agent->progress() : SyncProgress{};
}

void Desk::Use::wake() const {
    const std::lock_guard lock(desk_->opened_->agent_mutex);
    if (desk_->opened_->agent) desk_->opened_->agent->wake();
}

}  // namespace sanderling::app
