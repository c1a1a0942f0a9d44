"""`sanderling` against the real sanderlingd and keyholder, as processes (docs/cli.md)."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import organisation as org  # noqa: E402

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


class WalkTest(Case):
    """Enrol, write offline, sync, and another device sees it."""

    def test_a_visit_written_offline_is_read_elsewhere(self):
        phone = self.org.enrolled("phone", "Ann")
        laptop = self.org.enrolled("laptop", "Mo")
        phone.ok("sync")
        self.org.stop_server()
        offline = phone.run("sync", "--timeout", "1")
        self.assertEqual(offline.code, 5)
        visit = phone.ok("write", "contact", "--scope", "case", "type=CHVS",
                         "starts=2011-04-18T09:30:00Z", "ends:=null",
                         "notes=The baby was asleep.").one("written")
        phone.ok("edit", "contact", visit["id"], "outcome=attended_complied",
                 "--append", "notes=Left a card.")
        self.assertEqual(phone.ok("status").one("status")["unsent_transactions"], 2)

        self.org.start_server()
        synced = phone.ok("sync").one("synced")
        received = laptop.ok("sync").one("synced")

        self.assertEqual(synced["unsent_transactions"], 0)
        self.assertGreater(synced["bytes_sent"], 500)
        self.assertGreaterEqual(received["records_received"], 2)
        hit = laptop.ok("search", "BABY", "card", "--collection", "contact", "--scope", "case").one("hit")
        self.assertEqual((hit["id"], hit["field"]), (visit["id"], "notes"))
        self.assertEqual(hit["snippet"], "The baby was asleep.\nLeft a card.")
        self.assertEqual(hit["found"], [[4, 4], [28, 4]])
        self.assertEqual(laptop.ok("search", "asl").lines, [])
        self.assertEqual(laptop.ok("search", "asl*", "--beginnings").one("hit")["id"], visit["id"])
        row = laptop.query("SELECT * FROM contact WHERE id = ?1", visit["id"])[0]
        self.assertEqual(row["type"], "home_visit")
        self.assertEqual(row["starts"], 1303119000000)
        self.assertEqual(row["outcome"], "attended_complied")
        self.assertEqual(json.loads(row["notes"]), ["The baby was asleep.", "Left a card."])
        digests = {device.ok("scopes").one("scope")["digest"] for device in (phone, laptop)}
        self.assertEqual(len(digests), 1)


class ConflictTest(Case):
    def test_both_outcomes_are_kept_until_one_is_chosen(self):
        phone = self.org.enrolled("phone", "Ann")
        laptop = self.org.enrolled("laptop", "Mo")
        for device in (phone, laptop):
            device.ok("sync")
        visit = phone.ok("write", "contact", "--scope", self.scope[:8], "type=home_visit").one("written")
        phone.ok("sync")
        laptop.ok("sync")
        phone.ok("edit", "contact", visit["id"], "outcome=attended_complied")
        laptop.ok("edit", "contact", visit["id"], "outcome=unacceptable_absence")
        for device in (phone, laptop, phone):
            device.ok("sync")

        self.assertEqual(laptop.run("conflicts", "--check").code, 7)
        conflict = laptop.ok("conflicts").one("conflict")
        outcomes = [side["row"]["outcome"] for side in conflict["candidates"]]
        self.assertEqual(sorted(outcomes), ["attended_complied", "unacceptable_absence"])
        self.assertEqual(conflict, phone.ok("conflicts").one("conflict"))
        choice = str(outcomes.index("attended_complied") + 1)
        laptop.ok("resolve", conflict["conflict"][:8], "--choose", choice, "--reason", "seen at the door")
        laptop.ok("sync")
        phone.ok("sync")

        self.assertEqual(phone.ok("conflicts", "--check").lines, [])
        self.assertEqual(phone.query("SELECT outcome FROM contact")[0]["outcome"], "attended_complied")
        again = laptop.run("resolve", conflict["conflict"], "--choose", "1")
        self.assertEqual((again.code, again.error["code"]), (7, "conflict_closed"))

        told = [entry for entry in phone.ok("history", "contact", visit["id"]).lines
                if entry["deed"] == "resolved"]
        self.assertEqual([entry["reason"] for entry in told], ["seen at the door"])
        reopened = laptop.ok("reopen", "contact", visit["id"], "outcome").one("reopened")
        self.assertEqual(reopened["values"], 1)
        for device in (laptop, phone):
            device.ok("sync")
        self.assertEqual(phone.ok("conflicts").one("conflict")["conflict"], conflict["conflict"])


class LateWorkTest(Case):
    def test_work_of_somebody_who_has_left_is_held_shown_and_exported(self):
        phone = self.org.enrolled("phone", "Ann")
        phone.ok("sync")
        phone.ok("write", "contact", "--scope", "case", "type=home_visit", "staff=om-1")
        self.org.keyholder("withdraw", "case:1", "Ann")
        for _ in range(2):
            phone.run("sync")

        held = phone.ok("outbox").one("outbox")
        self.assertEqual((held["delivery"], held["code"]), ("quarantined", "removed_member"))
        self.assertEqual(held["records"][0]["row"]["staff"], "om-1")
        retried = phone.run("outbox", "--retry", held["transaction"][:8])
        self.assertEqual(retried.error["code"], "busy")
        file = self.org.path("refused.json")
        phone.ok("outbox", "--export", file, "--dismiss")
        self.assertEqual(os.stat(file).st_mode & 0o777, 0o600)
        with open(file) as text:
            refused = json.load(text)["refused"]
        self.assertEqual(refused[0]["records"], held["records"])
        self.assertEqual((refused[0]["code"], refused[0]["person"]), ("removed_member", held["person"]))
        self.assertEqual(phone.run("outbox", "--export", file).error["code"], "already_exists")
        self.assertEqual(phone.ok("outbox").lines, [])
        self.assertNotEqual(phone.ok("outbox", "--all").one("outbox")["dismissed"], None)


class FollowTest(Case):
    def test_changes_arrive_while_following(self):
        phone = self.org.enrolled("phone", "Ann")
        phone.ok("sync")
        laptop = self.org.enrolled("laptop", "Mo")
        following = laptop.start("sync", "--follow")
        self.addCleanup(org.end, following)
        org.wait_for_line(following, lambda line: line.get("phase") == "live")
        phone.ok("write", "contact", "--scope", "case", "type=home_visit")
        phone.ok("sync")

        change = org.wait_for_line(following, lambda line: line["type"] == "change")
        held = laptop.run("status")
        following.send_signal(signal.SIGINT)

        self.assertEqual(change["scopes"], [self.scope])
        self.assertEqual((held.code, held.error["code"]), (11, "in_use"))
        self.assertEqual(following.wait(org.PATIENCE), 0)
        self.assertEqual(len(laptop.query("SELECT id FROM contact")), 1)

    def test_it_comes_back_when_the_server_does(self):
        tablet = self.org.enrolled("tablet", "Ann")
        following = tablet.start("sync", "--follow")
        self.addCleanup(org.end, following)
        org.wait_for_line(following, lambda line: line.get("phase") == "live")
        self.org.stop_server()
        org.wait_for_line(following, lambda line: line.get("phase") == "offline")
        self.org.start_server()

        org.wait_for_line(following, lambda line: line.get("phase") == "live")


class WatchTest(Case):
    def test_a_watched_query_tells_what_arrives(self):
        pocket = self.org.enrolled("pocket", "Ann")
        pocket.ok("sync")
        desk = self.org.enrolled("desk", "Mo")
        watching = desk.start("query", "--watch", "SELECT id, place FROM contact WHERE staff = ?1", "w")
        self.addCleanup(org.end, watching)
        visit = pocket.ok("write", "contact", "--scope", "case", "type=home_visit", "staff=w",
                          "place=home").one("written")
        pocket.ok("sync")

        added = org.wait_for_line(watching, lambda line: line["type"] == "row")
        pocket.ok("edit", "contact", visit["id"], "place=office")
        pocket.ok("sync")
        changed = org.wait_for_line(watching, lambda line: line["type"] == "row")
        watching.send_signal(signal.SIGTERM)

        row = {"id": visit["id"], "place": "home"}
        self.assertEqual(added, {"type": "row", "change": "added", "row": row})
        self.assertEqual(changed, {"type": "row", "change": "changed", "row": {**row, "place": "office"}})
        self.assertEqual(watching.wait(org.PATIENCE), 0)
        self.assertEqual(desk.run("query", "--watch", "SELECT nothing FROM contact").code, 2)


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


class InputTest(Case):
    """NDJSON in, and what is wrong with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.org.enrolled("phone", "Ann")
        cls.phone.ok("sync")

    def line(self, **fields):
        return json.dumps({"scope": "case", "collection": "contact", "fields": fields})

    def test_a_line_in_a_pipe_is_written_when_it_comes(self):
        writing = self.phone.start("write", stdin=subprocess.PIPE)
        self.addCleanup(org.end, writing)
        for notes in ("First.", "Second."):
            writing.stdin.write(self.line(type="home_visit", notes=[notes]) + "\n")
            writing.stdin.flush()
            org.wait_for_line(writing, lambda line: line["type"] == "written")
        writing.stdin.close()

        self.assertEqual(writing.wait(org.PATIENCE), 0)

    def test_lines_in_batches_are_transactions(self):
        lines = "\n".join(self.line(type="home_visit", staff=f"batch{i}") for i in range(25))

        written = self.phone.ok("write", "--batch", "10", text=lines + "\n").lines

        self.assertEqual(len(written), 25)
        self.assertEqual(len({line["transaction"] for line in written}), 3)
        count = self.phone.query("SELECT count(*) AS n FROM contact WHERE staff LIKE 'batch%'")
        self.assertEqual(count[0]["n"], 25)

    def test_a_wrong_line_names_itself_and_undoes_its_batch_only(self):
        lines = [self.line(type="home_visit", staff="whole"), self.line(type="home_visit", staff="whole"),
                 self.line(type="home_visit", staff="part"), self.line(type="teleportation")]

        done = self.phone.run("write", "--batch", "2", text="\n".join(lines))

        self.assertEqual(done.code, 2)
        self.assertIn("line 4: contact.type: 'teleportation'", done.error["detail"])
        staff = [row["staff"] for row in self.phone.query(
            "SELECT staff FROM contact WHERE staff IN ('whole', 'part')")]
        self.assertEqual(staff, ["whole", "whole"])

    def test_an_import_sets_bad_lines_aside_and_may_be_repeated(self):
        ids = [f"0190f5b2-0000-7000-8000-00000000000{i}" for i in range(3)]
        export = self.org.path("export.ndjson")
        with open(export, "w") as file:
            for id_ in ids:
                file.write(json.dumps({"scope": "case:1", "collection": "contact", "id": id_,
                                       "fields": {"type": "home_visit", "staff": "imported"}}) + "\n")
            file.write('{"scope":"case:1","collection":"contact","fields":{"type":"unknown"}}\n')
        labels = self.org.path("labels.json")
        with open(labels, "w") as file:
            json.dump({"case:1": self.scope}, file)
        rejects = self.org.path("rejects.ndjson")

        first = self.phone.run("import", export, "--labels", labels, "--rejects", rejects)
        again = self.phone.run("import", export, "--labels", labels)

        self.assertEqual(first.code, 10)
        self.assertEqual(first.one("imported"), {"type": "imported", "lines": 4, "imported": 3, "rejected": 1})
        self.assertEqual(first.one("rejected")["field"], "type")
        with open(rejects) as file:
            self.assertEqual(json.loads(file.read())["line"], 4)
        self.assertEqual(again.one("imported")["imported"], 0)
        found = self.phone.query("SELECT id FROM contact WHERE staff = 'imported' ORDER BY id")
        self.assertEqual([row["id"] for row in found], ids)

    def test_a_deleted_record_comes_back(self):
        id_ = self.phone.ok("write", "contact", "--scope", "case", "type=home_visit").one("written")["id"]
        self.phone.ok("delete", "contact", id_)
        self.assertEqual(self.phone.query("SELECT id FROM contact WHERE id = ?1", id_), [])
        self.phone.ok("undelete", "contact", id_)
        self.assertEqual(self.phone.query("SELECT id FROM contact WHERE id = ?1", id_), [{"id": id_}])


class RefusalTest(Case):
    """Each exit code that a script relies on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.org.enrolled("phone", "Ann")
        cls.phone.ok("sync")

    def code_of(self, *arguments, device=None):
        return (device or self.phone).run(*arguments).code

    def test_usage(self):
        self.assertEqual(self.code_of("fly"), 2)
        self.assertEqual(self.code_of("query", "SELECT nothing FROM contact"), 2)
        self.assertEqual(self.code_of("enrol", "sanderling://nonsense", device=self.org.device("none")), 2)
        self.assertFalse(os.path.exists(self.org.path("none")))

    def test_a_wrong_passphrase(self):
        other = self.org.device("phone")
        other.passphrase = self.org.path("wrong")
        with open(other.passphrase, "w") as file:
            file.write("battery staple\n")
        done = other.run("status")
        self.assertEqual((done.code, done.error["code"]), (3, "wrong_key"))

    def test_what_is_not_there(self):
        self.assertEqual(self.code_of("status", device=self.org.device("nowhere")), 4)
        self.assertEqual(self.code_of("write", "spaceship", "--scope", "case"), 4)
        self.assertEqual(self.code_of("write", "contact", "--scope", "team", "type=home_visit"), 4)
        self.assertEqual(self.code_of("delete", "contact", "0190f5b2-0000-7000-8000-0000000000ff"), 4)

    def test_reading_is_all_that_a_query_does(self):
        for sql in ("DELETE FROM contact", "SELECT * FROM sanderling_identity"):
            self.assertIn(self.code_of("query", sql), (2, 6), sql)

    def test_an_invite_works_once(self):
        invite = self.org.invite("Ann")
        self.org.device("first").ok("enrol", invite)
        second = self.org.device("second").run("enrol", invite)
        self.assertEqual(second.code, 6, second.error_text)
        self.assertEqual(second.error["code"], "invite_used")

    def test_a_device_is_enrolled_once(self):
        done = self.phone.run("enrol", self.org.invite("Mo"))
        self.assertEqual((done.code, done.error["code"]), (7, "already_exists"))

    def test_without_a_keyholder_an_enrolment_waits_and_may_be_repeated(self):
        invite = self.org.invite("Mo")
        self.org.stop_serving()
        tablet = self.org.device("tablet")
        waited = tablet.run("enrol", invite, "--timeout", "3")
        self.org.serve()

        self.assertEqual(waited.code, 5)
        self.assertIn("waiting", [line.get("step") for line in waited.lines])
        self.assertEqual(tablet.ok("enrol", invite).one("enrolled")["organisation"], "Riverside")

    def test_another_server_is_refused_before_anything_is_sent(self):
        stranger = org.Organisation(PROGRAMS)
        self.addCleanup(stranger.close)
        stranger.start_server()
        done = self.phone.run("sync", "--server", stranger.address)
        self.assertEqual((done.code, done.error["code"]), (6, "wrong_server"))

    def test_a_damaged_replica(self):
        broken = self.org.enrolled("broken", "Ann")
        with open(os.path.join(broken.folder, "replica.db"), "r+b") as file:
            file.seek(0)
            file.write(b"\xff" * 8192)
        self.assertEqual(self.code_of("status", device=broken), 8)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("sanderling", "sanderlingd", "keyholder"):
        parser.add_argument("--" + name, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAMS.update(vars(arguments))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
