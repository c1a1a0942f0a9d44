#include "sync-server/host/store_threads.hpp"

#include <chrono>

namespace sanderling::server {

namespace {

// Jobs in one group: beyond it the first of them would wait for the last for no gain.
constexpr std::size_t group_max = 256;

void merge_into(Moves& all, Moves&& more) {
    all.scopes.merge(more.scopes);
    all.persons.merge(more.persons);
    all.devices.merge(more.devices);
    all.revoked.merge(more.revoked);
    all.has_certificates = all.has_certificates || more.has_certificates;
}

}  // namespace

Instant wall_clock() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

StoreThreads::StoreThreads(std::unique_ptr<Store> store, std::unique_ptr<FeedReader> reader,
                           boost::asio::any_io_executor home, StoreWatch watch)
    : organisation_(store->organisation()),
      generation_(store->generation()),
      store_(std::move(store)),
      reader_(std::move(reader)),
      home_(std::move(home)),
      watch_(std::move(watch)),
      keep_writing_(boost::asio::make_work_guard(writing_)),
      keep_reading_(boost::asio::make_work_guard(reading_)),
      writer_([this] { writing_.run(); }),
      reader_thread_([this] { reading_.run(); }) {}

StoreThreads::~StoreThreads() {
    stop();
}

void StoreThreads::stop() {
    keep_writing_.reset();
    keep_reading_.reset();
    if (writer_.joinable()) writer_.join();
    if (reader_thread_.joinable()) reader_thread_.join();
}

void StoreThreads::enqueue(Job job) {
    boost::asio::post(writing_, [this, held = std::make_shared<Job>(std::move(job))] {
        queue_.push_back(std::move(*held));
        // Posted behind whatever arrived during the last commit, so all of that is one group.
        if (!is_flush_posted_) boost::asio::post(writing_, [this] { flush(); });
        is_flush_posted_ = true;
    });
}

void StoreThreads::flush() {
    is_flush_posted_ = false;
    auto jobs = std::make_shared<Jobs>(std::exchange(queue_, {}));
    Moves moves;
    for (std::size_t from = 0; from < jobs->size(); from += group_max) {
        const std::span<Job> group(jobs->begin() + static_cast<std::ptrdiff_t>(from),
                                   std::min(group_max, jobs->size() - from));
        if (!commit(group, moves)) continue;
        // One of them cannot be done; the others must not suffer for it.
        for (Job& job : group)
            if (const auto failure = commit({&job, 1}, moves)) job->fail(*failure);
    }
    boost::asio::post(home_, [this, jobs, moves = std::move(moves)] {
        for (const Job& job : *jobs) job->done();
        watch_.on_moved(moves);
    });
}

std::optional<Error> StoreThreads::commit(std::span<Job> jobs, Moves& moves) {
    try {
        WriteGroup group(*store_, wall_clock());
        for (const Job& job : jobs) job->act(group);
        merge_into(moves, group.commit());
        return std::nullopt;
    } catch (const SqliteFailure& failure) {
        const bool is_lost =
            failure.kind() == FailureKind::io || failure.kind() == FailureKind::damaged;
        if (is_lost) watch_.on_lost(error_of(failure));
        const bool may_pass =
            failure.kind() == FailureKind::disk_full || failure.kind() == FailureKind::busy;
        return fail(may_pass ? Errc::busy : Errc::internal, failure.what());
    } catch (const std::exception& failure) {
        return fail(Errc::internal, failure.what());
    }
}

}  // namespace sanderling::server
