"""Builds SQLite's testfixture with our VFS in it (fixture/). SQLite's own Makefile generates the
sources and says what to compile and how; CMake compiles, so that the vault is built as ever."""

import os
import shlex
import subprocess

import source_package

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
FEATURES = ["--enable-fts3", "--enable-fts4", "--enable-fts5", "--enable-rtree", "--enable-session"]


class BuildFailed(Exception):
    pass


def _run(command, folder, log):
    with open(log, "ab") as out:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        with open(log, encoding="utf-8", errors="replace") as file:
            raise BuildFailed(f"{shlex.join(command[:3])} failed; {log} ends:\n{file.read()[-3000:]}")


def _generate(source, generated, log):
    """sqlite3.c and its headers, once."""
    os.makedirs(generated, exist_ok=True)
    if not os.path.exists(os.path.join(generated, "Makefile")):
        tcl = next((path for path in ("/usr/lib/tcl8.6", "/usr/share/tcltk/tcl8.6")
                    if os.path.exists(os.path.join(path, "tclConfig.sh"))), None)
        if tcl is None:
            raise source_package.Unavailable("Tcl's tclConfig.sh is not here: install tcl-dev")
        _run([os.path.join(source, "configure"), f"--with-tcl={tcl}", *FEATURES], generated, log)
    _run(["make", "sqlite3.c"], generated, log)


def compile_line(text):
    """Sources, options and libraries of the command in `text` (of make -n) that links testfixture."""
    lines = [line for line in text.replace("\\\n", " ").splitlines() if "-o testfixture" in line]
    if not lines:
        raise BuildFailed("SQLite's Makefile does not say how it builds testfixture")
    words = shlex.split(lines[-1])
    return ([word for word in words if word.endswith(".c")],
            [word for word in words if word.startswith(("-D", "-I"))],
            [word for word in words if word.startswith(("-L", "-l"))])


def _write_list(generated, path):
    said = subprocess.run(["make", "-n", "--what-if=sqlite3.c", "testfixture"], cwd=generated,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout
    sources, options, libraries = compile_line(said)
    options = [option.replace("-I", "-I" + generated + "/", 1)
               if option.startswith("-I") and not os.path.isabs(option[2:]) else option
               for option in options]
    lists = {"sqlite_sources": [os.path.join(generated, name) for name in sources],
             "sqlite_options": [*options, "-O1", "-fno-strict-aliasing"],
             "sqlite_libraries": libraries}
    text = "".join(f"set({name}\n" + "".join(f"  [=[{word}]=]\n" for word in words) + ")\n"
                   for name, words in lists.items())
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def build(source, scratch, jobs):
    """The path of the testfixture, up to date with the vault's sources."""
    log = os.path.join(scratch, "build.log")
    generated = os.path.join(scratch, "generated")
    compiled = os.path.join(scratch, "fixture")
    listed = os.path.join(scratch, "sources.cmake")
    open(log, "wb").close()
    _generate(source, generated, log)
    _write_list(generated, listed)
    if not os.path.exists(os.path.join(compiled, "build.ninja")):
        _run(["cmake", "-S", ROOT, "-B", compiled, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
              f"-DSANDERLING_SQLITE_LIST={listed}"], ROOT, log)
    _run(["cmake", "--build", compiled, "--parallel", str(jobs), "--target", "testfixture"], ROOT, log)
    return os.path.join(compiled, "bin", "testfixture")
