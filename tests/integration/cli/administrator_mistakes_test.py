"""What goes wrong at an administrator's desk, each done for real: the message says what to do.

The table is the list in docs/operations.md, "Twenty mistakes", which a test compares with it."""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import organisation as org  # noqa: E402
from administrator_test import KeyholderCase  # noqa: E402
from case import PROGRAMS, main  # noqa: E402

PASSPHRASE = "of the test"
MISTAKES = []

# faketime's library comes before the address sanitizer's, in programs that have one.
os.environ["ASAN_OPTIONS"] = ":".join(
    filter(None, [os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0"]))


def mistake(number, title, *remedies, code):
    """A method that does it, and returns how it ended; each remedy is looked for in what was said."""
    def take(method):
        MISTAKES.append((number, title, remedies, code, method.__name__))
        return method
    return take


class MistakesTest(KeyholderCase):
    def test_each_is_answered_with_what_to_do(self):
        self.assertGreaterEqual(len(MISTAKES), 20)
        for number, title, remedies, code, method in MISTAKES:
            with self.subTest(f"{number}. {title}"):
                done = getattr(self, method)()
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, code, said)
                for remedy in remedies:
                    self.assertIn(remedy, said)

    def test_the_list_in_the_documentation_is_this_one(self):
        here = os.path.dirname(os.path.abspath(__file__))
        with open(os.path.join(here, "../../../docs/operations.md"), encoding="utf-8") as file:
            text = file.read().split("### Twenty mistakes", 1)[1].split("\n## ", 1)[0]
        listed = re.findall(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
        self.assertEqual([(int(number), title.strip()) for number, title in listed],
                         [(number, title) for number, title, *_ in MISTAKES])

    def enrol(self, invite, folder, prefix=()):
        passphrase = self.write("device-passphrase", "correct horse\n")
        return subprocess.run([*prefix, PROGRAMS["sanderling"], "--store", self.org.path(folder),
                               "--passphrase-file", passphrase, "enrol", invite, "--timeout", "20"],
                              capture_output=True, text=True, timeout=90)

    def copy(self, name):
        """The keyholder's directory as it is, under another name; nobody is at work in it."""
        path = self.org.path(name)
        shutil.copytree(self.org.path("keyholder"), path,
                        ignore=shutil.ignore_patterns("keyholder.sock"))
        os.chmod(path, 0o700)
        return path

    @mistake(1, "a wrong passphrase", "try the passphrase again", code=4)
    def wrong_passphrase(self):
        self.copy("copy1")
        return self.run_keyholder("person", "list", directory="copy1", passphrase="wrong", words=True)

    @mistake(2, "no passphrase at all", "use --passphrase-file", code=1)
    def no_passphrase(self):
        self.copy("copy2")
        return self.run_keyholder("person", "list", directory="copy2", passphrase="", words=True)

    @mistake(3, "an invite that was typed too late", "ask for a new one", code=6)
    def expired_invite(self):
        invite = self.org.keyholder("invite", "Ann", "--expires", "1m")["text"]
        return self.enrol(invite, "device3", prefix=("faketime", "-f", "+2d"))

    @mistake(4, "an invite that was used before", "ask for a new one", code=6)
    def used_invite(self):
        invite = self.org.keyholder("invite", "Ann")["text"]
        self.org.device("device4").ok("enrol", invite)
        return self.enrol(invite, "device4b")

    @mistake(5, "a character of an invite mistyped", "does not occur in an invite", code=2)
    def mistyped_invite(self):
        invite = self.org.keyholder("invite", "Ann")["text"]
        return self.enrol(invite[:-1] + "U", "device5")

    @mistake(6, "the old directory put back, or a copy of it, while the keyholder works",
             "Stop one of them", "audit", code=1)
    def two_registrars(self):
        self.copy("copy6")
        self.org.keyholder("withdraw", "case:1", "Mo")
        done = self.run_keyholder("withdraw", "case:1", "Ann", directory="copy6", words=True)
        self.org.keyholder("allocate", "case:1", "Mo")
        return done

    @mistake(7, "an old backup restored, without a server to catch up with", "start `serve`", code=3)
    def restored_old_backup(self):
        backup = self.ok("backup", "--to", self.org.path("backup7"))["backups"][0]
        self.ok("restore", backup, directory="restored7")
        self.ok("connect", "--server", f"wss://127.0.0.1:{org.free_port()}", "--server-key", "11" * 32,
                directory="restored7")
        return self.run_keyholder("person", "add", "Zoe", "--role", "officer", directory="restored7",
                                  words=True)

    @mistake(8, "the keyholder's clock off by a day", "timedatectl", code=1)
    def clock_off(self):
        self.copy("copy8")
        environment = {**os.environ, "SANDERLING_KEYHOLDER_PASSPHRASE": PASSPHRASE}
        return subprocess.run(["faketime", "-f", "+1d", PROGRAMS["keyholder"], "--dir",
                               self.org.path("copy8"), "invite", "Ann"],
                              capture_output=True, text=True, timeout=90, env=environment)

    @mistake(9, "a column that nobody knows in a list", '"team" is unknown', "a list of staff has", code=2)
    def unknown_column(self):
        return self.run_keyholder("import", self.write("nine.csv", "person,name,role,team\n"), words=True)

    @mistake(10, "a column missing in a list", '"role" is missing', code=2)
    def missing_column(self):
        return self.run_keyholder("import", self.write("ten.csv", "person,name\nP1,Jo\n"), words=True)

    @mistake(11, "a list saved in another encoding", "CSV UTF-8", code=1)
    def wrong_encoding(self):
        path = self.org.path("eleven.csv")
        with open(path, "wb") as file:
            file.write("person,name,role\nP1,Zoé,officer\n".encode("latin-1"))
        return self.run_keyholder("import", path, words=True)

    @mistake(12, "another server's key given to `connect`", "server-key", code=1)
    def wrong_server_key(self):
        self.copy("copy12")
        self.ok("connect", "--server", f"wss://{self.org.address}", "--server-key", "11" * 32,
                directory="copy12")
        return self.run_keyholder("invite", "Ann", directory="copy12", words=True)

    @mistake(13, "a directory that others may read", "chmod -R go=", code=1)
    def readable_directory(self):
        os.chmod(self.copy("copy13"), 0o755)
        return self.run_keyholder("person", "list", directory="copy13", words=True)

    @mistake(14, "`serve` started twice", "stop it first", code=5)
    def already_running(self):
        return self.run_keyholder("serve", words=True)

    @mistake(15, "the keyholder's file cut short", "`restore` a backup", code=1)
    def truncated_file(self):
        path = os.path.join(self.copy("copy15"), "keyholder.state")
        with open(path, "r+b") as file:
            file.truncate(20)
        return self.run_keyholder("person", "list", directory="copy15", words=True)

    @mistake(16, "no room left where a backup goes", "make room", code=1)
    def full_disk(self):
        place = self.org.path("full")
        os.makedirs(place)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", place],
                                 capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no small disk can be made here")
        try:
            with open(os.path.join(place, "filler"), "wb") as file:
                file.write(b"x" * 4096)
            return self.run_keyholder("backup", "--to", place, words=True)
        finally:
            subprocess.run(["umount", place], check=True)

    @mistake(17, "a person allocated who has no device", "`invite` makes one", code=0)
    def no_devices(self):
        self.org.keyholder("person", "add", "Nil", "--role", "officer")
        return self.run_keyholder("allocate", "case:1", "Nil", words=True)

    @mistake(18, "a lost device reported of a person who has none", "has no device", code=1)
    def revoke_without_devices(self):
        self.org.keyholder("person", "add", "Nob", "--role", "officer")
        return self.run_keyholder("revoke", "Nob", "--lost", words=True)

    @mistake(19, "an allocation made twice", "nothing changed", code=0)
    def allocated_twice(self):
        return self.run_keyholder("allocate", "case:1", "Ann", words=True)

    @mistake(20, "a role that the scope kind does not have", "say with --role", code=2)
    def unknown_role_there(self):
        self.org.keyholder("scope", "create", "--kind", "team", "--name", "team:20")
        return self.run_keyholder("allocate", "team:20", "Ann", "--role", "vlo", words=True)

    @mistake(21, "a role that nobody has heard of", "there are", code=2)
    def unknown_role(self):
        return self.run_keyholder("person", "add", "Wim", "--role", "wizard", words=True)

    @mistake(22, "somebody withdrawn who is no member", "`scopes` shows who is", code=1)
    def withdrawn_stranger(self):
        self.org.keyholder("person", "add", "Pat", "--role", "officer")
        return self.run_keyholder("withdraw", "case:1", "Pat", words=True)

    @mistake(23, "a purge without --yes", "confirm it with", code=2)
    def purge_unconfirmed(self):
        return self.run_keyholder("purge", "case:1", "--reason", "mistaken", words=True)

    @mistake(24, "a name mistyped", "`person list`", code=1)
    def mistyped_name(self):
        return self.run_keyholder("invite", "Anne", words=True)

    @mistake(25, "two people of one name", "a person called", code=1)
    def two_of_one_name(self):
        return self.run_keyholder("person", "add", "Ann", "--role", "officer", words=True)

    @mistake(26, "a policy with a key mistyped", "enrol.rolls", code=2)
    def wrong_policy(self):
        self.copy("copy26")
        policy = self.write("policy26", "[enrol]\nrolls = ['officer']\n")
        return self.run_keyholder("serve", "--policy", policy, directory="copy26", words=True)

    @mistake(27, "a backup restored over a directory that is in use", "already", code=5)
    def restored_over(self):
        backup = self.ok("backup", "--to", self.org.path("backup27"))["backups"][0]
        return self.run_keyholder("restore", backup, words=True)

    @mistake(28, "the picture of an invite over another file", "give --png another name", code=1)
    def picture_over(self):
        return self.run_keyholder("invite", "Ann", "--png", self.write("taken.png", "x"), words=True)


if __name__ == "__main__":
    main(__doc__)
