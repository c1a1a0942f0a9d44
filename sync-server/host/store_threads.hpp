// The store on its own threads: one writes, in groups that are committed together; one reads.
// Answers come back on the thread of the sockets.
#pragma once

#include "sync-server/store/feed_reader.hpp"
#include "sync-server/store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace sanderling::server {

/// The wall clock, read nowhere else.
Instant wall_clock();

struct StoreWatch {
    /// On the thread of the sockets, after every group that changed something.
    std::function<void(const Moves&)> on_moved;
    /// On the writing thread. What is on the disk is not known any more, so nothing may be
    /// acknowledged: it must not return.
    std::function<void(const Error&)> on_lost;
};

class StoreThreads {
  public:
    StoreThreads(std::unique_ptr<Store> store, std::unique_ptr<FeedReader> reader,
                 boost::asio::any_io_executor home, StoreWatch watch);
    ~StoreThreads();
    StoreThreads(const StoreThreads&) = delete;
    StoreThreads& operator=(const StoreThreads&) = delete;

    const Organisation& organisation() const { return organisation_; }
    Generation generation() const { return generation_; }

    /// `act` runs within a group on the writing thread, perhaps more than once; `done` runs at home
    /// after the group is on the disk. Errors: those of `act`; busy (the disk is full, nothing was
    /// changed); internal.
    template <class T>
    void write(std::function<Result<T>(WriteGroup&)> act, std::function<void(Result<T>)> done) {
        enqueue(std::make_unique<WriteJob<T>>(std::move(act), std::move(done)));
    }

    /// The same for reading. Errors: those of `act`; internal.
    template <class T>
    void read(std::function<Result<T>(FeedReader&)> act, std::function<void(Result<T>)> done) {
        boost::asio::post(reading_, [this, act = std::move(act), done = std::move(done)]() {
            Result<T> result = attempt<T>([&] { return act(*reader_); });
            boost::asio::post(
                home_, [done, result = std::move(result)]() mutable { done(std::move(result)); });
        });
    }

    /// Finishes what is queued. Answers are posted home as ever.
    void stop();

  private:
    struct AnyWriteJob {
        virtual ~AnyWriteJob() = default;
        virtual void act(WriteGroup& group) = 0;
        virtual void fail(const Error& error) = 0;
        virtual void done() = 0;
    };
    template <class T>
    struct WriteJob final : AnyWriteJob {
        WriteJob(std::function<Result<T>(WriteGroup&)> a, std::function<void(Result<T>)> d)
            : act_(std::move(a)), done_(std::move(d)) {}
        void act(WriteGroup& group) override { result_.emplace(act_(group)); }
        void fail(const Error& error) override { result_.emplace(error); }
        void done() override { done_(std::move(*result_)); }

        std::function<Result<T>(WriteGroup&)> act_;
        std::function<void(Result<T>)> done_;
        std::optional<Result<T>> result_{};
    };
    using Job = std::unique_ptr<AnyWriteJob>;
    using Jobs = std::vector<Job>;

    void enqueue(Job job);
    void flush();
    std::optional<Error> commit(std::span<Job> jobs, Moves& moves);
    /// The seam of reading: whatever it throws ends this attempt only.
    template <class T>
    static Result<T> attempt(const std::function<Result<T>()>& act) {
        try {
            return act();
        } catch (const std::exception& failure) {
            return sanderling::fail(Errc::internal, failure.what());
        }
    }

    Organisation organisation_;
    Generation generation_{};
    std::unique_ptr<Store> store_;        // of the writing thread
    std::unique_ptr<FeedReader> reader_;  // of the reading thread
    Jobs queue_;                          // of the writing thread
    bool is_flush_posted_ = false;        // of the writing thread
    boost::asio::any_io_executor home_;
    StoreWatch watch_;
    boost::asio::io_context writing_{1};
    boost::asio::io_context reading_{1};
    using Guard = boost::asio::executor_work_guard<boost::asio::io_context::executor_type>;
    std::optional<Guard> keep_writing_;
    std::optional<Guard> keep_reading_;
    std::thread writer_;
    std::thread reader_thread_;
};

}  // namespace sanderling::server
