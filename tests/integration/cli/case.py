"""What the tests of whole processes share: an organisation, and how they are started."""

import argparse
import sys
import unittest

import organisation as org

PROGRAMS = {}


class Case(unittest.TestCase):
    """An organisation with a case, an officer and a manager."""

    @classmethod
    def setUpClass(cls):
        cls.org = org.Organisation(PROGRAMS)
        cls.addClassCleanup(cls.org.close)
        cls.org.start_server()
        cls.org.serve()
        cls.org.keyholder("person", "add", "Ann", "--role", "officer")
        cls.org.keyholder("person", "add", "Mo", "--role", "manager")
        cls.scope = cls.org.keyholder("scope", "create", "--kind", "case", "--name", "case:1")["scope"]
        for person in ("Ann", "Mo"):
            cls.org.keyholder("allocate", "case:1", person)


def main(description):
    parser = argparse.ArgumentParser(description=description)
    for name in ("sanderling", "sanderlingd", "keyholder"):
        parser.add_argument("--" + name, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAMS.update(vars(arguments))
    unittest.main(argv=[sys.argv[0], *rest])
