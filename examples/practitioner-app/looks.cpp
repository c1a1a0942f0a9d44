#include "examples/practitioner-app/looks.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace sanderling::app {

namespace {

std::optional<Look> read_look(const std::filesystem::path& file) {
    std::ifstream in(file);
    const auto object = nlohmann::json::parse(in, nullptr, false);
    if (!object.is_object() || !object.contains("seen")) return std::nullopt;
    Look look{.at = {object.value("at", std::int64_t{0})}};
    for (const auto& [scope, seq] : object["seen"].items()) {
        const auto id = parse_id<ScopeId>(scope);
        if (id && seq.is_number_unsigned()) look.seen[*id] = Seq{seq.get<std::uint64_t>()};
    }
    return look;
}

}  // namespace

Looks::Looks(std::filesystem::path file) : file_(std::move(file)) {
    if (!file_.empty()) last_ = read_look(file_);
}

std::optional<Look> Looks::last() const {
    const std::lock_guard lock(mutex_);
    return last_;
}

void Looks::keep(Look look) {
    const std::lock_guard lock(mutex_);
    last_ = std::move(look);
    if (file_.empty()) return;
    nlohmann::json object{{"at", last_->at.ms}, {"seen", nlohmann::json::object()}};
    for (const auto& [scope, seq] : last_->seen) object["seen"][to_text(scope)] = number(seq);
    std::ofstream(file_) << object.dump() << "\n";
}

}  // namespace sanderling::app
