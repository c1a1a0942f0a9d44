"""Fetches SQLCipher and SQLite3MultipleCiphers, as the sources that two npm packages ship, and makes
each a shared library that `./dev bench replica` measures. A peer that cannot be had is left out, with
a word on standard error."""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RAW_KEY = "5a" * 32

# Compiled with what each package's own build says, without what Node needs.
PEERS = {
    "sqlcipher": {
        "package": "@journeyapps/sqlcipher@6.0.0",
        "source": "@journeyapps/sqlcipher/deps/sqlcipher-amalgamation",
        "defines": [
            "NDEBUG", "_REENTRANT=1", "HAVE_STDINT_H=1", "SQLITE_THREADSAFE=1", "HAVE_USLEEP=1",
            "SQLITE_ENABLE_FTS3", "SQLITE_ENABLE_FTS5", "SQLITE_ENABLE_JSON1",
            "SQLITE_ENABLE_RTREE", "SQLITE_HAS_CODEC", "SQLITE_EXTRA_INIT=sqlcipher_extra_init",
            "SQLITE_EXTRA_SHUTDOWN=sqlcipher_extra_shutdown", "SQLITE_TEMP_STORE=2",
            "SQLITE_SECURE_DELETE", "SQLITE_ENABLE_DBSTAT_VTAB=1", "SQLCIPHER_CRYPTO_OPENSSL"],
        "links": ["-lcrypto"],
        "key": f"PRAGMA key = \"x'{RAW_KEY}'\"",
    },
    "sqlite3mc": {
        "package": "better-sqlite3-multiple-ciphers@13.0.3",
        "source": "better-sqlite3-multiple-ciphers/deps/sqlite3",
        "defines": [
            "NDEBUG", "HAVE_INT16_T=1", "HAVE_INT32_T=1", "HAVE_INT8_T=1", "HAVE_STDINT_H=1",
            "HAVE_UINT16_T=1", "HAVE_UINT32_T=1", "HAVE_UINT8_T=1", "HAVE_USLEEP=1",
            "SQLITE_DEFAULT_MEMSTATUS=0", "SQLITE_DQS=0", "SQLITE_ENABLE_COLUMN_METADATA",
            "SQLITE_ENABLE_DBSTAT_VTAB", "SQLITE_ENABLE_DESERIALIZE", "SQLITE_ENABLE_FTS3",
            "SQLITE_ENABLE_FTS4", "SQLITE_ENABLE_FTS5", "SQLITE_ENABLE_GEOPOLY",
            "SQLITE_ENABLE_JSON1", "SQLITE_ENABLE_MATH_FUNCTIONS", "SQLITE_ENABLE_RTREE",
            "SQLITE_ENABLE_STAT4", "SQLITE_LIKE_DOESNT_MATCH_BLOBS", "SQLITE_OMIT_DEPRECATED",
            "SQLITE_OMIT_PROGRESS_CALLBACK", "SQLITE_OMIT_SHARED_CACHE", "SQLITE_SOUNDEX",
            "SQLITE_THREADSAFE=2", "SQLITE_TRACE_SIZE_LIMIT=32", "SQLITE_USE_URI=0"],
        "links": [],
        "key": f"PRAGMA key = 'raw:{RAW_KEY}'",
    },
}


class Unavailable(Exception):
    """A peer cannot be measured here."""


def run(arguments, **more):
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, check=False, **more)
    except OSError as error:
        raise Unavailable(f"{arguments[0]}: {error.strerror}") from error
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Unavailable(f"{arguments[0]} failed: {last[-1] if last else done.returncode}")


def fetch(folder, peer):
    source = folder / "node_modules" / peer["source"]
    if not (source / "sqlite3.c").exists():
        print(f"fetching {peer['package']}", file=sys.stderr)
        run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save",
             "--prefix", str(folder), peer["package"]], cwd=folder, timeout=300)
    if not (source / "sqlite3.c").exists():
        raise Unavailable(f"{peer['package']} does not ship {peer['source']}/sqlite3.c")
    return source


def compile_library(folder, name, peer, source):
    library = folder / f"lib{name}.so"
    files = [HERE / "sql_engine.cpp", HERE / "peer.cpp"]
    inputs = [*HERE.glob("*.hpp"), *files, pathlib.Path(__file__), source / "sqlite3.c"]
    if library.exists() and library.stat().st_mtime > max(at.stat().st_mtime for at in inputs):
        return
    launcher = ["ccache"] if shutil.which("ccache") else []
    common = ["-O3", "-fPIC", "-fvisibility=hidden", "-w"]
    print(f"compiling {peer['package']}", file=sys.stderr)
    built = [folder / f"{name}-sqlite3.o"]
    run([*launcher, "cc", "-std=gnu99", *common, *(f"-D{at}" for at in peer["defines"]), "-c",
         str(source / "sqlite3.c"), "-o", str(built[0])])
    key = peer["key"].replace('"', '\\"')
    for file in files:
        built.append(folder / f"{name}-{file.stem}.o")
        run([*launcher, "c++", "-std=c++20", *common, f"-I{source}", f"-I{ROOT}",
             f'-DPEER_KEY_PRAGMA="{key}"', "-c", str(file), "-o", str(built[-1])])
    run(["c++", "-shared", "-Wl,-Bsymbolic", "-Wl,--no-undefined", *map(str, built),
         *peer["links"], "-ldl", "-lpthread", "-lm", "-o", str(library)])


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, peer in PEERS.items():
        try:
            compile_library(folder, name, peer, fetch(folder, peer))
        except (Unavailable, subprocess.TimeoutExpired) as why:
            print(f"{name} is left out: {why}", file=sys.stderr)


os.umask(0o022)
main(pathlib.Path(sys.argv[1]).resolve())
