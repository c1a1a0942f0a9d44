"""The files that the promises are about: a map from path to text, and what a broken promise says."""

import os
import subprocess
from dataclasses import dataclass, field

CPP = (".cpp", ".hpp", ".c", ".h")
HEADERS = (".hpp", ".h")
SCRIPTS = (".py", ".bash", ".sh", ".cmake")
LEFT_OUT = {".git", ".deps", ".cache", "build", "__pycache__"}


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True)
class Rule:
    """`find` maps a tree to findings. It must find something in each of `bad`, nothing in `good`."""

    name: str
    find: callable
    bad: list = field(default_factory=list)
    good: dict = field(default_factory=dict)


def read_tree(root):
    """Every text file that is, or is about to be, under version control."""
    tree = {}
    for path in _listed_by_git(root) or _walked(root):
        full = os.path.join(root, path)
        try:
            if os.path.islink(full):
                tree[path] = os.readlink(full)  # what is kept of a link is where it points
                continue
            with open(full, encoding="utf-8") as file:
                tree[path] = file.read()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            pass  # not text, or deleted and not yet committed
    return tree


def _listed_by_git(root):
    command = ["git", "-c", f"safe.directory={root}", "-C", root, "ls-files", "-z",
               "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return []  # a source archive
    return [name for name in done.stdout.decode().split("\0") if name]


def _walked(root):
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        for name in files:
            yield os.path.relpath(os.path.join(folder, name), root)


def under(path, folder):
    return path.startswith(folder + "/")


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def matches(tree, pattern, wanted, text):
    """A finding for each match of `pattern` in the files for which `wanted(path)` holds."""
    for path, content in tree.items():
        if wanted(path):
            for match in pattern.finditer(content):
                yield Finding(path, line_of(content, match.start()), f"{text}: {match.group(0).strip()}")
