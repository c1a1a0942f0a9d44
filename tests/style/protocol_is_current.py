"""Fails when docs/protocol.md and the code differ on the version, a message, an error or a verdict."""
import re
import sys
from pathlib import Path

root = Path(__file__).resolve().parents[2]
page = (root / "docs/protocol.md").read_text(encoding="utf-8")
message_hpp = (root / "core/wire/message.hpp").read_text(encoding="utf-8")
members_hpp = (root / "core/wire/members.hpp").read_text(encoding="utf-8")
error_hpp = (root / "core/types/error.hpp").read_text(encoding="utf-8")
error_cpp = (root / "core/types/error.cpp").read_text(encoding="utf-8")

problems = []


def compare(what, documented, coded):
    if documented != coded:
        problems.append(f"{what}: the page has {documented}, the code {coded}")


version = re.search(r"protocol_version = (\d+);", message_hpp)[1]
compare("version", re.search(r"^# .*version (\d+)$", page, re.M)[1], version)

names = re.findall(r'"([A-Z_]+)"', members_hpp.split("type_names", 1)[1])
rows = dict(re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", page, re.M))
compare("messages", rows, {str(i): name for i, name in enumerate(names, 1)})

codes = {name: int(n) for name, n in re.findall(r"^\s+(\w+) = (\d+),", error_hpp, re.M) if n != "0"}
table = page.split("## 9. Errors", 1)[1]
documented = {name: int(n) for n, name in re.findall(r"\| (\d{3}) \| (\w+) ", table)}
compare("errors", documented, codes)

flags = r'return \{"(\w+)",\s*(?:"[^"]*"\s*)+,\s*(true|false),\s*(true|false),\s*(true|false)\}'
coded = {m[0]: tuple(f == "true" for f in m[1:]) for m in re.findall(flags, error_cpp)}
shown = {m[0]: tuple(f.strip() == "yes" for f in m[1:])
         for m in re.findall(r"\| \d{3} \| (\w+) \|([a-z ]*)\|([a-z ]*)\|([a-z ]*)(?=\|)", table)}
for name, said in shown.items():
    if coded[name] != said:
        problems.append(f"error {name}: the page has {said}, the code {coded[name]}")

sys.exit("\n".join(problems) or None)
