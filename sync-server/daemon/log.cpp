#include "sync-server/daemon/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace sanderling::server {

namespace {

constexpr std::size_t detail_bytes_max = 300;  // a peer's words go no further

std::string json_text(std::string_view text) {
    const nlohmann::json json(std::string(text.substr(0, detail_bytes_max)));
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

spdlog::level::level_enum spdlog_level(LogLine::Level level) {
    switch (level) {
        case LogLine::Level::debug:
            return spdlog::level::debug;
        case LogLine::Level::info:
            return spdlog::level::info;
        case LogLine::Level::warning:
            return spdlog::level::warn;
        case LogLine::Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

}  // namespace

WriteLog open_log(const std::string& level) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto logger = std::make_shared<spdlog::logger>("sanderlingd", std::move(sink));
    logger->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                        spdlog::pattern_time_type::utc);
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::warn);
    return [logger](const LogLine& line) {
        std::string text = "\"event\":" + json_text(line.event);
        if (line.session) text += ",\"session\":" + std::to_string(number(*line.session));
        if (!line.detail.empty()) text += ",\"detail\":" + json_text(line.detail);
        logger->log(spdlog_level(line.level), "{}", text);
    };
}

}  // namespace sanderling::server
