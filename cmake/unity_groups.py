#!/usr/bin/env python3
"""Which sources of a target the compiler may read as one (CONTRIBUTING.md, "What the build costs").

Read together, files share one scope: what one of them declares for itself alone, another would find.
So a file joins a group only if nothing that an earlier member keeps to itself (in an anonymous
namespace, as a constant, as an alias) is so much as mentioned in it or in a header that it brings.
Arguments: the repository; a file of lines `target folder source…`, separated by tabs; the file of
CMake code to write.
"""

import collections
import functools
import pathlib
import re
import sys

FILES_IN_A_GROUP = 12

_NOISE = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<end>[^(\s]*)\(.*?\)(?P=end)"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\])+\'',
    re.S,
)
_WORD = re.compile(r"(?<![\w.])(?<!->)(?<!::)[A-Za-z_]\w*")
_SPACE_OPENS = re.compile(r"\s*(?:inline\s+)?namespace\b([\s\w:]*)$")
_TYPE = re.compile(r"(?:struct|class|union|enum(?:\s+class)?)\s+(\w+)\b(?!\s*::)")
_USING = re.compile(r"((?:\busing\s+(?:[\w:]+::)?|\bnamespace\s+)(\w+)(?:\s*=[^;]*)?;)")
_LOCAL = re.compile(r"\b(?:static|const|constexpr|constinit)\b")

_File = collections.namedtuple("_File", "included words types functions others usings")


def _without_templates(text):
    """Drops what stands in angle brackets, innermost first."""
    before = None
    while before != text:
        before, text = text, re.sub(r"<[^<>();{}]*>", " ", text)
    return text


def _declared(statement, is_anonymous):
    """The names that a statement at namespace scope keeps to its file: (functions, others)."""
    statement = re.sub(r"\[\[.*?\]\]", " ", statement).strip()
    words = statement.split()
    if not words or words[:2] == ["using", "namespace"]:
        return set(), set()
    if words[0] in ("using", "namespace"):
        if "=" in statement:
            return set(), {words[1]}
        return set(), set(re.findall(r"(\w+)\s*(?:,|$)", statement))
    text = re.sub(r"^template\s*", "", _without_templates(statement))
    if not (is_anonymous or _LOCAL.search(text.split("(")[0])):
        return set(), set()
    ended = re.search(r"[=({;\[]", text)
    head = text[: ended.start()] if ended else text
    names = re.findall(r"[\w:]+", head)
    kind = _TYPE.match(head)
    if kind:
        return set(), {kind.group(1)}
    if not names or "operator" in head or "::" in names[-1] or names[-1].isupper():
        return set(), set()
    is_function = ended and ended.group() == "("
    return ({names[-1]}, set()) if is_function else (set(), {names[-1]})


def _declared_names(text, is_header):
    """What a header declares, or a source declares for itself: walks the braces of its namespaces."""
    text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", " ", text, flags=re.M)
    functions, others, scopes, start, depth, i = set(), set(), [], 0, 0, 0

    def declare(end):
        found = _declared(text[start:end], is_header or (bool(scopes) and scopes[-1]))
        functions.update(found[0])
        others.update(found[1])

    while i < len(text):
        letter = text[i]
        if letter == "{":
            statement = text[start:i]
            space = _SPACE_OPENS.match(statement) if depth == 0 else None
            if space:
                scopes.append(bool(not space.group(1).strip()) or (scopes and scopes[-1]))
                start = i + 1
            else:
                if depth == 0:
                    declare(i)
                    if re.match(r"\s*enum\s+(?!class)", statement):
                        others |= set(re.findall(r"\w+", text[i : text.find("}", i)]))
                depth += 1
        elif letter == "}":
            if depth:
                depth -= 1
                if depth == 0:
                    start = i + 1
            elif scopes:
                scopes.pop()
                start = i + 1
        elif letter == ";" and depth == 0:
            declare(i)
            start = i + 1
        i += 1
    return functions, others


@functools.lru_cache(maxsize=None)
def _read(path):
    """What matters of a file: what it includes, mentions and keeps to itself."""
    raw = pathlib.Path(path).read_text(encoding="utf-8")
    text = _NOISE.sub(lambda m: " " if m.group().startswith("/") else '""', raw)
    functions, others = _declared_names(text, is_header=not path.endswith(".cpp"))
    if path.endswith(".cpp"):
        others |= set(re.findall(r"^#define\s+(\w+)", raw, re.M))
    return _File(
        included=re.findall(r'^#include "([^"]+)"', raw, re.M),
        words=set(_WORD.findall(text)),
        types=set(_TYPE.findall(text)),
        functions=functions,
        others=others,
        usings={name: whole for whole, name in _USING.findall(text)},
    )


class _Group:
    def __init__(self):
        self.paths, self.functions, self.others = [], set(), set()
        self.headers, self.usings = set(), {}

    def takes(self, path, headers):
        """Whether nothing in the file would find what an earlier member keeps to itself."""
        file, others = _read(path), self.others
        # The same using-declaration or alias may stand twice.
        same = {name for name, using in file.usings.items() if self.usings.get(name) == using}
        others = others - same
        new_headers = [_read(h) for h in headers - self.headers]
        # A type or a constant from a header that it does not know would be shadowed by its own.
        known = set().union(*(_read(h).others for h in headers))
        unknown = (file.types | {word for word in file.words if word.islower()}) - known
        return not (
            others & file.words
            or any(_read(h).others & unknown for h in self.headers - headers)
            or self.functions & (file.functions | file.others)
            or any(others & h.words or self.functions & h.functions for h in new_headers)
        )

    def add(self, path, headers):
        file = _read(path)
        self.paths.append(path)
        self.functions |= file.functions
        self.others |= file.others
        self.usings.update(file.usings)
        self.headers |= headers


class Sources:
    """The project's files, and what each brings with it."""

    def __init__(self, root):
        self._root = root

    @functools.lru_cache(maxsize=None)
    def headers(self, path):
        found, ahead = set(), [path]
        while ahead:
            here = ahead.pop()
            for name in _read(here).included:
                for base in (self._root, pathlib.Path(here).parent):
                    file = str(base / name)
                    if file not in found and pathlib.Path(file).is_file():
                        found.add(file)
                        ahead.append(file)
        return frozenset(found)

    def groups(self, paths):
        """Lists of sources that may be read as one, each in order."""
        groups = []
        for path in paths:
            headers = self.headers(path)
            for group in groups:
                if len(group.paths) < FILES_IN_A_GROUP and group.takes(path, headers):
                    break
            else:
                group = _Group()
                groups.append(group)
            group.add(path, headers)
        return [group.paths for group in groups]


def main():
    root, wanted, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    sources, lines, seen = Sources(root), [], set()
    for line in wanted.read_text(encoding="utf-8").splitlines():
        target, folder, *paths = line.split("\t")
        # CMake keeps the group of a source for a folder, not for a target.
        places = {(folder, path) for path in paths}
        paths = [path for path in paths if (folder, path) not in seen]
        seen |= places
        groups = [group for group in sources.groups(paths) if len(group) > 1]
        if not groups:
            continue
        lines.append(f"set_target_properties({target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)")
        for number, group in enumerate(groups):
            files = " ".join(f'"{path}"' for path in group)
            lines.append(
                f"set_source_files_properties({files} TARGET_DIRECTORY {target}"
                f" PROPERTIES UNITY_GROUP {target}_{number})"
            )
    out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
