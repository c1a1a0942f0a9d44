// Reads a rule pack from JSON; the form is in docs/practice.md, "Rule packs".
#include "client-sdk/practice/rules/pack.hpp"

#include <nlohmann/json.hpp>

namespace sanderling::practice {

namespace {

using Json = nlohmann::json;

constexpr int value_max = 1'000;

Error wrong(std::string what) {
    return fail(Errc::malformed, "rule pack: " + std::move(what));
}

std::optional<std::string> text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    auto text = found->get<std::string>();
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

template <class Enum>
std::optional<Enum> one_of(const std::optional<std::string>& text, Enum last) {
    for (std::size_t i = 0; text && i <= static_cast<std::size_t>(last); ++i)
        if (to_text(static_cast<Enum>(i)) == *text) return static_cast<Enum>(i);
    return std::nullopt;
}

// What is computed with a term: numbers of things, a period, hours on a clock, or a span of days.
bool takes(Term term, Unit unit) {
    switch (term) {
        case Term::weekly_contact:
        case Term::activity_days:
        case Term::responsible_officer:
            return unit == Unit::count;
        case Term::warning_period:
        case Term::victim_custody_months:
            return unit == Unit::months;
        case Term::recall_request:
            return unit == Unit::hours;
        default:
            return unit != Unit::count && unit != Unit::hours;
    }
}

Result<Parameter> parameter_of(Term term, const Json& object) {
    const std::string name{to_text(term)};
    if (!object.is_object()) return wrong(name + " is no object");
    const auto kind = one_of(text_of(object, "kind"), Kind::statute);
    if (!kind) return wrong(name + " has no kind: mandatory, advisory or statute");
    const auto unit = one_of(text_of(object, "unit"), Unit::count);
    if (!unit || !takes(term, *unit)) return wrong(name + " has no unit that it can take");
    const auto value = object.find("value");
    if (value == object.end() || !value->is_number_integer())
        return wrong(name + " has no whole number as its value");
    const auto number = value->get<std::int64_t>();
    if (number < 0 || number > value_max) return wrong(name + " has a value out of range");
    auto source = text_of(object, "source");
    if (!source) return wrong(name + " names no source");
    return Parameter{*kind, static_cast<int>(number), *unit, *std::move(source)};
}

}  // namespace

Result<RulePack> parse_pack(std::string_view json) {
    const Json object = Json::parse(json, nullptr, false);
    if (!object.is_object()) return wrong("not a JSON object");
    RulePack pack;
    auto name = text_of(object, "pack");
    if (!name) return wrong("it has no name (pack)");
    pack.name = *std::move(name);
    pack.title = text_of(object, "title").value_or(pack.name);
    pack.source = text_of(object, "source").value_or("");
    const auto from = parse_day(text_of(object, "effective_from").value_or(""));
    if (!from) return wrong("effective_from: " + from.error().detail);
    pack.effective_from = *from;
    const auto parameters = object.find("parameters");
    if (parameters == object.end() || !parameters->is_object())
        return wrong("it has no parameters");
    for (const auto& [key, value] : parameters->items()) {
        const auto term = term_of(key);
        if (!term) return wrong("unknown parameter " + key);
        auto parameter = parameter_of(*term, value);
        if (!parameter) return parameter.error();
        pack.parameters[static_cast<std::size_t>(*term)] = *std::move(parameter);
    }
    return pack;
}

}  // namespace sanderling::practice
