"""Tests of the suite's own parts, with texts instead of SQLite: python3 self_test.py"""

import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import allow_list  # noqa: E402
import controls  # noqa: E402
import fixture_build  # noqa: E402
import source_package  # noqa: E402
import suite  # noqa: E402
from runs import UNFINISHED, Outcome, read_outcome  # noqa: E402

END = "2 errors out of 9 tests on here\n!Failures on these tests: a-1 a-1\n"


def entry(shown_by, names, file="a.test"):
    return allow_list.Entry(file, 9, shown_by, "because", set(names.split()))


class Outcomes(unittest.TestCase):
    def test_counts_each_failure_of_a_name(self):
        outcome = read_outcome("a.test", END, 1, 0)
        self.assertEqual((outcome.tests, outcome.failed), (9, {"a-1", "a-1#2"}))

    def test_which_fault_failed_does_not_count_but_how_many_do(self):
        outcome = read_outcome("a.test", "3 errors out of 9 tests\n!Failures on these tests: "
                               "a-1-oom-transient.7 a-1-oom-transient.9 a-1.7\n", 1, 0)
        self.assertEqual((outcome.failing, outcome.failed), (3, {"a-1-oom-transient.*", "a-1.7"}))

    def test_an_early_end_is_a_failure(self):
        for code, why in ((None, "stopped"), (-11, "SIGSEGV"), (1, "exit code 1"), (0, "exit code 0")):
            outcome = read_outcome("a.test", "a-1... Ok\n", code, 0)
            self.assertIn(UNFINISHED, outcome.failed)
            self.assertIn(why, outcome.why)

    def test_a_file_for_another_system_has_no_tests(self):
        outcome = read_outcome("win32.test", "", 0, 0)
        self.assertEqual((outcome.tests, outcome.failed), (0, set()))


class List(unittest.TestCase):
    def test_it_is_well_formed(self):
        self.assertEqual([each.file for each in allow_list.load() if each.reason == "?"], [])

    def test_reads_what_it_wrote(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "list")
            allow_list.save([entry("veiled", "a-2"), entry("reserved", "a-1 a-3")], ["An opening."], path)
            self.assertEqual([each.shown_by for each in allow_list.load(path)], ["reserved", "veiled"])

    def test_folds_runs_of_numbers_and_unfolds_them(self):
        names = {"a-1", "a-2", "a-3", "a-5", "a-6", "b-9#2", "b-10", "c-07", "(unfinished)"}
        self.assertIn("a-1...3", allow_list.fold(names))
        self.assertEqual(allow_list.unfold(allow_list.fold(names)), names)

    def test_refuses_a_line_that_contradicts_itself(self):
        for cells in ("a.test\t9\t2\treserved\twhy\ta-1", "a.test\t9\t1\tnobody\twhy\ta-1",
                      "a.test\t9\t1\treserved\t\ta-1", "a.test\t9\t1\treserved\ta-1"):
            with self.assertRaises(allow_list.Malformed):
                allow_list.parse(allow_list.HEAD + "\n" + cells + "\n")

    def test_tells_new_failures_from_stale_entries(self):
        ran = {"a.test": Outcome("a.test", 9, 1, {"a-1", "a-9"}), "b.test": Outcome("b.test", 3)}
        differences = allow_list.compare(ran, [entry("reserved", "a-1 a-2")])
        self.assertEqual([(d.file, d.unexpected, d.stale) for d in differences],
                         [("a.test", {"a-9"}, {"a-2"})])
        self.assertTrue(suite.judge(suite.totals({}, ran), differences, [], []))

    def test_stale_entries_alone_leave_the_gate_open(self):
        ran = {"a.test": Outcome("a.test", 9)}
        differences = allow_list.compare(ran, [entry("reserved", "a-1")])
        self.assertEqual(suite.judge(suite.totals({}, ran), differences, [], []), [])

    def test_too_many_failures_shut_the_gate_though_listed(self):
        ran = {"a.test": Outcome("a.test", 100, 1, {"a-1"})}
        self.assertTrue(suite.judge(suite.totals({"veryquick": ["a.test"]}, ran), [], [], []))
        self.assertFalse(suite.judge(suite.totals({"short": ["a.test"]}, ran), [], [], []))

    def test_a_crash_may_fail_only_as_a_control_does(self):
        ran = {"crash7.test": Outcome("crash7.test", 100, 1, {"a-1"})}
        lines = suite.totals({}, ran)
        self.assertTrue(suite.judge(lines, [], [entry("authenticity", "a-1", "crash7.test")], []))
        self.assertFalse(suite.judge(lines, [], [entry("reserved", "a-1", "crash7.test")], []))

    def test_no_tests_are_no_success(self):
        self.assertTrue(suite.judge(suite.totals({}, {}), [], [], []))


class Reasons(unittest.TestCase):
    def problems(self, entries, outcomes, script="hexio_write"):
        return controls.unproven(entries, outcomes, lambda file: script)

    def test_a_control_must_fail_what_it_is_said_to_show(self):
        passes = {"reserved": {"a.test": Outcome("a.test", 9, 1, {"a-2"})}}
        self.assertTrue(self.problems([entry("reserved", "a-1")], passes))
        self.assertFalse(self.problems([entry("reserved", "a-2")], passes))

    def test_a_control_that_was_not_run_shows_nothing(self):
        self.assertTrue(self.problems([entry("reserved", "a-1")], {}))

    def test_where_no_control_is_named_none_may_fail_and_the_script_must_speak(self):
        fails = {"veiled": {"a.test": Outcome("a.test", 9, 1, {"a-1"})}}
        self.assertTrue(self.problems([entry("authenticity", "a-1")], fails))
        self.assertFalse(self.problems([entry("authenticity", "a-2")], fails))
        self.assertTrue(self.problems([entry("authenticity", "a-2")], fails, script="select 1"))

    def test_an_unexplained_failure_is_marked(self):
        made = controls.explain({"a.test": Outcome("a.test", 9, 1, {"a-1", "a-2", "a-3"})},
                                {"reserved": {"a.test": Outcome("a.test", 9, 1, {"a-1"})}},
                                [entry("mapping", "a-2 a-7")])
        self.assertEqual([(e.shown_by, e.reason, e.failing) for e in made],
                         [("reserved", allow_list.CONTROLS["reserved"], {"a-1"}),
                          ("mapping", "because", {"a-2"}), ("authenticity", "?", {"a-3"})])


class Sources(unittest.TestCase):
    def test_derives_source_packages_from_both_formats(self):
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "sources.list.d"))
            with open(os.path.join(folder, "sources.list"), "w", encoding="utf-8") as file:
                file.write("# deb http://no main\ndeb [signed-by=/k] http://a.test stable main\n"
                           "deb-src [signed-by=/k] http://a.test stable main\n")
            with open(os.path.join(folder, "sources.list.d", "b.sources"), "w", encoding="utf-8") as file:
                file.write("Types: deb\nURIs: http://b.test\nSuites: x\n\nTypes: deb deb-src\nURIs: http://c.test\n")
            made = source_package.source_lines(folder)
        self.assertEqual(made["0.list"], "deb-src [signed-by=/k] http://a.test stable main\n")
        self.assertEqual(made["b.sources"].count("Types: deb-src\n"), 2)
        self.assertIn("http://c.test", made["b.sources"])

    def test_reads_what_the_makefile_compiles(self):
        said = 'echo\n./libtool --mode=link gcc -DA="" -I. \\\n -o testfixture a.c b.c -L/l -ltcl\n'
        self.assertEqual(fixture_build.compile_line(said),
                         (["a.c", "b.c"], ["-DA=", "-I."], ["-L/l", "-ltcl"]))
        with self.assertRaises(fixture_build.BuildFailed):
            fixture_build.compile_line("make: nothing to be done\n")


if __name__ == "__main__":
    unittest.main()
