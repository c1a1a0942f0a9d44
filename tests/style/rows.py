"""Fails when docs/rows.md lacks a row, or names a test or a picture that does not exist."""
import re
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
ids = "1 1b 1c 1d 2 3a 3b 3c 3d 3e 4 5 6 7 8a 8b 9 10".split()
page_tests = root / "examples/practitioner-app/page/test"


def titles(name):
    """The titles of a file's tests in a browser."""
    file = page_tests / name
    return re.findall(r"^test\('((?:[^'\\]|\\.)*)'", file.read_text(encoding="utf-8"), re.M) if file.is_file() else []


def cpp_tests():
    found = set()
    for file in (root / "tests").rglob("*.cpp"):
        for suite, name in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", file.read_text(encoding="utf-8"), re.M):
            found.add(f"{suite}.{name}")
    return found


def problems_of(page, known, title_list, has_file):
    found = []
    rows = re.split(r"^## ", page, flags=re.M)[1:]
    named = [row.split(".", 1)[0] for row in rows]
    if named != ids:
        found.append(f"the rows are {named}")
    for row in rows:
        name = row.split(".", 1)[0]
        lines = re.findall(r"^- Tests: (.*)$", row, re.M)
        tests = re.findall(r"`(\w+\.\w+)`", " ".join(lines))
        acted = re.findall(r'`(\w+\.test\.mjs)` "([^"]+)"', " ".join(lines))
        if not tests and not acted and "No test acts it" not in row:
            found.append(f"row {name} names no test, and does not say so")
        found += [f"row {name}: no test {test}" for test in tests if test not in known]
        found += [f"row {name}: no test \"{title}\" in {file}" for file, title in acted
                  if not any(each.startswith(title) for each in title_list(file))]
        pictures = re.findall(r"\]\(([^)]+)\)", row)
        if not pictures and not re.search(r"^- No picture: ", row, re.M):
            found.append(f"row {name} has no picture, and does not say so")
        found += [f"row {name}: no picture {picture}" for picture in pictures if not has_file(picture)]
    return found


def self_test():
    page = "".join(f"## {each}. Row\n- Tests: `A.B`, `x.test.mjs` \"story\"\n- Picture: ![p](p.png)\n" for each in ids)
    check = lambda text: problems_of(text, {"A.B"}, lambda file: ["story 1: it"], lambda path: path == "p.png")
    assert check(page) == [], check(page)
    for old, new in (("## 3b. Row", "## 3x. Row"), ("`A.B`", "`A.C`"), ('"story"', '"tale"'), ("p.png", "q.png"),
                     ("- Picture: ![p](p.png)\n", ""), ("- Tests: `A.B`, `x.test.mjs` \"story\"\n", "")):
        assert check(page.replace(old, new, 1)), old


self_test()
sys.exit("\n".join(problems_of((root / "docs/rows.md").read_text(encoding="utf-8"), cpp_tests(), titles,
                               lambda path: (root / "docs" / path).is_file())) or None)
