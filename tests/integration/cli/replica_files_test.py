"""The folder of a replica, as the command line treats it: copies, keys, damage, salvage."""

import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from case import Case, main  # noqa: E402


class CopiesTest(Case):
    """Copied, older and damaged folders, with the real server."""

    def setUp(self):
        self.mo = self.org.enrolled(f"{self.id()} mo", "Mo")
        self.mo.ok("sync")
        self.phone = self.org.enrolled(f"{self.id()} phone", "Ann")
        self.phone.ok("sync")

    def write(self, device, note):
        device.ok("write", "contact", "--scope", "case", "type=home_visit", f"notes={note}")

    def notes_on(self, device):
        rows = device.query("SELECT notes FROM contact")
        return sorted(note for row in rows for note in json.loads(row["notes"] or "[]")
                      if note.startswith(self.id()))

    def expect_everywhere(self, *devices):
        for _ in range(2):
            for device in devices:
                device.ok("sync")
        for device in devices:
            self.assertEqual(self.notes_on(device), sorted(self.written))
            self.assertEqual(device.ok("status").one("status")["unsent_transactions"], 0)

    def test_two_copies_that_are_both_used(self):
        self.written = [f"{self.id()} {what}" for what in ("before", "phone", "copy")]
        self.write(self.phone, self.written[0])
        copy = self.org.device(f"{self.id()} copy")
        shutil.copytree(self.phone.folder, copy.folder)
        self.write(self.phone, self.written[1])
        self.write(copy, self.written[2])

        self.assertEqual(copy.ok("sync").one("synced")["renewed"], None)  # it was when it wrote
        self.assertEqual(copy.ok("status").one("status")["incarnations"][-1]["reason"], "copied")
        self.expect_everywhere(self.phone, copy, self.mo)
        self.assertEqual(len(self.phone.ok("status").one("status")["incarnations"]), 1)

    def put_back(self, keep_state):
        """The phone's folder as it was, in the same place; what was written since was sent."""
        self.written = [f"{self.id()} {what}" for what in ("before", "sent", "after")]
        self.write(self.phone, self.written[0])
        older = self.phone.folder + " older"
        shutil.copytree(self.phone.folder, older)
        self.write(self.phone, self.written[1])
        self.phone.ok("sync")
        for name in os.listdir(self.phone.folder):
            os.remove(os.path.join(self.phone.folder, name))
        for name in os.listdir(older):
            shutil.copy(os.path.join(older, name), self.phone.folder)
        if not keep_state:
            os.environ["SANDERLING_STATE"] = "-"
            self.addCleanup(os.environ.__setitem__, "SANDERLING_STATE", self.org.path("state"))
        self.write(self.phone, self.written[2])

    def test_an_older_folder_is_reported(self):
        self.put_back(keep_state=True)

        reasons = [one["reason"] for one in self.phone.ok("status").one("status")["incarnations"]]
        self.assertEqual(reasons, ["created", "rolled_back"])
        self.expect_everywhere(self.phone, self.mo)

    def test_the_server_finds_an_older_folder_out(self):
        self.put_back(keep_state=False)
        self.assertEqual(len(self.phone.ok("status").one("status")["incarnations"]), 1)

        synced = self.phone.ok("sync").one("synced")

        self.assertIn(synced["renewed"], ("forked", "rolled_back"))
        self.expect_everywhere(self.phone, self.mo)

    def test_a_damaged_folder_is_salvaged(self):
        self.written = [f"{self.id()} {n}" for n in range(30)]
        for note in self.written[:15]:
            self.write(self.phone, note)
        self.phone.ok("sync")
        for note in self.written[15:]:
            self.write(self.phone, note)
        saved = self.org.device(f"{self.id()} saved")

        whole = self.phone.run("salvage", self.phone.folder, saved.folder)

        self.assertEqual(whole.code, 0, whole.error_text)
        report = whole.one("salvaged")
        self.assertEqual((report["unsent_commits"], report["losses"]), (15, 0))
        self.expect_everywhere(saved, self.mo)
        taken = self.phone.run("salvage", self.phone.folder, saved.folder)
        self.assertEqual((taken.code, taken.error["code"]), (7, "already_exists"))


class KeysTest(Case):
    """What opens a replica, copies of it, and a check."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.org.enrolled("phone", "Ann")
        cls.phone.ok("sync")
        cls.phone.ok("write", "contact", "--scope", "case", "type=CHVS", "notes=Not sent yet.")

    def word(self, name, text):
        path = self.org.path(name)
        with open(path, "w") as file:
            file.write(text + "\n")
        return path

    def opened_by(self, device, path, *more):
        """The status, or the exit code, with another word in the passphrase's place."""
        process = subprocess.run(
            [device.programs["sanderling"], "--json", "--store", device.folder,
             "--passphrase-file", path, *more, "status"], capture_output=True, text=True)
        return json.loads(process.stdout) if process.returncode == 0 else process.returncode

    def test_a_recovery_code_opens_what_the_passphrase_opens(self):
        device = self.org.enrolled("recovered", "Mo")
        code = device.ok("keys", "add-recovery").one("recovery_code")["code"]
        kinds = [line["kind"] for line in device.ok("keys", "list").lines]
        self.assertEqual(kinds, ["passphrase", "recovery_code"])
        paper = self.word("paper", code.lower().replace("-", " "))
        self.assertEqual(self.opened_by(device, paper, "--recovery-code")["type"], "status")
        typo = self.word("typo", ("1" if code[0] != "1" else "2") + code[1:])
        self.assertEqual(self.opened_by(device, typo, "--recovery-code"), 2)
        self.assertEqual(self.opened_by(device, paper), 3)
        self.assertEqual(device.run("keys", "remove", "0").code, 3)
        device.ok("keys", "remove", "1")
        self.assertEqual(self.opened_by(device, paper, "--recovery-code"), 3)

    def test_a_new_passphrase_and_a_rekey(self):
        device = self.org.enrolled("rekeyed", "Mo")
        code = device.ok("keys", "add-recovery").one("recovery_code")["code"]
        new = self.word("new", "battery staple")
        device.ok("passphrase", "change", "--new-passphrase-file", new)
        self.assertEqual(device.run("status").code, 3)
        device.passphrase = new
        rekeyed = device.ok("rekey").one("rekeyed")
        self.assertEqual((rekeyed["epoch"], rekeyed["dropped"]), (2, []))
        self.assertNotEqual(rekeyed["recovery_code"], code)
        self.assertEqual(device.ok("check").one("checked")["sound"], True)
        self.assertEqual(self.opened_by(device, self.word("old", code), "--recovery-code"), 3)

    def test_copies_hold_what_was_not_sent(self):
        other = self.word("other", "another word")
        self.phone.ok("backup", self.org.path("backup"))
        self.phone.ok("export", self.org.path("export"), "--new-passphrase-file", other)
        self.assertEqual(self.phone.run("backup", self.org.path("backup")).code, 7)
        for name, word in (("backup", self.phone.passphrase), ("export", other)):
            copy = self.org.device(name)
            copy.passphrase = word
            checked = copy.ok("check").one("checked")
            self.assertEqual((checked["sound"], checked["unchecked"]), (True, []))
            self.assertEqual(copy.ok("status").one("status")["unsent_transactions"], 1)

    def test_a_check_names_the_damage(self):
        device = self.org.enrolled("flipped", "Mo")
        self.assertEqual(device.ok("check").one("checked")["findings"], 0)
        with open(os.path.join(device.folder, "replica.db"), "r+b") as file:
            file.seek(4096 * 2 + 1000)
            byte = file.read(1)
            file.seek(4096 * 2 + 1000)
            file.write(bytes([byte[0] ^ 1]))
        found = device.run("check")
        self.assertEqual(found.code, 8)
        self.assertEqual(found.one("finding")["number"], 3)
        self.assertIn("replica.db, table ", found.one("finding")["place"])
        self.assertEqual(found.one("checked")["sound"], False)


if __name__ == "__main__":
    main(__doc__)
