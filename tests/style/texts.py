"""Promises about names, sizes and texts (docs/adr/0000 says why such things are tests)."""

import re

from tree import CPP, HEADERS, SCRIPTS, Finding, Rule, line_of, matches, under

LINES_MAX = 500
DRAWERS = {"common", "util", "utils", "misc", "helper", "helpers"}


def is_code(path):
    return (path.endswith(CPP + SCRIPTS) or path.endswith("CMakeLists.txt")
            or path in ("dev", ".ci/run"))


def is_generated(path):
    return "/generated/" in path


def is_cpp(path):
    return path.endswith(CPP)


def files_have_a_size_to_read(tree):
    for path, text in tree.items():
        lines = text.count("\n")
        if is_code(path) and not is_generated(path) and lines > LINES_MAX:
            yield Finding(path, LINES_MAX, f"{lines} lines, more than {LINES_MAX}: look for the hidden noun")


def no_drawers(tree):
    for path in tree:
        for part in path.split("/"):
            stem = part.split(".")[0] or part
            if stem.lower() in DRAWERS or DRAWERS & set(stem.lower().split("_")[-1:]):
                yield Finding(path, 1, f"a thing has a name of its own; {part} names none")


USING_STD = re.compile(r"\busing\s+namespace\s+std\s*;")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(?!SANDERLING_ASSERT\b)\w+", re.MULTILINE)
UNDONE = re.compile(r"\b(TODO|FIXME|XXX)\b")
SLEEP = re.compile(r"\b(sleep_for|sleep_until|usleep|nanosleep)\s*\(")


def std_is_spelled_out(tree):
    return matches(tree, USING_STD, is_cpp, "std is spelled out")


def one_macro(tree):
    return matches(tree, DEFINE, is_cpp, "the only macro is SANDERLING_ASSERT")


def nothing_left_for_later(tree):
    return matches(tree, UNDONE, lambda path: is_cpp(path) or path.endswith("CMakeLists.txt"),
                   "what is left to do is an issue, not a comment")


def is_unit_test(path):
    return under(path, "tests/unit") and path.endswith("_test.cpp")


TEST_HEAD = re.compile(r"^(?:(?:TYPED_)?TEST(?:_F|_P)?|RC_GTEST_PROP)\s*\(\s*(\w+)\s*,\s*(\w+)\s*[,)]",
                       re.MULTILINE)
CLAIM = re.compile(r"\b(EXPECT|ASSERT)_[A-Z]+|\bRC_ASSERT\(|\b(ADD_)?FAIL(URE)?\(\)")


TEST_INCLUDE = re.compile(r'^#include "(tests/[^"]+)\.hpp"', re.MULTILINE)


def claims(tree, path):
    """Whether a test expects something, itself or through what tests share and it includes."""
    text = tree[path]
    shared = [stem + end for stem in TEST_INCLUDE.findall(text) for end in (".hpp", ".cpp")]
    return any(CLAIM.search(tree.get(each, "")) for each in [path] + shared)


def tests_can_fail(tree):
    for path, text in tree.items():
        if is_unit_test(path):
            if not TEST_HEAD.search(text):
                yield Finding(path, 1, "a test file without a test")
            elif not claims(tree, path):
                yield Finding(path, 1, "a test that expects nothing cannot fail")


def unit_tests_do_not_sleep(tree):
    return matches(tree, SLEEP, lambda path: under(path, "tests/unit"), "unit tests do not sleep")


def headers_introduce_themselves(tree):
    for path, text in tree.items():
        if path.endswith(HEADERS):
            if not re.match(r"//|/\*", text):
                yield Finding(path, 1, "a header opens by saying what it is")
            if path.endswith(".hpp") and not re.search(r"^#pragma once$", text, re.MULTILINE):
                yield Finding(path, 1, "#pragma once is missing")


# Where people and build machines keep their work trees. A path in a file tells on one of them, and
# means nothing on any other.
MACHINE_PATH = re.compile(r"(?<![\w.~$}-])/(?:home|Users|root|work|workspace|builds)/[\w.-]+")


def no_machine_shows(tree):
    """Links included: their text is where they point."""
    return matches(tree, MACHINE_PATH, lambda path: True, "a path of somebody's machine")


_OPENING = "// What it is.\n#pragma once\n"

RULES = [
    Rule("files have a size to read", files_have_a_size_to_read,
         bad=[{"core/types/a.cpp": "\n" * 501}, {"dev": "\n" * 501}],
         good={"core/types/a.cpp": "\n" * 500, "docs/a.md": "\n" * 900,
               "schema/generated/a.cpp": "\n" * 900}),
    Rule("no drawers", no_drawers,
         bad=[{"core/utils/a.cpp": ""}, {"client-sdk/helpers.hpp": ""}, {"core/wire/frame_utils.cpp": ""}],
         good={"core/wire/frame.cpp": "", "CONTRIBUTING.md": ""}),
    Rule("std is spelled out", std_is_spelled_out,
         bad=[{"core/types/a.cpp": "using namespace std;\n"}],
         good={"core/types/a.cpp": "using namespace std::chrono_literals;\n"}),
    Rule("one macro", one_macro,
         bad=[{"core/types/a.hpp": "#define MAX(a, b) a\n"},
              {"core/types/a.hpp": "  # define SANDERLING_ASSERTS 1\n"}],
         good={"core/types/a.hpp": "#define SANDERLING_ASSERT(x) x\n"}),
    Rule("nothing left for later", nothing_left_for_later,
         bad=[{"core/types/a.cpp": "// TO" + "DO: more\n"}],
         good={"core/types/a.cpp": "// To do this, call f.\n"}),
    Rule("tests can fail", tests_can_fail,
         bad=[{"tests/unit/core/a_test.cpp": "TEST(A, B) { f(); }\n"},
              {"tests/unit/core/a_test.cpp": "// EXPECT_EQ\n"}],
         good={"tests/unit/core/a_test.cpp": "TEST(A, B) { EXPECT_EQ(1, 1); }\n",
               "tests/unit/core/b_test.cpp": '#include "tests/vectors/file.hpp"\nTEST(A, B) { f(); }\n',
               "tests/vectors/file.cpp": "void f() { EXPECT_EQ(1, 1); }\n"}),
    Rule("unit tests do not sleep", unit_tests_do_not_sleep,
         bad=[{"tests/unit/a_test.cpp": "std::this_thread::sleep_for(1s);\n"}],
         good={"tests/integration/a_test.cpp": "std::this_thread::sleep_for(1s);\n"}),
    Rule("headers introduce themselves", headers_introduce_themselves,
         bad=[{"core/types/a.hpp": "#pragma once\n"}, {"core/types/a.hpp": "// What it is.\n"}],
         good={"core/types/a.hpp": _OPENING}),
    Rule("no machine shows", no_machine_shows,
         bad=[{"docs/a.md": "See " + "/".join(["", "home", "ann", "notes"]) + ".\n"},
              {"tests/a.cpp": '"' + "/".join(["", "work", "tree"]) + '"\n'}],
         good={"docs/a.md": "https://example.org/home/page and ~/src/tree\n"}),
]
