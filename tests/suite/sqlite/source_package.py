"""Debian's source package of sqlite3, fetched with apt settings of our own: /etc/apt, which may list
no source packages, is read and never changed."""

import glob
import os
import re
import shutil
import subprocess

UPSTREAM = "3.40.1"


class Unavailable(Exception):
    """The package cannot be had: no apt, no network, or another version."""


def source_lines(folder):
    """What `folder` (an /etc/apt) lists as binary packages, as source packages, in both formats of
    apt: {file name: text}."""
    made = {}
    one_line = [os.path.join(folder, "sources.list")]
    one_line += sorted(glob.glob(os.path.join(folder, "sources.list.d", "*.list")))
    for number, path in enumerate(path for path in one_line if os.path.exists(path)):
        with open(path, encoding="utf-8") as file:
            lines = [re.sub(r"^deb(?=[ \t])", "deb-src", line.strip()) for line in file]
        lines = [line for line in lines if line.startswith("deb-src")]
        if lines:
            made[f"{number}.list"] = "\n".join(dict.fromkeys(lines)) + "\n"
    for path in sorted(glob.glob(os.path.join(folder, "sources.list.d", "*.sources"))):
        with open(path, encoding="utf-8") as file:
            stanzas = re.split(r"\n\s*\n", file.read())
        stanzas = [re.sub(r"(?im)^types:.*$", "Types: deb-src", stanza) for stanza in stanzas
                   if re.search(r"(?im)^types:.*\bdeb\b", stanza)
                   or re.search(r"(?im)^types:.*\bdeb-src\b", stanza)]
        if stanzas:
            made[os.path.basename(path)] = "\n\n".join(stanza.strip() for stanza in stanzas) + "\n"
    return made


def _apt_options(folder):
    parts = os.path.join(folder, "sources.list.d")
    for name in ("sources.list.d", "lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    for name, text in source_lines("/etc/apt").items():
        with open(os.path.join(parts, name), "w", encoding="utf-8") as file:
            file.write(text)
    if not os.listdir(parts):
        raise Unavailable("apt has no sources from which source packages could be derived")
    options = {
        "Dir::Etc::sourcelist": "/dev/null", "Dir::Etc::sourceparts": parts,
        "Dir::State::lists": os.path.join(folder, "lists"),
        "Dir::Cache": os.path.join(folder, "cache"),
        # As root apt would fetch as a user who may not write here.
        "APT::Sandbox::User": "root", "Acquire::Retries": "2", "Acquire::http::Timeout": "20",
        "Acquire::Languages": "none",
    }
    return [word for key, value in options.items() for word in ("-o", f"{key}={value}")]


def _run(command, folder, what):
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{what}: {error}") from error
    if done.returncode != 0:
        raise Unavailable(f"{what}:\n{done.stdout[-2000:]}")


def fetch(scratch):
    """The folder of the unpacked source, with Debian's patches. Fetched once a scratch folder."""
    source = os.path.join(scratch, "source")
    if os.path.exists(os.path.join(source, "VERSION")):
        return source
    for tool in ("apt-get", "dpkg-source"):
        if shutil.which(tool) is None:
            raise Unavailable(f"{tool} is not here")
    downloads = os.path.join(scratch, "download")
    os.makedirs(downloads, exist_ok=True)
    options = _apt_options(os.path.join(scratch, "apt"))
    _run(["apt-get", *options, "update"], downloads, "apt-get update of the source packages")
    _run(["apt-get", *options, "source", "--download-only", "sqlite3"], downloads,
         "apt-get source sqlite3")
    found = glob.glob(os.path.join(downloads, f"sqlite3_{UPSTREAM}-*.dsc"))
    if not found:
        raise Unavailable(f"the configured sources have sqlite3, but not version {UPSTREAM}")
    fresh = source + ".new"
    shutil.rmtree(fresh, ignore_errors=True)
    _run(["dpkg-source", "--no-check", "--extract", max(found), fresh], downloads, "dpkg-source")
    shutil.rmtree(source, ignore_errors=True)
    os.rename(fresh, source)
    return source
