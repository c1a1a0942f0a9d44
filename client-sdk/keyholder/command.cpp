#include "client-sdk/keyholder/command.hpp"

#include <charconv>
#include <cstdio>
#include <initializer_list>

namespace sanderling::keyholder {

namespace {

using nlohmann::json;

Error wrong(std::string why) {
    return fail(Errc::invalid_argument, std::move(why));
}

/// Reads members once; the first problem is kept.
class Members {
  public:
    Members(const json& object, std::initializer_list<std::string_view> known) : object_(object) {
        for (const auto& [name, value] : object.items()) {
            bool is_known = name == "verb";
            for (const std::string_view k : known) is_known = is_known || name == k;
            if (!is_known) note(wrong("unknown member \"" + name + "\""));
        }
    }

    std::string required(const char* name) {
        std::string value = optional(name);
        if (value.empty()) note(wrong(std::string("\"") + name + "\" is missing"));
        return value;
    }
    std::string optional(const char* name) {
        const auto at = object_.find(name);
        if (at == object_.end() || at->is_null()) return {};
        if (!at->is_string()) {
            note(wrong(std::string("\"") + name + "\" is not a text"));
            return {};
        }
        return at->get<std::string>();
    }
    bool confirmed(const char* name) const {
        const auto at = object_.find(name);
        return at != object_.end() && at->is_boolean() && at->get<bool>();
    }
    template <class IdType>
    std::vector<IdType> ids(const char* name) {
        std::vector<IdType> out;
        const auto at = object_.find(name);
        if (at == object_.end()) return out;
        if (!at->is_array()) note(wrong(std::string("\"") + name + "\" is not a list"));
        for (const json& one : *at) {
            const auto parsed = one.is_string() ? parse_id<IdType>(one.get<std::string>())
                                                : std::optional<IdType>{};
            if (parsed)
                out.push_back(*parsed);
            else
                note(wrong(std::string("\"") + name + "\" has something that is not a UUID"));
        }
        // "none" must never be read as "all".
        if (out.empty()) note(wrong(std::string("\"") + name + "\" names none"));
        return out;
    }
    /// At least one.
    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> out;
        const auto at = object_.find(name);
        if (at != object_.end() && at->is_array())
            for (const json& one : *at)
                if (one.is_string()) out.push_back(one.get<std::string>());
        if (at == object_.end() || !at->is_array() || out.empty() || out.size() != at->size())
            note(wrong(std::string("\"") + name + "\" is a list of names or ids"));
        return out;
    }
    template <class IdType>
    std::optional<IdType> id(const char* name) {
        const std::string value = optional(name);
        if (value.empty()) return std::nullopt;
        const auto parsed = parse_id<IdType>(value);
        if (!parsed) note(wrong(std::string("\"") + name + "\" is not a UUID"));
        return parsed;
    }
    /// A number, as JSON or as text; 0 if it is missing.
    std::uint16_t days(const char* name) {
        constexpr int days_max = 3650;
        const auto at = object_.find(name);
        if (at == object_.end()) return 0;
        std::int64_t value = -1;
        if (at->is_number_integer()) value = at->get<std::int64_t>();
        if (at->is_string()) {
            const std::string text = at->get<std::string>();
            const auto [end, failed] =
                std::from_chars(text.data(), text.data() + text.size(), value);
            if (failed != std::errc{} || end != text.data() + text.size()) value = -1;
        }
        if (value < 0 || value > days_max) {
            note(wrong(std::string("\"") + name + "\" is a number of days, 3650 at most"));
            return 0;
        }
        return static_cast<std::uint16_t>(value);
    }
    /// An index, as JSON or as text.
    std::uint32_t whole_number(const char* name) {
        const auto at = object_.find(name);
        std::uint32_t value = 0;
        if (at != object_.end() && at->is_number_unsigned() &&
            at->get<std::uint64_t>() <= UINT32_MAX)
            return at->get<std::uint32_t>();
        if (at != object_.end() && at->is_string()) {
            const std::string text = at->get<std::string>();
            const auto [end, failed] =
                std::from_chars(text.data(), text.data() + text.size(), value);
            if (failed == std::errc{} && end == text.data() + text.size()) return value;
        }
        note(wrong(std::string("\"") + name + "\" is a number"));
        return 0;
    }
    Instant instant(const char* name) {
        const std::string value = optional(name);
        if (value.empty()) return {};
        return take(parse_instant(value));
    }
    std::chrono::milliseconds duration(const char* name, std::chrono::milliseconds otherwise) {
        const std::string value = optional(name);
        return value.empty() ? otherwise : take(parse_duration(value));
    }

    Result<Command> result(Command command) const {
        if (problem_) return *problem_;
        return command;
    }

  private:
    void note(Error error) {
        if (!problem_) problem_ = std::move(error);
    }
    template <class T>
    T take(Result<T> value) {
        if (value) return *value;
        note(value.error());
        return T{};
    }

    const json& object_;
    std::optional<Error> problem_{};
};

Result<Command> add_person(const json& object) {
    Members m(object, {"name", "role", "id"});
    AddPerson command{m.required("name"), m.required("role"), m.id<PersonId>("id")};
    return m.result(std::move(command));
}

Result<Command> invite(const json& object) {
    Members m(object, {"person", "expires"});
    InvitePerson command;
    command.person = m.required("person");
    command.valid_for = m.duration("expires", command.valid_for);
    return m.result(std::move(command));
}

Result<Command> create_scope(const json& object) {
    Members m(object, {"kind", "name", "id"});
    CreateScope command{m.required("kind"), m.required("name"), m.id<ScopeId>("id")};
    return m.result(std::move(command));
}

Result<Command> allocate(const json& object) {
    Members m(object, {"scope", "person", "role", "from", "until"});
    Allocate command{m.required("scope"), m.required("person"), m.optional("role"),
                     m.instant("from"), m.instant("until")};
    return m.result(std::move(command));
}

Result<Command> withdraw(const json& object) {
    Members m(object, {"scope", "person"});
    Withdraw command{m.required("scope"), m.required("person")};
    return m.result(std::move(command));
}

// There is no way back, so it has to be said twice.
Result<Command> purge(const json& object) {
    Members m(object, {"scope", "records", "reason", "yes"});
    PurgeScope command{m.required("scope"), m.ids<RecordId>("records"), m.required("reason")};
    auto made = m.result(std::move(command));
    if (made && !m.confirmed("yes"))
        return wrong("a purge erases for good, on every device; confirm it with \"yes\": true");
    return made;
}

Result<Command> hold(const json& object) {
    Members m(object, {"scope", "records", "reason", "note"});
    HoldScope command{m.required("scope"), m.ids<RecordId>("records"), m.required("reason"),
                      m.required("note")};
    return m.result(std::move(command));
}

Result<Command> release(const json& object) {
    Members m(object, {"scope", "hold", "note", "yes"});
    keyholder::ReleaseHold command{m.required("scope"), m.whole_number("hold"), m.required("note")};
    auto made = m.result(std::move(command));
    if (made && !m.confirmed("yes"))
        return wrong("what is released can be purged; confirm it with \"yes\": true");
    return made;
}

template <class List>
Result<Command> list_of_scope(const json& object) {
    Members m(object, {"scope"});
    return m.result(List{m.optional("scope")});
}

Result<Command> revoke(const json& object) {
    Members m(object, {"device", "lost", "since", "wipe"});
    RevokeDevice command;
    command.device = m.required("device");
    command.since = m.instant("since");
    if (m.confirmed("lost")) command.reason = RevokeDevice::Reason::lost;
    if (m.confirmed("wipe")) command.replica = RevokeDevice::Replica::is_wiped;
    return m.result(std::move(command));
}

Result<Command> lease(const json& object) {
    Members m(object, {"days", "warn"});
    SetLease command;
    command.days = m.days("days");
    command.warning_days = m.days("warn");
    auto made = m.result(Command{command});
    if (made && command.days != 0 && command.warning_days >= command.days)
        return wrong("\"warn\" has to be less than \"days\"");
    return made;
}

Result<Command> server_key(const json& object, ChangeServerKeys::Deed deed) {
    Members m(object, {"key"});
    ChangeServerKeys command{.deed = deed};
    const std::string key = m.required("key");
    auto made = m.result(command);
    if (!made) return made;
    if (!from_hex(key, command.key.bytes))
        return wrong("\"key\" has 64 hexadecimal digits; `sanderlingd tls prepare` prints it");
    return Command(command);
}

Result<Command> access_rule(const json& object, AccessKind kind) {
    Members m(object, {"scope", "people", "message", "reason", "from", "until"});
    PutAccessRule command{.kind = kind, .scope = m.required("scope"), .people = m.texts("people")};
    command.message = m.optional("message");
    command.reason = m.required("reason");
    command.from = m.instant("from");
    command.until = m.instant("until");
    return m.result(std::move(command));
}

Result<Command> lift_access_rule(const json& object) {
    Members m(object, {"scope", "person"});
    LiftAccessRule command{m.required("scope"), m.optional("person")};
    return m.result(std::move(command));
}

Trial trial(const Members& m) {
    return m.confirmed("dry_run") ? Trial::rehearsal : Trial::real;
}

Result<Command> put_person(const json& object) {
    Members m(object, {"reference", "name", "role", "dry_run"});
    PutPerson command{m.required("reference"), m.required("name"), m.required("role"), trial(m)};
    return m.result(std::move(command));
}

Result<Command> put_scope(const json& object) {
    Members m(object, {"reference", "kind", "name", "dry_run"});
    PutScope command{m.required("reference"), m.required("kind"), m.required("name"), trial(m)};
    return m.result(std::move(command));
}

Result<Command> put_allocation(const json& object) {
    Members m(object, {"scope", "person", "role", "from", "until", "dry_run"});
    PutAllocation command{{m.required("scope"), m.required("person"), m.optional("role"),
                           m.instant("from"), m.instant("until")},
                          trial(m)};
    return m.result(std::move(command));
}

Result<Command> end_allocation(const json& object) {
    Members m(object, {"scope", "person", "dry_run"});
    EndAllocation command{m.required("scope"), m.required("person"), trial(m)};
    return m.result(std::move(command));
}

Result<Command> rename(const json& object, Rename::What what) {
    const char* which = what == Rename::What::person ? "person" : "scope";
    Members m(object, {which, "name"});
    Rename command{what, m.required(which), m.required("name")};
    return m.result(std::move(command));
}

Result<Command> cancel(const json& object) {
    Members m(object, {"invite"});
    CancelInvite command{m.required("invite")};
    return m.result(std::move(command));
}

template <class List>
Result<Command> list(const json& object) {
    return Members(object, {}).result(List{});
}

bool read_number(std::string_view text, std::size_t at, std::size_t size, int& out) {
    if (text.size() < at + size) return false;
    const char* begin = text.data() + at;
    const auto [end, problem] = std::from_chars(begin, begin + size, out);
    return problem == std::errc{} && end == begin + size && *begin >= '0' && *begin <= '9';
}

}  // namespace

Result<Command> parse_command(const json& object) {
    if (!object.is_object()) return wrong("a command is a JSON object");
    const auto verb = object.find("verb");
    if (verb == object.end() || !verb->is_string()) return wrong("\"verb\" is missing");
    const std::string name = verb->get<std::string>();
    if (name == "person_add") return add_person(object);
    if (name == "person_list") return list<ListPeople>(object);
    if (name == "invite") return invite(object);
    if (name == "invite_cancel") return cancel(object);
    if (name == "invite_list") return list<ListInvites>(object);
    if (name == "scope_create") return create_scope(object);
    if (name == "scopes") return list<ListScopes>(object);
    if (name == "allocate") return allocate(object);
    if (name == "withdraw") return withdraw(object);
    if (name == "purge") return purge(object);
    if (name == "hold") return hold(object);
    if (name == "release") return release(object);
    if (name == "holds") return list_of_scope<ListHolds>(object);
    if (name == "purges") return list_of_scope<ListPurges>(object);
    if (name == "revoke") return revoke(object);
    if (name == "lease") return lease(object);
    if (name == "server_key_announce") return server_key(object, ChangeServerKeys::Deed::announce);
    if (name == "server_key_retire") return server_key(object, ChangeServerKeys::Deed::retire);
    if (name == "server_key_list") return list<ListServerKeys>(object);
    if (name == "bar") return access_rule(object, AccessKind::barred);
    if (name == "restrict") return access_rule(object, AccessKind::named);
    if (name == "lift") return lift_access_rule(object);
    if (name == "access_list") return list<ListAccessRules>(object);
    if (name == "devices") return list<ListDevices>(object);
    if (name == "audit") return list<Audit>(object);
    if (name == "person_put") return put_person(object);
    if (name == "scope_put") return put_scope(object);
    if (name == "allocation_put") return put_allocation(object);
    if (name == "allocation_end") return end_allocation(object);
    if (name == "person_rename") return rename(object, Rename::What::person);
    if (name == "scope_rename") return rename(object, Rename::What::scope);
    return wrong("unknown verb \"" + name + "\"");
}

Result<Command> parse_command_line(std::string_view line) {
    const json object = json::parse(line, nullptr, false);
    if (object.is_discarded()) return fail(Errc::malformed, "not a line of JSON");
    return parse_command(object);
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
    const std::string problem = "a duration is a number and m, h or d, as in 24h";
    if (text.size() < 2) return wrong(problem);
    std::int64_t minutes_each = 0;
    if (text.back() == 'm') minutes_each = 1;
    if (text.back() == 'h') minutes_each = 60;
    if (text.back() == 'd') minutes_each = 24 * 60;
    std::int32_t count = 0;
    const char* end_wanted = text.data() + text.size() - 1;
    const auto [end, failed] = std::from_chars(text.data(), end_wanted, count);
    if (minutes_each == 0 || failed != std::errc{} || end != end_wanted || count <= 0)
        return wrong(problem);
    return std::chrono::milliseconds(std::chrono::minutes(minutes_each * count));
}

Result<Instant> parse_instant(std::string_view text) {
    const std::string problem = "a time is written 2026-11-22 or 2026-11-22T20:15:00Z";
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const bool has_time = text.size() == 20;
    bool is_good = (text.size() == 10 || has_time) && read_number(text, 0, 4, year) &&
                   text[4] == '-' && read_number(text, 5, 2, month) && text[7] == '-' &&
                   read_number(text, 8, 2, day);
    if (is_good && has_time)
        is_good = text[10] == 'T' && read_number(text, 11, 2, hour) && text[13] == ':' &&
                  read_number(text, 14, 2, minute) && text[16] == ':' &&
                  read_number(text, 17, 2, second) && text[19] == 'Z' && hour < 24 && minute < 60 &&
                  second < 60;
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!is_good || !date.ok() || year < 1970) return wrong(problem);
    const auto moment = std::chrono::sys_days{date} + std::chrono::hours{hour} +
                        std::chrono::minutes{minute} + std::chrono::seconds{second};
    return Instant{
        std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count()};
}

std::string instant_text(Instant t) {
    const std::chrono::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{t.ms}};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

}  // namespace sanderling::keyholder
