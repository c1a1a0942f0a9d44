"""A real sanderlingd and keyholder in a temporary folder, and devices that run `sanderling`."""

import json
import os
import socket
import subprocess
import tempfile
import time

PATIENCE = 30  # seconds; no step comes near it


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def lines_of(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]


class Finished:
    """How a command ended: exit code, objects on standard output, error object if there is one."""

    def __init__(self, process, out, error):
        self.code = process.returncode
        self.lines = lines_of(out)
        self.error_text = error

    @property
    def error(self):
        return json.loads(self.error_text.splitlines()[-1])

    def one(self, type_name):
        found = [line for line in self.lines if line.get("type") == type_name]
        assert len(found) == 1, (type_name, self.lines, self.error_text)
        return found[0]


class Device:
    """One replica folder."""

    def __init__(self, programs, folder):
        self.programs = programs
        self.folder = folder
        self.passphrase = os.path.join(os.path.dirname(folder), "passphrase")
        with open(self.passphrase, "w") as file:
            file.write("correct horse\n")

    def command(self, *arguments):
        return [self.programs["sanderling"], "--json", "--store", self.folder,
                "--passphrase-file", self.passphrase, *arguments]

    def run(self, *arguments, text=""):
        process = subprocess.Popen(self.command(*arguments), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, error = process.communicate(text, timeout=PATIENCE * 2)
        return Finished(process, out, error)

    def ok(self, *arguments, text=""):
        finished = self.run(*arguments, text=text)
        assert finished.code == 0, (arguments, finished.code, finished.error_text)
        return finished

    def query(self, sql, *parameters):
        return self.ok("query", sql, *parameters).lines

    def start(self, *arguments, stdin=subprocess.DEVNULL):
        return subprocess.Popen(self.command(*arguments), stdin=stdin,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


class Organisation:
    """Founded, with its server running; the keyholder serves between `serve` and `stop_serving`."""

    def __init__(self, programs, kept=None):
        """In the folder `kept`, which an organisation left; otherwise a new one, which goes away."""
        self.programs = programs
        self.temporary = None if kept else tempfile.TemporaryDirectory(prefix="sanderling_cli_")
        self.folder = kept or self.temporary.name
        self.address = f"127.0.0.1:{free_port()}"
        self.serving = None
        self.server = None
        os.environ["SANDERLING_KEYHOLDER_PASSPHRASE"] = "of the test"
        os.environ["SANDERLING_STATE"] = self.path("state")
        pin = self.pin() if kept else self.found()
        self.keyholder("connect", "--server", f"wss://{self.address}", "--server-key", pin)

    def found(self):
        self.keyholder("init", "--organisation", "Riverside")
        made = self.sanderlingd("init", self.path("server"), "--organisation",
                                self.path("keyholder/organisation.json"), "--listen", self.address)
        return made["server_key"]

    def pin(self):
        return self.sanderlingd("pin", self.path("server"))["server_key"]

    def sanderlingd(self, *arguments):
        made = subprocess.run([self.programs["sanderlingd"], *arguments, "--json"],
                              capture_output=True, text=True, check=True)
        return json.loads(made.stdout)

    def path(self, name):
        return os.path.join(self.folder, name)

    def device(self, name):
        return Device(self.programs, self.path(name))

    def keyholder(self, *arguments):
        done = subprocess.run(
            [self.programs["keyholder"], "--json", "--dir", self.path("keyholder"), *arguments],
            capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
        return lines_of(done.stdout)[-1]

    def start_server(self):
        self.server = subprocess.Popen([self.programs["sanderlingd"], "run", self.path("server"),
                                        "--listen", self.address],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert "listening" in self.server.stdout.readline()

    def stop_server(self):
        end(self.server)
        self.server = None

    def serve(self, *options):
        self.serving = subprocess.Popen(
            [self.programs["keyholder"], "--json", "serve", self.path("keyholder"), *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.serving.stdout:
            if json.loads(line).get("event") == "connected":
                return
        raise AssertionError("the keyholder did not connect")

    def stop_serving(self):
        end(self.serving)
        self.serving = None

    def invite(self, person):
        return self.keyholder("invite", person)["text"]

    def enrolled(self, name, person):
        device = self.device(name)
        device.ok("enrol", self.invite(person))
        return device

    def close(self):
        for process in (self.serving, self.server):
            if process is not None:
                end(process)
        if self.temporary:
            self.temporary.cleanup()


def end(process):
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def wait_for_line(process, wanted):
    """The first object on a process's standard output that `wanted` says yes to."""
    until = time.monotonic() + PATIENCE
    for line in process.stdout:
        object_ = json.loads(line)
        if wanted(object_):
            return object_
        assert time.monotonic() < until, "it never came"
    raise AssertionError("the process ended")
