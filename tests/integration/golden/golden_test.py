"""Files that earlier versions left are opened by today's programs, and nothing of them is lost."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "cli")]

import make_golden  # noqa: E402
import organisation  # noqa: E402

VECTORS = os.path.join(HERE, "..", "..", "vectors", "organisation")
PROGRAMS = {}


def said_then(then, now):
    """Of what is shown now, the members that were shown then: members are only ever added."""
    if isinstance(then, dict):
        return {key: said_then(value, now.get(key)) for key, value in then.items()}
    if isinstance(then, list) and len(then) == len(now):
        return [said_then(*pair) for pair in zip(then, now)]
    return now


class GoldenTest(unittest.TestCase):
    """One for each version; the folders are copied, so that nothing changes them."""

    version = ""

    def setUp(self):
        copies = tempfile.TemporaryDirectory(prefix="sanderling_golden_")
        self.addCleanup(copies.cleanup)
        folder = os.path.join(copies.name, self.version)
        shutil.copytree(os.path.join(VECTORS, self.version), folder)
        # Version control keeps no modes.
        for name in ("server", "keyholder", "phone", "laptop"):
            os.chmod(os.path.join(folder, name), 0o700)
            for file in os.listdir(os.path.join(folder, name)):
                os.chmod(os.path.join(folder, name, file), 0o600)
        with open(os.path.join(folder, "expected.json")) as file:
            self.expected = json.load(file)
        self.org = organisation.Organisation(PROGRAMS, kept=folder)
        self.addCleanup(self.org.close)
        self.phone, self.laptop = self.org.device("phone"), self.org.device("laptop")

    def test_a_device_shows_what_it_showed(self):
        for name in ("phone", "laptop"):
            now = make_golden.seen_on(self.org.device(name))
            then = self.expected[name]
            # A folder that was copied goes on under a new replica id.
            del then["status"]["replica"]
            self.assertEqual(said_then(then, now), then)

    def test_what_was_not_sent_arrives(self):
        self.org.start_server()
        for device in (self.phone, self.laptop, self.phone):
            device.ok("sync", "--server", self.org.address)

        self.assertEqual(self.phone.ok("outbox").lines, [])
        self.assertEqual([item["code"] for item in self.laptop.ok("outbox").lines],
                         ["removed_member"])
        for notes in ("Phone, unsent.", "Phone, killed.", "Laptop, unsent."):
            found = self.phone.query("SELECT scope FROM contact WHERE notes LIKE ?1", f"%{notes}%")
            self.assertEqual(len(found), 1, notes)
        everything = "SELECT * FROM contact WHERE scope = ?1 ORDER BY id"
        scope = self.laptop.query("SELECT scope FROM contact LIMIT 1")[0]["scope"]
        on_laptop = self.laptop.query(everything, scope)
        self.assertEqual(self.phone.query(everything, scope), on_laptop)
        self.assertEqual(json.loads(on_laptop[0]["notes"]),
                         ["The baby was asleep.", "Left a card.", "Came back."])

    def test_the_keyholder_goes_on(self):
        self.org.start_server()
        self.org.serve()
        self.org.keyholder("person", "add", "New", "--role", "officer")
        self.org.keyholder("allocate", "case:1", "New")

        tablet = self.org.enrolled("tablet", "New")
        tablet.ok("sync")

        self.assertEqual(len(tablet.query("SELECT id FROM contact")), 2)


def load_tests(loader, _tests, _pattern):
    suite = unittest.TestSuite()
    for version in sorted(os.listdir(VECTORS)):
        if os.path.isdir(os.path.join(VECTORS, version)):
            case = type(f"Golden_{version}", (GoldenTest,), {"version": version})
            suite.addTests(loader.loadTestsFromTestCase(case))
    return suite


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for program in ("sanderling", "sanderlingd", "keyholder"):
        parser.add_argument("--" + program, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAMS.update(vars(arguments))
    unittest.main(argv=[sys.argv[0], *rest])
