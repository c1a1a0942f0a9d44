"""Runs test files of SQLite's suite, each in a process and a folder of its own, without root's rights
(root may read what a test has made unreadable), and reads what they say."""

import concurrent.futures
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

import selections

PRELUDE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "prelude.tcl")
SAID_AT_THE_END = re.compile(r"^(\d+) errors out of (\d+) tests", re.MULTILINE)
FAILED_LIST = re.compile(r"^!Failures on these tests:(.*)$", re.MULTILINE)
FAILED_ONE = re.compile(r"^! (\S+) (?:expected|got):", re.MULTILINE)
PASSED_ONE = re.compile(r"\.\.\. Ok$", re.MULTILINE)
UNFINISHED = "(unfinished)"
# A fault simulation makes the n-th call fail, for every n that there is. Which n fall into the part
# that fails differs from run to run, so X.17 is known as X.*.
NTH_FAULT = re.compile(r"^(.*-(?:oom|ioerr|full|shmerr|cantopen)(?:-transient|-persistent)?)\.\d+$")


@dataclass
class Outcome:
    """`failed` are names of tests; UNFINISHED among them if the file did not run to its end."""
    file: str
    tests: int = 0
    failing: int = 0  # tests; more than there are names, where one stands for many
    failed: set = field(default_factory=set)
    why: str = ""  # it did not run to its end
    seconds: float = 0.0


def read_outcome(file, text, code, seconds):
    outcome = Outcome(file, seconds=seconds)
    end = SAID_AT_THE_END.search(text)
    failed = FAILED_LIST.search(text)
    # Loops name several tests alike; each failure counts, so a repeated name is numbered.
    seen = {}
    for name in (failed.group(1).split() if failed else FAILED_ONE.findall(text)):
        seen[name] = seen.get(name, 0) + 1
        outcome.failing += 1 if failed or seen[name] == 1 else 0
        nth = NTH_FAULT.match(name)
        if nth:
            name = nth[1] + ".*"
        elif failed and seen[name] > 1:
            name = f"{name}#{seen[name]}"
        outcome.failed.add(name)
    if end:
        outcome.tests = int(end.group(2))
        return outcome
    outcome.tests = len(PASSED_ONE.findall(text)) + outcome.failing
    if code == 0 and outcome.tests == 0:
        return outcome  # it is for another system, or another build
    outcome.tests += 1
    outcome.failing += 1
    outcome.failed.add(UNFINISHED)
    if code is None:
        outcome.why = f"stopped after {seconds:.0f} s"
    elif code < 0:
        outcome.why = f"killed by {signal.Signals(-code).name}"
    else:
        outcome.why = f"exit code {code}: " + " ".join(text.strip().splitlines()[-1:])[:160]
    return outcome


class Runner:
    """Runs files of the suite in `source`. What a test writes goes into folders under `scratch`."""

    def __init__(self, fixture, source, scratch, jobs):
        self.jobs = jobs
        self.user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self.fixture, self.source, self.prelude = fixture, source, PRELUDE
        self.logs = os.path.join(scratch, "logs")
        os.makedirs(self.logs, exist_ok=True)
        self.staged = None
        if not all(map(self._reachable, (fixture, source, PRELUDE))):
            self._stage()
        self.work = tempfile.mkdtemp(prefix="work-", dir=self.staged or scratch)
        os.chmod(self.work, 0o755)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.work, ignore_errors=True)
        if self.staged:
            shutil.rmtree(self.staged, ignore_errors=True)

    def _stage(self):
        """A copy where the unprivileged user gets at it: the repository lies beyond its reach."""
        self.staged = tempfile.mkdtemp(prefix="sanderling-suite-")
        os.chmod(self.staged, 0o755)
        for folder in ("test", "ext"):
            shutil.copytree(os.path.join(self.source, folder),
                            os.path.join(self.staged, "source", folder))
        self.source = os.path.join(self.staged, "source")
        self.fixture = shutil.copy(self.fixture, self.staged)
        self.prelude = shutil.copy(self.prelude, self.staged)

    def _identity(self):
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _reachable(self, path):
        return self.user is None or subprocess.run(["test", "-r", path], check=False,
                                                   **self._identity()).returncode == 0

    def _folder(self, *names):
        path = os.path.join(self.work, *names)
        os.makedirs(path)
        if self.user:
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        return path

    def path_of(self, file):
        return os.path.join(self.source, "test", file)

    def select(self, suite):
        """The files of one of SQLite's named suites, as its permutations.test lists them."""
        testdir = os.path.join(self.source, "test")
        folder = self._folder("select")
        script = os.path.join(folder, "select.tcl")
        with open(script, "w", encoding="utf-8") as file:
            file.write(f"set argv0 {testdir}/select.test\nset argv {{}}\n"
                       f"source {testdir}/permutations.test\narray set o $testspec({suite})\n"
                       "foreach f $o(-files) { puts \"FILE $f\" }\nexit\n")
        said = subprocess.run([self.fixture, script], cwd=folder, capture_output=True, text=True,
                              env=self._environment("plain"), check=False, **self._identity()).stdout
        shutil.rmtree(folder)
        found = [line[5:] for line in said.splitlines() if line.startswith("FILE ")]
        return sorted(os.path.relpath(os.path.join(testdir, name), testdir) for name in found)

    @staticmethod
    def _environment(vfs, file=""):
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
        if vfs != "plain" and selections.matches(file, selections.AUTO_VACUUM):
            kept["SANDERLING_SUITE_AUTO_VACUUM"] = "1"
        return {**kept, "SANDERLING_SUITE_VFS": vfs}

    def run_one(self, file, vfs):
        label = re.sub(r"[^\w.-]+", "_", file)
        folder = self._folder(f"{vfs}-{label}")
        log = os.path.join(self.logs, f"{vfs}-{label}.log")
        began = time.monotonic()
        with open(log, "wb") as out:
            process = subprocess.Popen([self.fixture, self.prelude, self.path_of(file)], cwd=folder,
                                       stdout=out, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL, env=self._environment(vfs, file),
                                       start_new_session=True, **self._identity())
            try:
                code = process.wait(timeout=selections.limit_of(file))
            except subprocess.TimeoutExpired:
                code = None
            try:
                os.killpg(process.pid, signal.SIGKILL)  # and what the test itself has started
            except ProcessLookupError:
                pass
            process.wait()
        seconds = time.monotonic() - began
        shutil.rmtree(folder, ignore_errors=True)
        with open(log, encoding="utf-8", errors="replace") as said:
            return read_outcome(file, said.read(), code, seconds)

    def run(self, files, vfs, tell):
        """{file: Outcome}. `tell(done, of, outcome)` is called as each file ends."""
        outcomes = {}
        with concurrent.futures.ThreadPoolExecutor(self.jobs) as pool:
            running = [pool.submit(self.run_one, file, vfs) for file in files]
            for ended in concurrent.futures.as_completed(running):
                outcome = ended.result()
                outcomes[outcome.file] = outcome
                tell(len(outcomes), len(files), outcome)
        return outcomes
