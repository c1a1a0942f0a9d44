// Which pack is in force when; see pack.hpp.
#include "client-sdk/practice/rules/pack.hpp"

#include "client-sdk/practice/embedded.hpp"
#include "core/types/assert.hpp"

#include <algorithm>

namespace sanderling::practice {

const RuleBook& RuleBook::shipped() {
    static const RuleBook book = [] {
        RuleBook made;
        for (const std::string_view text :
             {embedded::pack_ns2007(), embedded::pack_ns2011(), embedded::pack_today()}) {
            auto pack = parse_pack(text);
            SANDERLING_ASSERT(pack.has_value());  // a test reads them, too
            SANDERLING_ASSERT(made.add(*std::move(pack)).has_value());
        }
        return made;
    }();
    return book;
}

Result<void> RuleBook::add(RulePack pack) {
    std::vector<RulePack> packs = packs_;
    std::erase_if(packs, [&](const RulePack& known) { return known.name == pack.name; });
    const auto at =
        std::lower_bound(packs.begin(), packs.end(), pack.effective_from,
                         [](const RulePack& known, Day day) { return known.effective_from < day; });
    if (at != packs.end() && at->effective_from == pack.effective_from)
        return fail(Errc::already_exists,
                    "pack " + at->name + " begins on " + to_text(pack.effective_from) + ", too");
    packs.insert(at, std::move(pack));
    packs_ = std::move(packs);
    return {};
}

const RulePack& RuleBook::at(Day day) const {
    SANDERLING_ASSERT(!packs_.empty());
    const auto next = std::upper_bound(
        packs_.begin(), packs_.end(), day,
        [](Day wanted, const RulePack& known) { return wanted < known.effective_from; });
    return next == packs_.begin() ? *next : *(next - 1);
}

const RulePack* RuleBook::find(std::string_view name) const {
    const auto found = std::find_if(packs_.begin(), packs_.end(),
                                    [&](const RulePack& known) { return known.name == name; });
    return found == packs_.end() ? nullptr : &*found;
}

}  // namespace sanderling::practice
