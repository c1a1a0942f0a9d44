// enrol: from an invite to a replica that can sync.
#include "sanderling/enrol.hpp"

#include "client-sdk/cli/commands.hpp"

#include <iostream>

namespace sanderling::cli {

namespace {

std::string_view words_of(EnrolStep step) {
    switch (step) {
        case EnrolStep::connecting:
            return "connecting to the server …";
        case EnrolStep::checking:
            return "checking that it is the right server …";
        case EnrolStep::asking:
            return "asking the keyholder to certify this device …";
        case EnrolStep::waiting:
            return "waiting for the keyholder; it may not be running …";
        case EnrolStep::installing:
            return "keeping the certificates …";
    }
    return "";
}

}  // namespace

Result<Exit> run_enrol(Context& context, const EnrolOptionsGiven& options) {
    std::string invite = options.invite;
    if (invite == "-") std::getline(std::cin, invite);
    if (auto spelled = check_invite(invite); !spelled) return spelled.error();
    auto store = context.open(OpenMode::open_or_create);
    if (!store) return store.error();
    EnrolOptions enrolment;
    enrolment.keyholder_timeout = seconds(options.timeout_seconds);
    enrolment.on_step = [&context](EnrolStep step) {
        context.out.object({{"type", "step"}, {"step", to_text(step)}});
        context.out.note(words_of(step));
    };
    const auto enrolled = enrol(*store, invite, enrolment);
    if (!enrolled) return enrolled.error();
    context.out.result(Json{{"type", "enrolled"},
                            {"organisation", enrolled->organisation},
                            {"person", to_text(enrolled->person)},
                            {"device", to_text(enrolled->device)},
                            {"server", enrolled->server}},
                       "this device now belongs to " + enrolled->organisation +
                           "; `sanderling sync` fetches what is yours");
    return Exit::ok;
}

}  // namespace sanderling::cli
