"""Runs sanderling-bench on a few records and checks the form of its JSON, not its figures."""
import json
import subprocess
import sys

SMALL = ["--json", "--records", "200", "--repetitions", "1"]
LOCAL = ["insert_100", "insert_1", "update", "get", "query"]
BYTES = ["bytes_up", "bytes_down"]
SYNC = ["push", "bootstrap", "edit_median", "edit_p99", *BYTES, "rss_client", "rss_server"]
SPREAD = ["insert_100_spread", "push_spread", "bootstrap_spread", "bytes_up_spread",
          "bytes_down_spread"]
COMPARED = [*LOCAL, *BYTES, "insert_100_spread", "bytes_up_spread", "bytes_down_spread"]
SDK = ["sdk_insert_100", "sdk_insert_1", "sdk_update", "sdk_get", "sdk_query", "sdk_size",
       "sdk_open", "sdk_rss"]
SDK_COMPARED = SDK[:6]
WRITES = ["insert", "update", "update_random", "fts_build"]
READS = ["read_cold", "read_warm", "range", "scan", "fts_query"]


def vault_rows(cache):
    return [f"vault_{work}_normal_{cache}" for work in [*WRITES, *READS]] + [
        f"vault_{work}_full_{cache}" for work in WRITES]


def run(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def check_row(row):
    assert list(row) == ["name", "value", "unit", "durability", "baseline", "ratio"], row
    assert row["value"] > 0, row
    is_size = any(part in row["name"] for part in ("bytes", "rss", "size"))
    assert row["unit"] == ("bytes" if is_size else "ms"), row
    assert row["durability"], row
    is_compared = row["name"] in [*COMPARED, *SDK_COMPARED] or row["name"].startswith("vault_")
    if is_compared:
        assert row["baseline"] > 0, row
        assert abs(row["value"] / row["baseline"] - row["ratio"]) < 0.01 * row["ratio"] + 0.001, row
    else:
        assert row["baseline"] is None and row["ratio"] is None, row


def main(program):
    code, out, err = run(program, *SMALL)
    assert code == 0, err
    rows = json.loads(out)
    assert [row["name"] for row in rows] == [*LOCAL, *SYNC, *SPREAD], out
    for row in rows:
        check_row(row)

    code, out, err = run(program, *SMALL, "get", "insert_100")
    assert code == 0, err
    assert [row["name"] for row in json.loads(out)] == ["insert_100", "get"], out

    # No peer is there: they are left out, with a word.
    code, out, err = run(program, *SMALL, "replica")
    assert code == 0, err
    rows = json.loads(out)
    names = [row["name"] for row in rows]
    assert sorted(names) == sorted([*vault_rows("64mb"), *vault_rows("2mb"), *SDK]), names
    for row in rows:
        check_row(row)
    assert "sqlcipher is not here" in err and "sqlite3mc is not here" in err, err

    code, out, err = run(program, "no_such_row")
    assert code != 0 and out == "" and "no_such_row" in err, (code, out, err)


main(sys.argv[1])
