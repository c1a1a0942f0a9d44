#!/usr/bin/env python3
"""How each source is compiled, also of those that the compiler reads in groups (unity_groups.py).

Arguments: a compile_commands.json, and the folder to write another to, in which an entry for a group
is replaced by one for each of its members. clang-tidy reads sources one by one.
"""

import json
import pathlib
import re
import sys


def members_of(entry):
    """The entry itself, or one for each source that its file includes if that is a group's."""
    group = pathlib.Path(entry["file"])
    if group.parent.name != "Unity" or not group.name.startswith("unity_"):
        return [entry]
    sources = re.findall(r'^#include "([^"]+)"', group.read_text(encoding="utf-8"), re.M)
    return [
        {**entry, "file": source, "command": entry["command"].replace(entry["file"], source)}
        for source in sources
    ]


def main():
    commands, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    entries = json.loads(commands.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    single = [member for entry in entries for member in members_of(entry)]
    (folder / commands.name).write_text(json.dumps(single, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
