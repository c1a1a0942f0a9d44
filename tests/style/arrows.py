"""Which folder may see which: include arrows, purity of core, what the server links.

The arrows are those of docs/ARCHITECTURE.md: down only, and never from the server to the code that
opens sealed content.
"""

import re

from tree import CPP, Finding, Rule, line_of, matches, under

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)

# Each room of core sees itself and the rooms to its left.
ROOMS = ["types", "crypto", "commit", "merge", "scope_log", "wire", "sync"]
# Rooms of plaintext, which only clients link.
PLAIN_ROOMS = {"sealing": {"types", "crypto", "commit", "scope_log", "sealing"},
               "text": {"types", "text"}}

# The folders outside core, and the prefixes of what they may include.
FOLDERS = {
    "schema": ("core/types/", "core/commit/", "schema/"),
    "client-sdk": ("core/", "schema/", "client-sdk/", "sanderling/"),
    "sync-server": tuple(f"core/{room}/" for room in ROOMS) + ("sync-server/",),
}
PROJECT = ("core/", "schema/", "client-sdk/", "sync-server/", "examples/", "tests/", "sanderling/")


def includes(tree, folder):
    """(path, line, quote, target) of each include in the C++ files of a folder."""
    for path, text in tree.items():
        if under(path, folder) and path.endswith(CPP):
            for match in INCLUDE.finditer(text):
                yield path, line_of(text, match.start()), match.group(1), match.group(2)


def allowed_in_room(room):
    if room in PLAIN_ROOMS:
        return PLAIN_ROOMS[room]
    return set(ROOMS[: ROOMS.index(room) + 1])


def core_sees_only_core(tree):
    for path, line, quote, target in includes(tree, "core"):
        if not under(target, "core") and (quote == '"' or target.startswith(PROJECT)):
            yield Finding(path, line, f"core includes only core, not {target}")


def rooms_see_down(tree):
    for path, line, _, target in includes(tree, "core"):
        room = path.split("/")[1]
        if room not in ROOMS and room not in PLAIN_ROOMS:
            yield Finding(path, line, f"core/{room} has no place in the order of rooms: give it one")
        elif under(target, "core") and target.split("/")[1] not in allowed_in_room(room):
            yield Finding(path, line, f"core/{room} must not include {target}")


IMPURE = re.compile(
    r"^(boost/(asio|beast|thread|filesystem)\b.*|sqlite3\.h|thread|mutex|shared_mutex|future"
    r"|condition_variable|fstream|filesystem|stop_token|sys/(socket|stat|file|time)\.h|unistd\.h"
    r"|fcntl\.h|pthread\.h|openssl/.*)$")
CLOCK = re.compile(r"::now\(\)|\b(clock_gettime|gettimeofday)\s*\(|\bstd::time\s*\(")


def core_is_pure(tree):
    for path, line, _, target in includes(tree, "core"):
        if IMPURE.match(target):
            yield Finding(path, line, f"core has no sockets, files, clocks, threads or SQLite: {target}")
    yield from matches(tree, CLOCK, lambda path: under(path, "core") and path.endswith(CPP),
                       "times arrive in core as arguments")


def folders_see_down(tree):
    for folder, allowed in FOLDERS.items():
        for path, line, quote, target in includes(tree, folder):
            if target.startswith(PROJECT) and not target.startswith(allowed):
                yield Finding(path, line, f"{folder} must not include {target}")
            elif quote == '"' and not target.startswith(PROJECT):
                yield Finding(path, line, f"project includes name the path from the root, not {target}")


# The practice room: what it sees, and the folders of it that may also see a Store.
PRACTICE = "client-sdk/practice"
PRACTICE_SEES = ("core/types/", "core/crypto/", "schema/generated/probation/", "schema/model/", PRACTICE + "/")
PRACTICE_STORE = (PRACTICE + "/store", PRACTICE + "/plans", PRACTICE + "/people")


def practice_is_over_the_sdk(tree):
    for path, line, _, target in includes(tree, PRACTICE):
        if any(under(path, folder) for folder in PRACTICE_STORE):
            if target.startswith(PROJECT) and not target.startswith(PRACTICE_SEES + ("sanderling/",)):
                yield Finding(path, line, f"the practice sees the SDK's public headers only, not {target}")
        elif target.startswith(PROJECT) and not target.startswith(PRACTICE_SEES):
            yield Finding(path, line, f"rules and figures are functions of plain values; {target} belongs "
                          f"in {' or '.join(PRACTICE_STORE)}")
        elif target.startswith(PRACTICE_STORE):
            yield Finding(path, line, f"rules and figures do not see the Store's side: {target}")


COMMAND = re.compile(r"\b(\w+)\s*\(([^()]*)\)")
ADDS_TARGET = ("sanderling_library", "sanderling_executable", "add_library", "add_executable")


def is_cmake(path):
    return path.endswith("CMakeLists.txt") or path.endswith(".cmake")


def link_graph(tree):
    """What each target links, and which targets the server's folder adds, as the CMake files say."""
    links, of_server = {}, {}
    for path, text in tree.items():
        if not is_cmake(path):
            continue
        text = re.sub(r"#[^\n]*", "", text)
        for command, arguments in COMMAND.findall(text):
            words = arguments.replace('"', " ").split()
            if not words or words[0].startswith("$"):
                continue
            target = words[0].replace("::", "_")
            if command == "sanderling_library":
                target = "sanderling_" + target
            seen = {word.replace("::", "_") for word in words[1:] if re.match(r"sanderling(::|_)", word)}
            links.setdefault(target, set()).update(seen)
            if command in ADDS_TARGET and "ALIAS" not in words and under(path, "sync-server"):
                of_server[target] = path
    return links, of_server


def server_cannot_open_content(tree):
    links, of_server = link_graph(tree)
    for target, path in of_server.items():
        came_from, to_visit = {target: None}, [target]
        while to_visit:
            here = to_visit.pop()
            for next_target in links.get(here, ()):
                if next_target not in came_from:
                    came_from[next_target] = here
                    to_visit.append(next_target)
        for room in sorted(PLAIN_ROOMS):
            way, step = [], f"sanderling_{room}"
            while step in came_from:
                way.append(step)
                step = came_from[step]
            if way:
                yield Finding(path, 1, "the server links the code that opens content: "
                              + " -> ".join(reversed(way)))


def beast_stays_in_its_corner(tree):
    users = {}
    for folder in ("core", "schema", "client-sdk", "sync-server", "examples", "tests"):
        for path, line, _, target in includes(tree, folder):
            if target.startswith("boost/beast"):
                users.setdefault(path, line)
                if not path.endswith(".cpp"):
                    yield Finding(path, line, "Boost.Beast is included by .cpp files only: it costs "
                                  "19 s of compile time a file")
    if len(users) > BEAST_FILES_MAX:
        for path, line in users.items():
            yield Finding(path, line, f"{len(users)} files include Boost.Beast, more than {BEAST_FILES_MAX}")


BEAST_FILES_MAX = 6

_SERVER_LINKS = ("sanderling_library(sealing SOURCES a.cpp DEPS sanderling::types)\n"
                 "sanderling_library(merge SOURCES b.cpp PRIVATE_DEPS sanderling::{})\n")

RULES = [
    Rule("core includes only core", core_sees_only_core,
         bad=[{"core/merge/a.cpp": '#include "schema/b.hpp"\n'},
              {"core/sync/a.hpp": '#include "b.hpp"\n'},
              {"core/sync/a.hpp": "#include <sanderling/store.hpp>\n"}],
         good={"core/merge/a.cpp": '#include "core/types/b.hpp"\n#include <vector>\n'}),
    Rule("the rooms of core see down", rooms_see_down,
         bad=[{"core/types/a.hpp": '#include "core/crypto/hash.hpp"\n'},
              {"core/merge/a.cpp": '#include "core/sealing/b.hpp"\n'},
              {"core/sealing/a.cpp": '#include "core/wire/b.hpp"\n'},
              {"core/text/a.cpp": '#include "core/commit/b.hpp"\n'},
              {"core/attic/a.cpp": '#include "core/types/b.hpp"\n'}],
         good={"core/sync/a.cpp": '#include "core/wire/b.hpp"\n',
               "core/sealing/a.cpp": '#include "core/scope_log/b.hpp"\n'}),
    Rule("core is pure", core_is_pure,
         bad=[{"core/sync/a.cpp": "#include <boost/asio/io_context.hpp>\n"},
              {"core/sync/a.cpp": "#include <mutex>\n"},
              {"core/wire/a.cpp": "#include <sqlite3.h>\n"},
              {"core/merge/a.cpp": "auto t = std::chrono::system_clock::now();\n"}],
         good={"core/types/a.hpp": "#include <chrono>\n#include <sodium.h>\n",
               "client-sdk/a.cpp": "#include <mutex>\nauto t = std::chrono::steady_clock::now();\n"}),
    Rule("folders see down", folders_see_down,
         bad=[{"sync-server/a.cpp": '#include "core/sealing/b.hpp"\n'},
              {"sync-server/a.cpp": '#include "client-sdk/b.hpp"\n'},
              {"sync-server/a.cpp": "#include <sanderling/store.hpp>\n"},
              {"client-sdk/a.cpp": '#include "sync-server/b.hpp"\n'},
              {"schema/a.cpp": '#include "core/merge/b.hpp"\n'},
              {"client-sdk/store/a.cpp": '#include "a.hpp"\n'}],
         good={"sync-server/a.cpp": '#include "core/sync/b.hpp"\n#include "sync-server/c.hpp"\n',
               "client-sdk/a.cpp": '#include "core/sealing/b.hpp"\n#include "schema/c.hpp"\n',
               "schema/a.cpp": '#include "core/commit/path.hpp"\n'}),
    Rule("the practice is over the SDK, its rules over nothing", practice_is_over_the_sdk,
         bad=[{"client-sdk/practice/rules/a.cpp": '#include "sanderling/store.hpp"\n'},
              {"client-sdk/practice/calendar/a.hpp": '#include "client-sdk/replica/place.hpp"\n'},
              {"client-sdk/practice/rules/a.cpp": '#include "client-sdk/practice/store/b.hpp"\n'},
              {"client-sdk/practice/store/a.cpp": '#include "client-sdk/replica/place.hpp"\n'}],
         good={"client-sdk/practice/rules/a.cpp": '#include "client-sdk/practice/calendar/b.hpp"\n'
               '#include "schema/generated/probation/enums.hpp"\n',
               "client-sdk/practice/store/a.cpp": '#include "sanderling/store.hpp"\n'
               '#include "client-sdk/practice/rules/b.hpp"\n'}),
    Rule("the server does not link what opens content", server_cannot_open_content,
         bad=[{"core/CMakeLists.txt": _SERVER_LINKS.format("sealing"),
               "sync-server/CMakeLists.txt": "add_executable(sanderlingd main.cpp)\n"
               "target_link_libraries(sanderlingd PRIVATE sanderling::merge)\n"},
              {"sync-server/CMakeLists.txt":
               "sanderling_library(server SOURCES a.cpp PRIVATE_DEPS sanderling::sealing)\n"},
              {"sync-server/CMakeLists.txt":
               "sanderling_library(server SOURCES a.cpp PRIVATE_DEPS sanderling::text)\n"}],
         good={"core/CMakeLists.txt": _SERVER_LINKS.format("types"),
               "sync-server/CMakeLists.txt": "add_executable(sanderlingd main.cpp)\n"
               "target_link_libraries(sanderlingd PRIVATE sanderling::merge)  # not sealing\n"}),
    Rule("Beast stays in its corner", beast_stays_in_its_corner,
         bad=[{"client-sdk/a.hpp": "#include <boost/beast/core.hpp>\n"},
              {f"client-sdk/{n}.cpp": "#include <boost/beast.hpp>\n" for n in range(7)}],
         good={f"client-sdk/{n}.cpp": "#include <boost/beast.hpp>\n" for n in range(6)}),
]
