"""What an administrator does with the keyholder, as processes (docs/operations.md)."""

import json
import os
import stat
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from case import PROGRAMS, Case, main  # noqa: E402


class KeyholderCase(Case):
    """With the keyholder's own files to handle."""

    def run_keyholder(self, *arguments, words=False, directory="keyholder",
                      passphrase="of the test", environment=None):
        form = [] if words else ["--json"]
        environment = {**os.environ, "SANDERLING_KEYHOLDER_PASSPHRASE": passphrase,
                       **(environment or {})}
        return subprocess.run([PROGRAMS["keyholder"], *form, "--dir", self.org.path(directory),
                               *arguments], capture_output=True, text=True, timeout=90,
                              stdin=subprocess.DEVNULL, env=environment)

    def ok(self, *arguments, **options):
        done = self.run_keyholder(*arguments, **options)
        self.assertEqual(done.returncode, 0, (arguments, done.stdout, done.stderr))
        return json.loads(done.stdout.splitlines()[-1])

    def write(self, name, text):
        with open(self.org.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.org.path(name)


class InviteTest(KeyholderCase):
    """An invite as a QR code: what a camera reads enrols."""

    def test_the_picture_of_an_invite_enrols(self):
        picture = self.org.path("invite.png")
        made = self.org.keyholder("invite", "Ann", "--png", picture)
        self.assertEqual(made["uri"], made["text"] + "?v=1")
        self.assertEqual(stat.S_IMODE(os.stat(picture).st_mode), 0o600)

        read = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True,
                              check=True).stdout.strip()
        self.assertEqual(read, made["uri"])
        enrolled = self.org.device("scanned").ok("enrol", read).one("enrolled")
        self.assertEqual(enrolled["organisation"], "Riverside")

    def test_a_picture_is_never_written_over(self):
        picture = self.org.path("kept.png")
        with open(picture, "w") as file:
            file.write("kept")
        before = len(self.org.keyholder("invite", "list")["invites"])
        done = self.run_keyholder("invite", "Ann", "--png", picture)
        self.assertEqual(done.returncode, 1)
        self.assertIn("give --png another name", done.stdout)
        self.assertEqual(len(self.org.keyholder("invite", "list")["invites"]), before)
        with open(picture) as file:
            self.assertEqual(file.read(), "kept")

    def test_the_code_on_a_terminal_is_that_of_the_picture(self):
        done = self.run_keyholder("invite", "Ann", "--qr", "--png", self.org.path("both.png"), words=True)
        rows = [line.split("m", 1)[1].removesuffix("\x1b[0m")
                for line in done.stdout.splitlines() if line.startswith("\x1b[38;5;16;48;5;231m")]
        self.assertTrue(rows, done.stdout)
        # Drawn again as a picture that anything can read: what is on the screen is what is scanned.
        path = self.org.path("screen.pgm")
        dots = {" ": (255, 255), "▀": (0, 255), "▄": (255, 0), "█": (0, 0)}
        scale = 6
        lines = []
        for row in rows:
            for half in (0, 1):
                line = [str(dots[cell][half]) for cell in row for _ in range(scale)]
                lines += [" ".join(line)] * scale
        with open(path, "w") as file:
            file.write(f"P2 {len(rows[0]) * scale} {len(lines)} 255\n" + "\n".join(lines) + "\n")
        shown, saved = (subprocess.run(["zbarimg", "--quiet", "--raw", of], capture_output=True, text=True,
                                       check=True).stdout for of in (path, self.org.path("both.png")))
        self.assertEqual(shown, saved)
        self.assertIn(shown.strip().removesuffix("?v=1"), done.stdout)


class BackupTest(KeyholderCase):
    """Two sealed files, either of which restores; an old one catches up."""

    def test_an_old_backup_catches_up_and_goes_on(self):
        other = self.write("other-passphrase", "of the safe\n")
        made = self.ok("backup", "--to", self.org.path("usb"), "--to", self.org.path("safe"),
                       "--backup-passphrase-file", self.write("same", "of the test\n"),
                       "--backup-passphrase-file", other)
        usb, safe = made["backups"]
        for path in (usb, safe):
            self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        open_invite = self.org.keyholder("invite", "Mo")["text"]

        # Since the backup: a device, a scope, a person, another key.
        phone = self.org.enrolled("since", "Ann")
        self.org.keyholder("scope", "create", "--kind", "case", "--name", "case:2")
        self.org.keyholder("allocate", "case:2", "Ann")
        self.org.keyholder("withdraw", "case:1", "Mo")
        self.org.keyholder("person", "add", "Ned", "--role", "officer")
        self.assertTrue(self.org.keyholder("audit")["sound"])
        self.org.stop_serving()
        wrong = self.run_keyholder("restore", safe, directory="wrong")
        self.assertEqual(wrong.returncode, 4, wrong.stdout)
        self.ok("restore", safe, directory="new", passphrase="of the safe")
        os.rename(self.org.path("keyholder"), self.org.path("lost"))
        os.rename(self.org.path("new"), self.org.path("keyholder"))
        os.environ["SANDERLING_KEYHOLDER_PASSPHRASE"] = "of the safe"
        self.addCleanup(os.environ.__setitem__, "SANDERLING_KEYHOLDER_PASSPHRASE", "of the test")
        self.org.serve()

        report = self.org.keyholder("audit")
        self.assertTrue(report["sound"], report)
        scopes = {scope["name"]: scope for scope in self.org.keyholder("scopes")["scopes"]}
        recovered = [name for name in scopes if name.startswith("recovered ")]
        self.assertEqual(len(recovered), 1, scopes)
        self.org.keyholder("scope", "rename", recovered[0], "case:2")
        self.assertEqual([member["name"] for member in scopes["case:1"]["members"]], ["Ann"])
        people = {person["name"]: person for person in self.org.keyholder("person", "list")["people"]}
        self.assertEqual(people["Ann"]["devices"], 1)
        self.assertEqual(sum(name.startswith("recovered ") for name in people), 1)
        late = self.org.device("late").run("enrol", open_invite)
        self.assertEqual(late.error["code"], "invite_unknown")
        # It has the keys that were made since, so it can go on.
        self.org.keyholder("allocate", "case:2", "Mo")
        laptop = self.org.enrolled("laptop", "Mo")
        phone.ok("sync")
        second = scopes[recovered[0]]["scope"]
        phone.ok("write", "contact", "--scope", second, "type=CHVS", "notes=Kept.")
        phone.ok("sync")
        laptop.ok("sync")
        self.assertEqual(len(laptop.query("SELECT id FROM contact")), 1)
        self.assertTrue(self.org.keyholder("audit")["sound"])


class PassphraseTest(KeyholderCase):
    def test_one_file_restores_alone_and_a_passphrase_changes(self):
        passphrase = "of the test"
        made = self.ok("backup", "--to", self.org.path("alone"), passphrase=passphrase)
        self.ok("restore", made["backups"][0], directory="second", passphrase=passphrase)
        self.ok("person", "add", "Nobody", "--role", "officer", directory="second",
                passphrase=passphrase)
        new = self.write("new-passphrase", "another\n")
        self.ok("passphrase", "change", "--new-passphrase-file", new, directory="second",
                passphrase=passphrase)
        old = self.run_keyholder("person", "list", directory="second", passphrase=passphrase)
        self.assertEqual(old.returncode, 4)
        # As a service has it from systemd.
        folder = self.org.path("credentials")
        os.makedirs(folder)
        os.rename(new, os.path.join(folder, "keyholder-passphrase"))
        found = self.ok("person", "list", directory="second", passphrase="",
                        environment={"CREDENTIALS_DIRECTORY": folder})
        self.assertTrue(found["people"])


class ImportTest(KeyholderCase):
    """Lists of another system: shown first, applied once, refused rows written out."""

    def changes(self, done):
        return [(line["change"], line.get("row")) for line in map(json.loads, done.stdout.splitlines())
                if "row" in line]

    def test_lists_are_rehearsed_applied_and_applied_again(self):
        staff = self.write("staff.csv", "person,name,role\nP1,Ann,officer\nP2,Olga,officer\n"
                                        "P3,Wim,wizard\n")
        teams = self.write("teams.csv", "scope;kind;name\nT1;team;North\n")
        rows = self.write("rows.csv", "scope,person,role\nT1,P1,\nT1,P2,\n")
        names = {person["name"] for person in self.org.keyholder("person", "list")["people"]}

        dry = self.run_keyholder("import", rows, staff, teams, "--dry-run")
        self.assertEqual({p["name"] for p in self.org.keyholder("person", "list")["people"]}, names)
        done = self.run_keyholder("import", rows, staff, teams)
        self.assertEqual(self.changes(dry), self.changes(done))
        self.assertEqual(done.returncode, 1)
        summary = json.loads(done.stdout.splitlines()[-1])
        self.assertEqual((summary["add"], summary["change"], summary["rejected"]), (4, 1, 1))
        with open(summary["rejected_files"][0], encoding="utf-8") as file:
            self.assertIn("no role", file.read())

        with open(staff, "w", encoding="utf-8") as file:
            file.write("person,name,role\nP1,Ann,officer\nP2,Olga,officer\n")
        again = self.ok("import", rows, staff, teams)
        self.assertEqual((again["nothing"], again["add"], again["change"]), (5, 0, 0))
        fewer = self.write("fewer.csv", "scope,person\nT1,P1\n")
        self.assertEqual(self.ok("import", fewer, "--complete", "--dry-run")["withdraw"], 1)
        self.assertEqual(self.ok("import", fewer, "--complete")["withdraw"], 1)
        team = [s for s in self.org.keyholder("scopes")["scopes"] if s.get("reference") == "T1"][0]
        self.assertEqual([member["reference"] for member in team["members"]], ["P1"])


class ErasureTest(KeyholderCase):
    """Legal holds, and who has carried out a purge."""

    def states(self):
        purge = self.ok("purges", "case:1")["purges"][0]
        return purge["missing"], {device["name"]: device["state"] for device in purge["devices"]}

    def test_a_hold_forbids_a_purge_and_receipts_say_who_has_carried_it_out(self):
        office = self.org.enrolled("office", "Mo")
        phone = self.org.enrolled("phone", "Ann")
        for device in (office, phone):
            device.ok("sync")
        phone.ok("write", "contact", "--scope", "case", "type=home_visit", "staff=kingfisher")
        for device in (phone, office):
            device.ok("sync")
        record = phone.query("SELECT id FROM contact")[0]["id"]
        purge = ("purge", "case:1", "--record", record, "--reason", "request", "--yes")

        hold = self.ok("hold", "case:1", "--record", record, "--reason", "complaint",
                       "--note", "letter of 3 May")["hold"]
        refused = self.run_keyholder(*purge)
        answer = json.loads(refused.stdout.splitlines()[-1])
        self.assertEqual((refused.returncode, answer["error"]), (1, "on_hold"))
        self.assertIn(f"legal hold {hold} (complaint)", answer["message"])
        office.ok("sync")
        shown = office.ok("holds").one("hold")
        self.assertEqual((shown["hold"], shown["note"], shown["records"]),
                         (hold, "letter of 3 May", [record]))

        self.ok("release", "case:1", str(hold), "--note", "answered", "--yes")
        self.assertEqual(self.ok("holds")["holds"][0]["release_note"], "answered")
        self.ok(*purge)
        office.ok("sync")
        self.assertEqual(self.states(), (1, {"Mo": "done", "Ann": "not_yet"}))
        phone.ok("edit", "contact", record, "staff=while away")
        phone.run("sync")
        phone.run("sync")
        self.assertEqual(self.states(), (0, {"Mo": "done", "Ann": "done"}))
        for device in (phone, office):
            self.assertEqual(device.query("SELECT id FROM contact"), [])
        self.assertEqual(phone.ok("outbox").one("outbox")["code"], "purged")
        self.assertEqual(phone.ok("receipts").one("purge")["state"], "known")

        file = self.org.path("support.json")
        phone.ok("support", "--out", file)
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        self.assertEqual(phone.run("support", "--out", file).error["code"], "already_exists")
        with open(file, encoding="utf-8") as bundle:
            text = bundle.read()
        for word in ("kingfisher", "while away", "Riverside", "Ann", "127.0.0.1", record, self.scope,
                     record[:8], self.scope[:8]):
            self.assertNotIn(word, text)


class UnattendedTest(KeyholderCase):
    """`serve --policy`: what it does not allow is refused, and says so."""

    def test_a_policy_limits_roles_verbs_and_allocations(self):
        policy = self.write("policy.toml", "[enrol]\nroles = ['officer']\n"
                                           "[allocate]\nper_hour = 1\n"
                                           "[socket]\nverbs = ['invite', 'allocation_put', 'scope_put', 'scopes']\n")
        self.org.stop_serving()
        self.org.serve("--policy", policy)
        manager = self.org.device("manager").run("enrol", self.org.invite("Mo"))
        self.assertEqual(manager.error["code"], "not_permitted")
        self.org.enrolled("officer", "Ann")
        refused = self.run_keyholder("purge", "case:1", "--reason", "mistaken", "--yes")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("socket.verbs", refused.stdout)
        lines = "".join(json.dumps(line) + "\n" for line in (
            {"verb": "scope_put", "reference": "C9", "kind": "case", "name": "case:9"},
            {"verb": "allocation_put", "scope": "C9", "person": "Ann"},
            {"verb": "allocation_put", "scope": "C9", "person": "Ann"},
            {"verb": "allocation_put", "scope": "C9", "person": "Mo"}))
        done = self.run_keyholder("batch", self.write("batch", lines))
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([a.get("change", a.get("error")) for a in answers],
                         ["add", "add", "nothing", "busy"])
        self.assertIn("the next at", answers[-1]["message"])
        self.assertEqual(done.returncode, 3)


if __name__ == "__main__":
    main(__doc__)
