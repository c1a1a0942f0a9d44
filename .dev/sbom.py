"""Writes the bill of materials: every library that the programs and the page are made of, as CycloneDX
1.5 (JSON). What it names is what is installed here, so it is made where releases are made.

A library that cmake/SanderlingDependencies.cmake looks for has a row in LIBRARIES; with --program,
every shared library that a program needs is added too, down to the C library."""
import argparse
import base64
import json
import os
import re
import subprocess
import sys
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What SanderlingDependencies.cmake calls it → Debian packages, in order of preference; "headers"
# where nothing of it is linked beside what is compiled in.
LIBRARIES = {
    "OpenSSL": (["libssl-dev"], "shared"),
    "SQLite3": (["libsqlite3-dev"], "shared"),
    "Boost": (["libboost1.81-dev", "libboost-dev"], "headers"),
    "fmt": (["libfmt-dev"], "shared"),
    "spdlog": (["libspdlog-dev"], "shared"),
    "CLI11": (["libcli11-dev"], "headers"),
    "nlohmann_json": (["nlohmann-json3-dev"], "headers"),
    "yaml-cpp": (["libyaml-cpp-dev"], "shared"),
    "tomlplusplus": (["libtomlplusplus-dev"], "headers"),
    "sodium": (["libsodium-dev"], "shared"),
    "zstd": (["libzstd-dev"], "shared"),
    "utf8proc": (["libutf8proc-dev"], "shared"),
    "qrencode": (["libqrencode-dev"], "shared"),
    "PNG": (["libpng-dev"], "shared"),
    "csv": (["libcsv-dev"], "shared"),
    "msgpack": (["libmsgpack-cxx-dev", "libmsgpack-dev"], "headers"),
}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    return done.stdout if done.returncode == 0 else ""


def query(package, field):
    return run("dpkg-query", "-W", "-f=${" + field + "}", package)


def distribution():
    try:
        with open("/etc/os-release", encoding="utf-8") as release:
            words = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', release.read(), re.M))
        return words.get("ID", "debian"), words.get("VERSION_ID", "")
    except OSError:
        return "debian", ""


def deb(package, linkage, library=None):
    version = query(package, "Version")
    if not version:
        return None
    vendor, release = distribution()
    purl = f"pkg:deb/{vendor}/{urllib.parse.quote(package)}@{urllib.parse.quote(version, safe='')}"
    purl += f"?arch={query(package, 'Architecture')}"
    purl += f"&distro={vendor}-{release}"
    properties = [{"name": "sanderling:linkage", "value": linkage}]
    if library:
        properties.append({"name": "sanderling:library", "value": library})
    return {"type": "library", "bom-ref": purl, "name": package, "version": version, "purl": purl,
            "scope": "required", "properties": properties}


def owner(path):
    """The package that a file is of."""
    for name in {path, os.path.realpath(path), re.sub("^/usr", "", os.path.realpath(path))}:
        found = re.match(r"^([^:\s]+)", run("dpkg", "-S", name))
        if found:
            return found[1]
    return None


def msgpack_headers():
    """Of an unpacked package, as `./dev` leaves it in .deps on Debian 12."""
    path = os.path.join(ROOT, ".deps/msgpack/usr/include/msgpack/version_master.hpp")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as header:
        numbers = re.findall(r"MSGPACK_VERSION_(?:MAJOR|MINOR|REVISION)\s+(\d+)", header.read())
    version = ".".join(numbers)
    return {"type": "library", "bom-ref": f"pkg:github/msgpack/msgpack-c@cpp-{version}",
            "name": "msgpack-c", "version": version,
            "purl": f"pkg:github/msgpack/msgpack-c@cpp-{version}", "scope": "required",
            "properties": [{"name": "sanderling:linkage", "value": "headers"},
                           {"name": "sanderling:library", "value": "msgpack"}]}


def runtime_packages(package):
    """Those of the shared libraries that a -dev package leads to."""
    found = set()
    for path in run("dpkg-query", "-L", package).splitlines():
        if path.endswith(".so") and os.path.exists(path):
            found.add(owner(os.path.realpath(path)))
    return found - {None, package}


def libraries(missing):
    for library, (packages, linkage) in LIBRARIES.items():
        unpacked = msgpack_headers() if library == "msgpack" else None
        package = next((p for p in packages if query(p, "Version")), None)
        if unpacked:
            yield unpacked
        elif package is None:
            missing.append(library)
        else:
            yield deb(package, linkage, library)
            for runtime in runtime_packages(package) if linkage == "shared" else []:
                yield deb(runtime, linkage, library)


def shared_libraries(program):
    return re.findall(r"=> (/\S+)", run("ldd", program))


def linked(programs, missing):
    for program in programs:
        for path in shared_libraries(program):
            package = owner(path)
            if package is None:
                missing.append(path)
            else:
                yield deb(package, "shared")


def npm(lock):
    with open(lock, encoding="utf-8") as file:
        packages = json.load(file)["packages"]
    for path, package in packages.items():
        if not path:
            continue
        name = path.split("node_modules/")[-1]
        purl = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        made = {"type": "library", "bom-ref": purl, "name": name, "version": package["version"],
                "purl": purl, "scope": "excluded" if package.get("dev") else "required"}
        algorithm, _, digest = package.get("integrity", "").partition("-")
        if algorithm == "sha512":
            made["hashes"] = [{"alg": "SHA-512", "content": base64.b64decode(digest).hex()}]
        yield made


def bill(programs, missing):
    with open(os.path.join(ROOT, "CMakeLists.txt"), encoding="utf-8") as file:
        version = re.search(r"project\(sanderling VERSION ([\d.]+)", file.read())[1]
    components = {}
    lock = os.path.join(ROOT, "examples/practitioner-app/page/package-lock.json")
    for one in [*libraries(missing), *linked(programs, missing), *npm(lock)]:
        if one is not None:
            components.setdefault(one["bom-ref"], one)
    listed = sorted(components.values(), key=lambda one: one["bom-ref"])
    whole = {"type": "application", "bom-ref": "sanderling", "name": "sanderling", "version": version}
    # Of the same parts the same number, so that two bills can be compared as files.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([whole, listed], sort_keys=True))
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "serialNumber": f"urn:uuid:{number}",
            "version": 1, "metadata": {"component": whole}, "components": listed,
            "dependencies": [{"ref": "sanderling", "dependsOn": [c["bom-ref"] for c in listed]}]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default="-", help="a file; - for standard output")
    parser.add_argument("--program", action="append", default=[], help="a program of the release")
    arguments = parser.parse_args()
    missing = []
    text = json.dumps(bill(arguments.program, missing), indent=2) + "\n"
    if missing:
        sys.exit("not installed, or of no package: " + ", ".join(sorted(set(missing))))
    if arguments.out == "-":
        sys.stdout.write(text)
    else:
        with open(arguments.out, "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
