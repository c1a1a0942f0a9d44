#include "examples/practitioner-app/forms.hpp"

#include "core/crypto/random.hpp"

namespace sanderling::app {

namespace {
constexpr std::size_t forms_max = 4096;
}

std::string Forms::keep(const EditToken& token) {
    const std::string name = to_text(crypto::SystemRandom().id<Id<struct FormTag>>());
    const std::lock_guard lock(mutex_);
    if (order_.size() == forms_max) {
        tokens_.erase(order_.front());
        order_.pop_front();
    }
    tokens_.emplace(name, token);
    order_.push_back(name);
    return name;
}

std::optional<EditToken> Forms::find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = tokens_.find(name);
    if (found == tokens_.end()) return std::nullopt;
    return found->second;
}

}  // namespace sanderling::app
