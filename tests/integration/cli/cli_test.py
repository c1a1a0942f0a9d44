"""`sanderling` against the real sanderlingd and keyholder, as processes (docs/cli.md)."""

import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import organisation as org  # noqa: E402
from case import PROGRAMS, Case, main  # noqa: E402


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
        late = self.org.enrolled("late", "Ann")
        late.ok("sync")
        here = late.ok("history", "contact", visit["id"], "--field", "outcome").lines
        self.assertEqual([entry["deed"] for entry in here], ["resolved"])
        fetched = late.ok("history", "contact", visit["id"], "--field", "outcome", "--online")
        deeds = [entry["deed"] for entry in fetched.lines if entry["type"] == "history"]
        self.assertEqual(deeds, ["wrote", "wrote", "resolved"])
        end = fetched.one("history_range")
        self.assertEqual((end["complete_from"], end["older"], end["dropped"]), (1, None, 0))
        away = late.run("history", "contact", visit["id"], "--online", "--timeout", "2",
                        "--server", "127.0.0.1:1")
        self.assertEqual((away.code, away.error["code"]), (5, "offline"))
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


if __name__ == "__main__":
    main(__doc__)
