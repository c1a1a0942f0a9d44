// Where everything lies, and what to type to look at it. What is printed has been tried.
#include "examples/demo/stories.hpp"

#include <fmt/format.h>

namespace sanderling::demo {

namespace {

/// Runs the line as somebody would who copied it. Throws Failure if it does not end well.
void try_out(const Stage& stage, const std::string& preparation, const std::string& line) {
    std::vector<json> ignored;
    std::string error;
    const ProgramCall call{
        .program = "/bin/sh", .arguments = {"-c", preparation + "\n" + line}, .log = "farewell"};
    if (stage.programs.try_run(call, ignored, error) != 0)
        throw Failure("This was to be printed as a command to try, and does not work: " + error);
}

}  // namespace

void show_where_to_look(Stage& stage, const Afternoon& afternoon, Folder afterwards) {
    Narrator& tell = stage.narrator;
    const std::string bin = stage.programs.path_of("sanderling").parent_path().string();
    const std::string preparation =
        fmt::format("cd {} && export PATH={}:$PATH", stage.workspace.root().string(), bin);
    const std::vector<std::string> lines{
        stage.phone.command_line("scopes"),
        stage.phone.command_line("query \"SELECT name, crn FROM person ORDER BY name LIMIT 5\""),
        stage.manager.command_line(
            fmt::format("query \"SELECT outcome, notes FROM contact WHERE id = ?1\" {}",
                        afternoon.visits[0].contact)),
        stage.tablet.command_line("query \"SELECT text, decision FROM response\""),
        stage.tablet.command_line("query \"SELECT count(*) FROM contact\""),
    };
    for (const std::string& line : lines) try_out(stage, preparation, line);
    const std::string serve =
        fmt::format("sanderlingd run server --listen {} &", stage.trust.address());
    const std::string sync = stage.phone.command_line("sync");
    try_out(stage, preparation,
            serve + " server=$!\n" +
                "for wait in 1 2 3 4 5 6 7 8 9; do [ -e server/port ] || sleep 0.3; done\n" + sync +
                "; result=$?\nkill $server; wait $server; exit $result");
    if (afterwards == Folder::removed) return;

    tell.heading("Look for yourself");
    tell.say(
        fmt::format("Everything lies in {}: the server, the keyholder, the devices and their "
                    "passphrases; and the same words in clear, in caseload and control, to "
                    "compare. The devices can be read without the server:",
                    stage.workspace.root().string()));
    tell.command(preparation);
    for (const std::string& line : lines) tell.command(line);
    tell.say("With the server running again, `sync` works on every device as before:");
    for (const std::string& line : {serve, sync, std::string("kill %1")}) tell.command(line);
}

}  // namespace sanderling::demo
