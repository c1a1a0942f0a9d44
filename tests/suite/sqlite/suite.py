"""Runs SQLite's own test suite over the encrypting VFS and compares it with the allow-list.

    ./dev suite sqlite [veryquick|crash|faults|short|FILE.test …]    all three long ones by default

docs/suites.md says what is run and why tests may fail."""

import argparse
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import allow_list  # noqa: E402
import controls  # noqa: E402
import fixture_build  # noqa: E402
import selections  # noqa: E402
import source_package  # noqa: E402
from runs import Runner  # noqa: E402

FAILING_MAX = 0.006  # of the tests that are counted
SKIPPED = 77         # ctest: there was nothing to run
OPENING = ("Tests of SQLite 3.40.1's own suite that fail through the encrypting VFS, and what shows why.",
           "Written by `./dev suite sqlite --record`; the reasons are ours (docs/suites.md).")


def say(text):
    print(text, flush=True)


def teller(label):
    """Prints each file that fails or takes long, and every fiftieth."""
    def tell(done, of, outcome):
        if outcome.failed or outcome.seconds > 30 or done % 50 == 0 or done == of:
            failed = f", {outcome.failing} failing" if outcome.failed else ""
            why = f" ({outcome.why})" if outcome.why else ""
            say(f"  {label} {done} of {of}: {outcome.file}, {outcome.tests} tests{failed}, "
                f"{outcome.seconds:.1f} s{why}")
    return tell


def run_controls(runner, wanted):
    """`wanted`: {control: files}."""
    return {control: runner.run(files, control, teller(control))
            for control, files in wanted.items() if files}


def totals(chosen, outcomes):
    """[{selection, files, tests, failing, seconds}] with a last line for all."""
    lines = []
    for name, files in [*chosen.items(), ("all", list(outcomes))]:
        ran = [outcomes[file] for file in dict.fromkeys(files)]
        lines.append({"selection": name, "files": len(ran), "tests": sum(o.tests for o in ran),
                      "failing": sum(o.failing for o in ran),
                      "seconds": round(sum(o.seconds for o in ran), 1)})
    return lines


def print_totals(lines):
    say(f"\n{'':12}{'files':>8}{'tests':>10}{'failing':>9}{'%':>8}{'seconds':>10}")
    for line in lines:
        share = 100 * line["failing"] / max(1, line["tests"])
        say(f"{line['selection']:12}{line['files']:>8}{line['tests']:>10}{line['failing']:>9}"
            f"{share:>8.3f}{line['seconds']:>10}")


def report_differences(differences, outcomes):
    for difference in differences:
        if difference.unexpected:
            say(f"NOT ALLOWED  {difference.file}: {' '.join(sorted(difference.unexpected)[:20])}")
            if outcomes[difference.file].why:
                say(f"             {outcomes[difference.file].why}")
        if difference.stale:
            say(f"stale entry  {difference.file}: {' '.join(sorted(difference.stale)[:20])}")


def judge(lines, differences, entries, problems):
    """[text] of what shuts the gate."""
    shut = [f"{sum(bool(each.unexpected) for each in differences)} files fail otherwise than listed"
            ] if any(each.unexpected for each in differences) else []
    if not lines[-1]["tests"]:
        shut.append("no test was run")
    for line in lines:
        if line["selection"] == "veryquick" and line["failing"] > FAILING_MAX * line["tests"]:
            shut.append(f"more than {100 * FAILING_MAX:.1f} % of veryquick fails")
    # Beneath the VFS the crash simulator may find nothing that SQLite itself does not fail as well.
    shut += [f"{entry.file} is about crashes, and no control shows its failures" for entry in entries
             if entry.shown_by in allow_list.SCRIPT_SAYS
             and selections.matches(entry.file, selections.CRASH)]
    if problems:
        shut.append(f"{len(problems)} reasons of the allow-list do not hold")
    return shut


def check_reasons(runner, entries):
    """Runs the controls for `entries` and returns what does not hold."""
    wanted = {control: controls.files_needing(entries, control) for control in allow_list.CONTROLS}
    outcomes = run_controls(runner, wanted)

    def script_of(file):
        with open(runner.path_of(file), encoding="utf-8", errors="replace") as script:
            return script.read()

    problems = controls.unproven(entries, outcomes, script_of)
    problems += [f"{entry.file}: nobody has said why" for entry in entries if entry.reason == "?"]
    return problems


def record(runner, outcomes, old):
    """Writes the allow-list anew for the files that were run; the others keep their entries."""
    failing = {file: outcome for file, outcome in outcomes.items() if outcome.failed}
    left = {file: set(outcome.failed) for file, outcome in failing.items()}
    shown = {}
    for control in allow_list.CONTROLS:  # each only over what those before have not shown
        files = sorted(file for file, failed in left.items() if failed)
        shown.update(run_controls(runner, {control: files}))
        for file, run in shown.get(control, {}).items():
            left[file] -= run.failed
    explained = controls.explain(failing, shown, old)
    kept = [entry for entry in old if entry.file not in outcomes]
    allow_list.save(kept + explained, OPENING)
    return kept + explained


def arguments():
    parser = argparse.ArgumentParser(prog="./dev suite sqlite", description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", default=["veryquick", "crash", "faults"],
                        help="veryquick, crash, faults, short, or names of test files")
    parser.add_argument("--scratch", default=os.path.join(fixture_build.ROOT, "build", "suite"),
                        help="where source, build and logs go (build/suite)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="test files at a time")
    parser.add_argument("--no-controls", action="store_true", help="do not check the reasons")
    parser.add_argument("--record", action="store_true", help="write the allow-list anew")
    parser.add_argument("--json", action="store_true", help="the result as JSON, progress on stderr")
    return parser.parse_args()


def main():
    options = arguments()
    out = sys.stdout
    if options.json:
        sys.stdout = sys.stderr
    scratch = os.path.abspath(options.scratch)
    os.makedirs(scratch, exist_ok=True)
    began = time.monotonic()
    try:
        say("Fetching Debian's source package of sqlite3")
        source = source_package.fetch(scratch)
        say("Building testfixture with the VFS")
        fixture = fixture_build.build(source, scratch, options.jobs)
    except source_package.Unavailable as error:
        say(f"SKIPPED: SQLite's suite was not run, because it cannot be had here.\n{error}")
        return SKIPPED
    except fixture_build.BuildFailed as error:
        say(str(error))
        return 1
    with Runner(fixture, source, scratch, options.jobs) as runner:
        chosen = selections.choose(runner, options.what)
        files = sorted({file for group in chosen.values() for file in group})
        outcomes = runner.run(files, "vault", teller("vault"))
        entries = allow_list.load()
        if options.record:
            entries = record(runner, outcomes, entries)
        concerned = [entry for entry in entries if entry.file in outcomes]
        problems = [] if options.no_controls else check_reasons(runner, concerned)
    differences = allow_list.compare(outcomes, entries)
    lines = totals(chosen, outcomes)
    print_totals(lines)
    report_differences(differences, outcomes)
    for problem in problems:
        say(f"NO REASON    {problem}")
    shut = judge(lines, differences, entries, problems)
    took = time.monotonic() - began
    say(f"\n{took:.0f} s. " + ("The gate is shut: " + "; ".join(shut) + "." if shut else "As listed."))
    if options.json:
        result = {"selections": lines, "seconds": round(took, 1), "shut": shut, "problems": problems,
                  "unexpected": {d.file: sorted(d.unexpected) for d in differences if d.unexpected},
                  "stale": {d.file: sorted(d.stale) for d in differences if d.stale}}
        print(json.dumps(result, indent=2), file=out)
    return 1 if shut else 0


if __name__ == "__main__":
    sys.exit(main())
