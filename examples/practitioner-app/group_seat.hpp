// Who of a service-user group sits at its shared tablet: signed in by a PIN, for a few minutes.
#pragma once

#include "core/types/bytes.hpp"
#include "core/types/error.hpp"
#include "core/types/ids.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace sanderling::app {

/// What is kept of a PIN: Argon2id with its salt and cost. Four digits are few, so the tablet makes
/// guessing slow, and the record is sealed to the group. Errors: invalid_argument (4 to 8 digits).
Result<Bytes> pin_check(std::string_view pin);
bool opens(std::string_view pin, ByteView check);

/// Any thread.
class GroupSeat {
  public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    explicit GroupSeat(Clock clock) : clock_(std::move(clock)) {}

    struct Member {
        RecordId record{};
        std::string token{};
        bool is_chair = false;
    };
    /// Errors: wrong_key; busy (five wrong ones: this member waits a minute).
    Result<void> enter(Member member, std::string_view pin, ByteView check);
    void leave();
    /// Nothing if nobody is signed in, or nobody did anything for two minutes.
    std::optional<Member> member();
    /// The same, and counts as something done.
    std::optional<Member> acting();

  private:
    struct Wrong {
        int count = 0;
        std::chrono::steady_clock::time_point at{};
    };

    Clock clock_;
    std::mutex mutex_;  // guards what is below
    std::optional<Member> member_{};
    std::chrono::steady_clock::time_point touched_{};
    std::map<RecordId, Wrong> wrong_{};
};

}  // namespace sanderling::app
