"""Which files of SQLite's suite are run, and how each is run."""

import fnmatch
import os

# The crash simulator lies beneath the VFS in these (fixture/fixture.cpp).
CRASH = ("crash*.test", "walcrash*.test", "journal*.test", "savepoint*.test")
# (mallocAll.test runs the other malloc files over again.)
FAULTS = ("ioerr*.test", "malloc*.test", "pagerfault*.test", "walfault*.test")

# A minute's worth: crashes, journals, the log, savepoints, faults, temporary files, vacuum, backup.
SHORT = (
    "backup2.test", "crash.test", "crash3.test", "crash4.test", "crash6.test", "incrblob2.test",
    "ioerr.test", "ioerr2.test", "journal2.test", "journal3.test", "jrnlmode.test", "malloc5.test",
    "pager1.test", "pagerfault3.test", "savepoint.test", "savepoint2.test", "select1.test",
    "temptable.test", "trans.test", "vacuum.test", "wal.test", "wal2.test", "walcrash.test",
    "walcrash2.test", "walfault2.test", "walrestart.test",
)

# SQLite takes auto-vacuum from the header of an empty file when that gives a page size, and not from
# a pragma any more; files about it get a header that has it on.
AUTO_VACUUM = ("autovacuum*.test", "incrvacuum*.test", "pagerfault.test")

LIMIT_SECONDS = 1800
# It waits for a file of less than two pages of 1024 bytes, in a loop.
ENDLESS = {"incrvacuum2.test": 30}


def matches(file, patterns):
    return any(fnmatch.fnmatch(file, pattern) for pattern in patterns)


def files_of(folder, patterns):
    return sorted(name for name in os.listdir(folder)
                  if matches(name, patterns) and name != "mallocAll.test")


def limit_of(file):
    return ENDLESS.get(file, LIMIT_SECONDS)


def choose(runner, names):
    """{selection: files} for the names of selections, or of files."""
    testdir = os.path.join(runner.source, "test")
    chosen = {}
    for name in names:
        if name == "veryquick":
            chosen[name] = runner.select("veryquick")
        elif name == "crash":
            chosen[name] = files_of(testdir, CRASH)
        elif name == "faults":
            chosen[name] = files_of(testdir, FAULTS)
        elif name == "short":
            chosen[name] = [file for file in SHORT if os.path.exists(os.path.join(testdir, file))]
        else:
            chosen.setdefault("named", []).append(name)
    return chosen
