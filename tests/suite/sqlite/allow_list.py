"""The tests of SQLite's suite that are known to fail through the VFS, and why: allow-list.tsv, a line
for each file and way in which the failures are explained."""

import os
import re
from dataclasses import dataclass, field

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "allow-list.tsv")
HEAD = "\t".join(("file", "tests", "failing", "shown by", "reason", "failing tests"))

# Controls, weakest first: a test is entered under the first through which it fails as well.
CONTROLS = {
    "plain": "fails on plain SQLite here",
    "layered": "looks for what only SQLite's own VFS has: here another one lies over it",
    "reserved": "counts bytes or pages: with pages of 4096 less 48 bytes there are others",
    "pinned": "wants another page size or reserve, which is refused",
    "veiled": "reads or changes stored bytes, which are not plain",
}
# No control fails these; what must then be found in the script, so that the reason can hold.
SCRIPT_SAYS = {
    "authenticity": r"hexio_|binary|db_save|writefile|open\s+\S+\s+[wra]|filesize|copy",
    "nonce": r"md5file|hexio_read|md5",
    "mapping": r"mmap",
    "stacked": r"multiplex|quota|vfs",
    "unfinished": r"",
}


NUMBERED = re.compile(r"^(.*?)(\d+)$")
RANGE = re.compile(r"^(.*?)(\d+)\.\.\.(\d+)$")


def fold(names):
    """Names as the list has them: a-1 a-2 a-3 is a-1...3."""
    numbered, folded = {}, []
    for name in names:
        parts = NUMBERED.match(name)
        if parts and (parts[2] == "0" or not parts[2].startswith("0")):
            numbered.setdefault(parts[1], []).append(int(parts[2]))
        else:
            folded.append(name)
    for stem, numbers in numbered.items():
        runs = []
        for number in sorted(numbers):
            if runs and number == runs[-1][1] + 1:
                runs[-1][1] = number
            else:
                runs.append([number, number])
        for first, last in runs:
            if last - first >= 2:
                folded.append(f"{stem}{first}...{last}")
            else:
                folded += [f"{stem}{number}" for number in range(first, last + 1)]
    return sorted(folded)


def unfold(words):
    names = set()
    for word in words:
        parts = RANGE.match(word)
        if parts:
            names.update(f"{parts[1]}{n}" for n in range(int(parts[2]), int(parts[3]) + 1))
        else:
            names.add(word)
    return names


@dataclass
class Entry:
    file: str
    tests: int
    shown_by: str
    reason: str
    failing: set = field(default_factory=set)

    def line(self):
        return "\t".join((self.file, str(self.tests), str(len(self.failing)), self.shown_by,
                          self.reason, " ".join(fold(self.failing))))


class Malformed(Exception):
    pass


def parse(text):
    """[Entry], each checked against what it says of itself."""
    entries = []
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if not lines or lines[0] != HEAD:
        raise Malformed("the allow-list does not begin with its column names")
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != 6:
            raise Malformed(f"not six columns: {line[:80]}")
        file, tests, count, shown_by, reason, names = cells
        failing = unfold(names.split())
        if len(failing) != int(count):
            raise Malformed(f"{file}: counts {count} failing tests and names {len(failing)}")
        if shown_by not in CONTROLS and shown_by not in SCRIPT_SAYS:
            raise Malformed(f"{file}: {shown_by} is nothing that could show a failure's reason")
        if not reason:
            raise Malformed(f"{file}: no reason")
        entries.append(Entry(file, int(tests), shown_by, reason, failing))
    return entries


def load(path=PATH):
    with open(path, encoding="utf-8") as file:
        return parse(file.read())


def by_file(entries):
    """{file: names of all its tests that may fail}."""
    allowed = {}
    for entry in entries:
        allowed.setdefault(entry.file, set()).update(entry.failing)
    return allowed


@dataclass
class Difference:
    file: str
    unexpected: set  # they fail and are not listed: the gate stays shut
    stale: set       # they are listed and do not fail: the list can be shorter


def compare(outcomes, entries):
    """[Difference] of the files that were run, in order."""
    allowed = by_file(entries)
    found = []
    for file in sorted(outcomes):
        listed = allowed.get(file, set())
        unexpected = outcomes[file].failed - listed
        stale = listed - outcomes[file].failed
        if unexpected or stale:
            found.append(Difference(file, unexpected, stale))
    return found


def save(entries, opening, path=PATH):
    order = [*CONTROLS, *SCRIPT_SAYS]
    entries = sorted(entries, key=lambda entry: (entry.file, order.index(entry.shown_by)))
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(f"# {line}\n" for line in opening) + HEAD + "\n")
        file.write("".join(entry.line() + "\n" for entry in entries))
