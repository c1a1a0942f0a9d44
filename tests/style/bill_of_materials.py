"""Fails when the bill of materials is not well formed, or lacks what is linked or bundled."""
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
script = root / ".dev/sbom.py"
programs = sys.argv[1:]
problems = []


def expect(is_so, problem):
    if not is_so:
        problems.append(problem)


arguments = [word for program in programs for word in ("--program", program)]
done = subprocess.run([sys.executable, "-B", str(script), *arguments], capture_output=True, text=True)
if done.returncode != 0:
    sys.exit("the script fails: " + done.stderr)
bill = json.loads(done.stdout)

expect(bill["bomFormat"] == "CycloneDX" and bill["specVersion"] == "1.5", "it is no CycloneDX 1.5")
uuid = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
expect(re.fullmatch(uuid, bill["serialNumber"]), "its serial number is none")
expect(isinstance(bill["version"], int), "its version is no number")
references = [component["bom-ref"] for component in bill["components"]]
expect(len(set(references)) == len(references), "a component stands twice")
for component in bill["components"]:
    for member in ("type", "bom-ref", "name", "version", "purl"):
        expect(component.get(member), f"{component.get('name')} has no {member}")
    expect(re.match(r"pkg:(deb|npm|github)/[^@]+@.+", component["purl"]), f"{component['purl']} is no purl")
    for digest in component.get("hashes", []):
        expect(re.fullmatch("[0-9a-f]{128}", digest["content"]), f"{component['name']}: its hash")
depends = bill["dependencies"][0]["dependsOn"]
expect(depends == references, "what the whole depends on is not what is listed")

# Every library that CMake looks for, but those of tests.
cmake = (root / "cmake/SanderlingDependencies.cmake").read_text(encoding="utf-8")
cmake = re.sub(r"if\(SANDERLING_TESTS\).*?endif\(\)", "", cmake, flags=re.S)
wanted = set(re.findall(r"find_package\((\w[\w-]*)", cmake)) - {"PkgConfig", "Threads"}
wanted |= set(re.findall(r"pkg_check_modules\((\w+)", cmake))
wanted |= {name.lower() for name in re.findall(r"find_path\(SANDERLING_(\w+)_INCLUDE", cmake)}
named = {p["value"] for c in bill["components"] for p in c.get("properties", [])
         if p["name"] == "sanderling:library"}
expect(wanted, "no library was found in SanderlingDependencies.cmake")
expect(wanted <= named, f"not named: {sorted(wanted - named)}")
expect(named <= wanted, f"named, and not used any more: {sorted(named - wanted)}")

# Everything in the page's lock file.
page = root / "examples/practitioner-app/page"
lock = json.loads((page / "package-lock.json").read_text(encoding="utf-8"))["packages"]
versions = {(c["name"], c["version"]) for c in bill["components"] if c["purl"].startswith("pkg:npm/")}
for path, package in lock.items():
    name = path.split("node_modules/")[-1]
    expect(not path or (name, package["version"]) in versions, f"{name} of the page is not named")
for name in json.loads((page / "package.json").read_text(encoding="utf-8"))["dependencies"]:
    scopes = [c["scope"] for c in bill["components"] if c["name"] == name]
    expect(scopes == ["required"], f"{name} is bundled, and its scope is {scopes}")

# Every shared library that a program needs.
module_of = importlib.util.spec_from_file_location("sbom", script)
sbom = importlib.util.module_from_spec(module_of)
module_of.loader.exec_module(sbom)
packages = {c["name"] for c in bill["components"]}
for program in programs:
    shared = sbom.shared_libraries(program)
    expect(shared, f"{program} needs no shared library, not even the C library")
    for library in shared:
        expect(sbom.owner(library) in packages, f"{library} of {program} is not named")

sys.exit("\n".join(problems) or None)
