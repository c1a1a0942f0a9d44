"""Promises about docs/threat-model.md: what it says is shown, and what is tried is in it."""

import re

from tree import Finding, Rule, line_of

PAGE = "docs/threat-model.md"
CHECKS = "core/types/check.hpp"
TEST = re.compile(r"^(?:TYPED_)?TEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)
PROGRAM = re.compile(r"\b(?:sanderling_test\(|NAME |foreach\(_name )([\w ]+)")
UNCHECKED = "tests/integration/hostile_server/CMakeLists.txt"
REMOVABLE = re.compile(r"\bis_removed\(Check::")
ENUMERATOR = re.compile(r"^    (\w+),", re.MULTILINE)
# A name of a test or a suite, or with … the beginning of one.
NAME = re.compile(r"\b([A-Z][a-z]\w*[A-Z]\w*|A[A-Z][a-z]\w*|[A-Z][a-z]+(?=…))(…?)")
QUOTED = re.compile(r"`([\w]+)`")


def tests_of(tree):
    """Pairs of suite and name."""
    for path, text in tree.items():
        if path.endswith("_test.cpp"):
            for match in TEST.finditer(text):
                yield path, line_of(text, match.start()), match.group(1), match.group(2)


def programs_of(tree):
    out = set()
    for path, text in tree.items():
        if path.endswith("CMakeLists.txt"):
            for match in PROGRAM.finditer(text):
                out.update(match.group(1).split())
    return out


def cells_of(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def rows_of(page):
    """Line number, heads and cells of each row of each table."""
    heads = None
    for number, line in enumerate(page.split("\n"), 1):
        if not line.startswith("|"):
            heads = None
        elif heads is None:
            heads = cells_of(line)
        elif not re.fullmatch(r"[|\-\s]+", line):
            yield number, heads, cells_of(line)


def shown_by_nothing(cell, names, programs):
    """What is wrong with a cell that says which tests show something."""
    if cell == "—":
        return
    told = [(name, dots) for name, dots in NAME.findall(cell)]
    quoted = QUOTED.findall(cell)
    for program in quoted:
        if program not in programs:
            yield f"no such test program: {program}"
    for name, dots in told:
        if name not in names and not (dots and any(each.startswith(name) for each in names)):
            yield f"no such test: {name}"
    if not told and not quoted:
        yield "neither a test nor — is named"


def attack_is_not(cells, attacks, checks):
    names = QUOTED.findall(cells[1])
    if len(names) != 1 or names[0] not in attacks:
        yield f"no such attack: {cells[1]}"
    stops = QUOTED.findall(cells[3])
    for check in stops:
        if check not in checks:
            yield f"no such check: {check}"
    if not stops:
        yield "which check stops it is not named"


def threats_are_shown(tree):
    page = tree.get(PAGE)
    if page is None:
        return
    tests = list(tests_of(tree))
    attacks = {name for _, _, suite, name in tests if suite == "HostileServer"}
    names = {each for _, _, suite, name in tests for each in (suite, name)}
    checks = set(ENUMERATOR.findall(tree.get(CHECKS, "")))
    programs = programs_of(tree)
    listed = set()
    stopping = set()
    for number, heads, cells in rows_of(page):
        wrong = []
        if heads[-1] == "stopped by" and not cells[0].startswith("**"):
            wrong = attack_is_not(cells, attacks, checks)
            listed.update(QUOTED.findall(cells[1]))
            stopping.update(QUOTED.findall(cells[3]))
        elif heads[-1] == "shown by":
            wrong = shown_by_nothing(cells[-1], names, programs)
        for text in wrong:
            yield Finding(PAGE, number, text)
    for path, line, suite, name in tests:
        if suite == "HostileServer" and name not in listed:
            yield Finding(path, line, f"an attack that {PAGE} does not name: {name}")
    for check in sorted(checks - stopping):
        yield Finding(CHECKS, 1, f"a check that stops nothing in {PAGE}: {check}")


def checks_can_be_removed(tree):
    """A file that the unchecked build leaves out keeps its check, and an attack on it proves nothing."""
    listed = tree.get(UNCHECKED, "")
    for path, text in tree.items():
        match = REMOVABLE.search(text)
        if path.endswith(".cpp") and match and f"/{path}" not in listed:
            yield Finding(path, line_of(text, match.start()), f"not in {UNCHECKED}")


_CHECK = "enum class Check {\n    seal,  // …\n};\n"
_ATTACKS = "| the server … | test | is refused as | stopped by |\n|---|---|---|---|\n"
_SHOWN = "| they | because | shown by |\n|---|---|---|\n"
_TEST = "TEST_F(HostileServer, ALieToldTwice) {}\n"
_CMAKE = "sanderling_test(vault_test SOURCES a_test.cpp)\n"


def _tree(page, test=_TEST, check=_CHECK):
    return {PAGE: page, "tests/a_test.cpp": test, CHECKS: check, "tests/CMakeLists.txt": _CMAKE}


_LIE = "| lies | `ALieToldTwice` | `malformed` | `seal` |\n"

_REMOVABLE = "if (is_removed(Check::seal)) return {};\n"

RULES = [
    Rule("checks can be removed", checks_can_be_removed,
         bad=[{"core/wire/a.cpp": _REMOVABLE, UNCHECKED: "${_root}/core/wire/b.cpp"},
              {"core/wire/a.cpp": _REMOVABLE}],
         good={"core/wire/a.cpp": _REMOVABLE, UNCHECKED: "set(_unchecked ${_root}/core/wire/a.cpp)"}),
    Rule("threats are shown", threats_are_shown,
         bad=[_tree(_ATTACKS + _LIE + "| lies | `ALieToldOnce` | `malformed` | `seal` |\n"),
              _tree(_ATTACKS + "| lies | `ALieToldTwice` | `malformed` | `chain` |\n"),
              _tree(_ATTACKS + _LIE, test=_TEST + "TEST_F(HostileServer, ATheft) {}\n"),
              _tree(_ATTACKS + _LIE, check=_CHECK.replace("};", "    chain,  // …\n};")),
              _tree(_ATTACKS + _LIE + "\n" + _SHOWN + "| read | sealed | `vault_test` ReadsNothing |\n"),
              _tree(_ATTACKS + _LIE + "\n" + _SHOWN + "| read | sealed | `walk_test` |\n"),
              _tree(_ATTACKS + _LIE + "\n" + _SHOWN + "| read | sealed | |\n")],
         good=_tree(_ATTACKS + "| **Lies** | | | |\n" + _LIE + "\n" + _SHOWN +
                    "| read | sealed | `vault_test` ALieToldTwice, HostileServer |\n"
                    "| write | sealed | `vault_test` (Hostile…) |\n| remember | nothing | — |\n")),
]
