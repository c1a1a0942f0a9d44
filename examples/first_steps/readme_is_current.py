"""Fails when the code in README.md is not that of first_steps.cpp between its marks."""
import sys

source = open("examples/first_steps/first_steps.cpp", encoding="utf-8").read()
shown = source.split("// README begins\n")[1].split("// README ends\n")[0].strip()
if f"```cpp\n{shown}\n```" not in open("README.md", encoding="utf-8").read():
    sys.exit("README.md does not show examples/first_steps/first_steps.cpp as it is")
