# `./dev fuzz` and `./dev chaos` (docs/suites.md). Sourced by ../dev; uses its `say`, `die`, `build`
# and `install_missing`.

fuzz_corpus=build/fuzz/corpus     # grows from run to run
fuzz_crashes=build/fuzz/crashes
fuzz_logs=build/fuzz/logs
# A decoder that takes so long or so much for 64 KiB is wrong, whatever it then says.
fuzz_limits=(-timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=256 -max_len=65536)

fuzz_targets() {
    local file
    for file in tests/fuzz/targets/*.cpp; do basename "$file" .cpp; done
}

# fuzz_progress <log> <process>: what libFuzzer says, every ten seconds, until it ends.
fuzz_progress() {
    local ticks=0
    while kill -0 "$2" 2>/dev/null; do
        sleep 1
        ticks=$((ticks + 1))
        if ((ticks % 10 == 0)); then
            say "  $ticks s: $(grep -E '^#[0-9]+' "$1" | tail -n 1 | tr -s '\t ' ' ')"
        fi
    done
}

# fuzz_one <target> <seconds>
fuzz_one() {
    local target=$1 seconds=$2 program=build/fuzz/bin/fuzz_$1 log=$fuzz_logs/$1.log
    local seeds=build/fuzz/seeds/$1 kept=tests/fuzz/corpus/$1 folders process
    mkdir -p "$fuzz_corpus/$target" "$seeds" "$fuzz_crashes" "$fuzz_logs"
    "$program" --write-seeds="$seeds" >/dev/null 2>&1 || die "$target cannot write its seeds."
    folders=("$fuzz_corpus/$target" "$seeds")
    [[ ! -d $kept ]] || folders+=("$kept")
    say "== $target, $seconds s"
    "$program" "${fuzz_limits[@]}" "-max_total_time=$seconds" -print_final_stats=1 \
        "-artifact_prefix=$fuzz_crashes/$target-" "${folders[@]}" >"$log" 2>&1 &
    process=$!
    fuzz_progress "$log" "$process"
    if wait "$process"; then
        say "  $(grep -oP 'number_of_executed_units: \K\d+' "$log") executions," \
            "$(grep -oP 'average_exec_per_sec: +\K\d+' "$log") a second, at most" \
            "$(grep -oP 'peak_rss_mb: +\K\d+' "$log") MB, nothing wrong"
        return
    fi
    grep -E 'WRONG|ERROR|runtime error|SUMMARY|Test unit written' "$log" >&2 || tail -n 20 "$log" >&2
    say "  all it said: $log"
    say "  to try it again: $program FILE, with the file that is named above; then keep it in $kept"
    return 1
}

verb_fuzz() {
    local minutes=1 wanted=() known failed=() target
    while (($#)); do
        case $1 in
            --minutes)
                minutes=${2:-}
                shift 2 || die "--minutes wants a number"
                ;;
            -*) die "fuzz knows --minutes, not $1" ;;
            *)
                wanted+=("$1")
                shift
                ;;
        esac
    done
    [[ $minutes =~ ^[0-9]+$ && $minutes -gt 0 ]] || die "--minutes wants a number from 1"
    mapfile -t known < <(fuzz_targets)
    ((${#wanted[@]})) || wanted=("${known[@]}")
    for target in "${wanted[@]}"; do
        [[ " ${known[*]} " == *" $target "* ]] || die "there is no target $target, but ${known[*]}"
    done
    install_missing fuzz
    build fuzz "${wanted[@]/#/fuzz_}"
    for target in "${wanted[@]}"; do
        fuzz_one "$target" $((minutes * 60)) || failed+=("$target")
    done
    ((${#failed[@]} == 0)) || die "wrong: ${failed[*]}. The inputs are in $fuzz_crashes."
    say "${#wanted[@]} targets, nothing wrong."
}

verb_chaos() {
    local minutes=10
    while (($#)); do
        case $1 in
            --minutes) minutes=${2:-} ;;
            --seed) export SANDERLING_CHAOS_SEED=${2:-} ;;
            *) die "chaos knows --minutes and --seed, not $1" ;;
        esac
        shift 2 || die "a number is missing"
    done
    [[ $minutes =~ ^[0-9]+$ && $minutes -gt 0 ]] || die "--minutes wants a number from 1"
    [[ ${SANDERLING_CHAOS_SEED:-0} =~ ^[0-9]+$ ]] || die "--seed wants a number"
    install_missing build
    build dev end_to_end_chaos_test
    SANDERLING_CHAOS_SECONDS=$((minutes * 60)) exec build/dev/bin/end_to_end_chaos_test
}
