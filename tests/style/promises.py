"""Checks what the code promises about itself; ctest and `./dev check` run it.

    promises.py [--root DIR]    exit code 1 and a line for each broken promise
    promises.py --self-test     shows that each rule finds its bad examples and spares its good one
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import arrows  # noqa: E402
import coroutines  # noqa: E402
import texts  # noqa: E402
import threats  # noqa: E402
from tree import read_tree  # noqa: E402

RULES = arrows.RULES + coroutines.RULES + texts.RULES + threats.RULES
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def self_test():
    failures = 0
    for rule in RULES:
        problems = [f"does not find bad example {number}" for number, tree in enumerate(rule.bad, 1)
                    if not list(rule.find(tree))]
        problems += [f"blames its good example: {finding}" for finding in rule.find(rule.good)]
        if not rule.bad or not rule.good:
            problems.append("has no examples")
        for problem in problems:
            print(f"{rule.name}: {problem}")
        failures += bool(problems)
    print(f"{len(RULES)} rules, {sum(len(rule.bad) for rule in RULES)} bad examples, {failures} failures")
    return failures


def check(root):
    tree = read_tree(root)
    if not any(path.endswith(".cpp") for path in tree):
        print(f"no source files in {root}")
        return 1
    broken = 0
    for rule in RULES:
        findings = list(rule.find(tree))
        for finding in findings:
            print(f"{finding}  [{rule.name}]")
        broken += len(findings)
    print(f"{len(RULES)} promises over {len(tree)} files, {broken} broken")
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", default=ROOT)
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    return 1 if (self_test() if arguments.self_test else check(os.path.abspath(arguments.root))) else 0


if __name__ == "__main__":
    sys.exit(main())
