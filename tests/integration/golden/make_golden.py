"""Writes a golden organisation: the folders that the programs of this build leave on the disk.

Run once for every version of a format, with that version's programs; golden_test.py then keeps all
later programs reading it. tests/vectors/organisation/README.md says what is in it. The certificates
of devices must outlive the test, so the keyholder that makes them was built with a validity of fifty
years (device_validity, registrar_validity).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

import organisation  # noqa: E402


def visit(scope, note, **more):
    fields = {"type": "home_visit", "starts": 1303119000000, "notes": [note], **more}
    return json.dumps({"scope": scope, "collection": "contact", "fields": fields})


def write(device, *lines):
    return [line["id"] for line in device.ok("write", text="\n".join(lines)).lines]


def killed_while_writing(device, *lines):
    """Everything that was acknowledged is in the log of a process that never closed its files."""
    process = device.start("write", stdin=subprocess.PIPE)
    for line in lines:
        process.stdin.write(line + "\n")
        process.stdin.flush()
        organisation.wait_for_line(process, lambda said: said["type"] in ("written", "edited"))
    process.kill()
    process.communicate()


def seen_on(device):
    """What a device shows without a network."""
    outbox = [{key: item[key] for key in ("transaction", "scope", "counter", "delivery", "code")}
              for item in device.ok("outbox").lines]
    return {"contacts": device.query("SELECT * FROM contact ORDER BY id"),
            "outbox": outbox,
            "conflicts": device.ok("conflicts").lines,
            "status": device.ok("status").one("status")}


def live(org):
    one, two = (org.keyholder("scope", "create", "--kind", "case", "--name", name)["scope"]
                for name in ("case:1", "case:2"))
    for person, role in (("Ann", "officer"), ("Mo", "manager")):
        org.keyholder("person", "add", person, "--role", role)
        for name in ("case:1", "case:2"):
            org.keyholder("allocate", name, person)
    phone, laptop = org.enrolled("phone", "Ann"), org.enrolled("laptop", "Mo")
    for device in (phone, laptop):
        device.ok("sync")

    shared, *_ = write(phone, visit(one, "The baby was asleep."), visit(one, "Nobody in."),
                       visit(two, "Spoke of work."), visit(two, "Of drink."))
    gone, = write(phone, visit(one, "Written in the wrong file."))
    phone.ok("delete", "contact", gone)
    for device in (phone, laptop):
        device.ok("sync")
    phone.ok("edit", "contact", shared, "outcome=attended_complied")
    laptop.ok("edit", "contact", shared, "outcome=unacceptable_absence")
    for device in (phone, laptop, phone):
        device.ok("sync")

    # Quarantined: written by one who had been taken off the case by then.
    write(laptop, visit(two, "After the transfer."))
    org.keyholder("withdraw", "case:2", "Mo")
    laptop.ok("sync")

    org.stop_server()
    write(laptop, visit(one, "Laptop, unsent."))
    phone.ok("edit", "contact", shared, "--append", "notes=Left a card.", "staff=Ann")
    killed_while_writing(phone, visit(one, "Phone, unsent."), visit(two, "Phone, killed."),
                         json.dumps({"collection": "contact", "id": shared,
                                     "append": {"notes": "Came back."}}))
    return phone, laptop


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for program in ("sanderling", "sanderlingd", "keyholder"):
        parser.add_argument("--" + program, required=True)
    parser.add_argument("folder", help="a new one, tests/vectors/organisation/vN")
    arguments = parser.parse_args()
    org = organisation.Organisation(vars(arguments))
    try:
        org.start_server()
        org.serve()
        phone, laptop = live(org)
        org.stop_serving()
        os.makedirs(arguments.folder)
        for name in ("server", "keyholder", "phone", "laptop"):
            shutil.copytree(org.path(name), os.path.join(arguments.folder, name))
        expected = {"phone": seen_on(phone), "laptop": seen_on(laptop)}
        with open(os.path.join(arguments.folder, "expected.json"), "w") as file:
            json.dump(expected, file, indent=1, sort_keys=True)
            file.write("\n")
    finally:
        org.close()


if __name__ == "__main__":
    main()
