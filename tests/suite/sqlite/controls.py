"""Checks the allow-list's reasons: the same files through SQLite's own VFS with nothing of ours but the
property that a reason names (fixture/control_vfs.hpp)."""

import re

import allow_list


def files_needing(entries, control):
    """A control shows its own entries; and for a reason that no control shows, that none does."""
    return sorted({entry.file for entry in entries
                   if entry.shown_by == control or entry.shown_by in allow_list.SCRIPT_SAYS})


def unproven(entries, outcomes, script_of):
    """[text] for each entry whose reason does not hold. `outcomes[control][file]`, and
    `script_of(file)` gives the text of a test file."""
    problems = []
    for entry in entries:
        if entry.shown_by in allow_list.CONTROLS:
            run = outcomes.get(entry.shown_by, {}).get(entry.file)
            passing = entry.failing - (run.failed if run else set())
            if passing:
                problems.append(f"{entry.file}: said to fail when {entry.shown_by}, but passes there: "
                                + " ".join(sorted(passing)[:8]))
            continue
        for control, runs in outcomes.items():
            also = entry.failing & runs[entry.file].failed if entry.file in runs else set()
            if also:
                problems.append(f"{entry.file}: said to be shown by no control ({entry.shown_by}), but "
                                f"fails when {control}: " + " ".join(sorted(also)[:8]))
        if not re.search(allow_list.SCRIPT_SAYS[entry.shown_by], script_of(entry.file)):
            problems.append(f"{entry.file}: nothing in it speaks for {entry.shown_by}")
    return problems


def explain(ours, outcomes, old):
    """The entries for what failed, with the reasons that the old ones gave. Where no control shows a
    failure, the old entry's class and reason are kept, and a new one says that nobody has looked."""
    reasons = {(entry.file, entry.shown_by): entry.reason for entry in old}
    entries = []
    for file, outcome in ours.items():
        left = set(outcome.failed)
        for control in allow_list.CONTROLS:
            run = outcomes.get(control, {}).get(file)
            shown = left & run.failed if run else set()
            left -= shown
            if shown:
                reason = reasons.get((file, control), allow_list.CONTROLS[control])
                entries.append(allow_list.Entry(file, outcome.tests, control, reason, shown))
        for entry in old:
            same = left & entry.failing if entry.file == file else set()
            if same and entry.shown_by in allow_list.SCRIPT_SAYS:
                left -= same
                entries.append(allow_list.Entry(file, outcome.tests, entry.shown_by, entry.reason,
                                                same))
        if left:
            entries.append(allow_list.Entry(file, outcome.tests, "authenticity", "?", left))
    return entries
