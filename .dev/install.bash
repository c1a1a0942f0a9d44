# What the project needs from the distribution, and how `./dev` installs what is missing.
# Sourced by ../dev; uses its `say` and `die`. Nothing here runs when nothing is missing.

build_packages=(
    g++ cmake ninja-build ccache mold pkg-config git python3
    libsqlite3-dev libsodium-dev libzstd-dev libssl-dev libutf8proc-dev
    libspdlog-dev libfmt-dev libcli11-dev libyaml-cpp-dev libtomlplusplus-dev nlohmann-json3-dev
    libqrencode-dev libpng-dev libcsv-dev
    libgtest-dev libgmock-dev librapidcheck-dev zbar-tools faketime
)
# SQLite's own suite: its source package, unpacked and built.
suite_packages=(dpkg-dev make tcl-dev zlib1g-dev)
fuzz_packages=(clang-16 libclang-rt-16-dev llvm-16)
# The page of the practitioner's application, and the browser that its tests drive.
app_packages=(nodejs npm)
browser_packages=(chromium)
check_packages=(git python3 clang-format clang-tidy)

msgpack_folder=.deps/msgpack

is_installed() {
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null) == installed* ]]
}

has_boost() {
    is_installed libboost1.81-dev && return
    local version
    version=$(dpkg-query -W -f='${Version}' libboost-dev 2>/dev/null) || return
    is_installed libboost-dev && dpkg --compare-versions "$version" ge 1.81
}

has_msgpack() {
    [[ -e $msgpack_folder/usr/include/msgpack.hpp || -e /usr/include/msgpack.hpp ]]
}

can_install() {
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

# Runs apt-get with the rights it needs. What it prints goes to standard error, its machine-readable
# progress to standard output: sudo passes no other descriptor on.
privileged_apt_get() {
    local sudo=()
    ((EUID == 0)) || sudo=(sudo)
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        bash -c 'exec 9>&1 >&2; exec apt-get -o APT::Status-Fd=9 -o DPkg::Lock::Timeout=600 "$@"' \
        apt-get -y --no-install-recommends --no-remove "$@" </dev/null
}

# One moving line on a terminal, a line for each tenth of the way elsewhere.
show_progress() {
    local kind package percent text tenth last=-1
    while IFS=: read -r kind package percent text; do
        [[ $kind == dlstatus || $kind == pmstatus ]] || continue
        percent=${percent%%.*}
        [[ $kind == dlstatus ]] && text="Fetching"
        if [[ -t 2 ]]; then
            printf '\r\033[K  %3d %%  %.60s' "$percent" "$text" >&2
        else
            tenth=$kind$((percent / 10))
            [[ $tenth == "$last" ]] || printf '  %3d %%  %s\n' "$percent" "$text" >&2
            last=$tenth
        fi
    done
    [[ ! -t 2 ]] || printf '\r\033[K' >&2
}

# apt_step <what it does, for the reader> <apt-get arguments…>
apt_step() {
    local what=$1 log=.deps/apt.log
    shift
    say "$what"
    mkdir -p .deps
    if ! privileged_apt_get "$@" 2>>"$log" | show_progress; then
        tail -n 20 "$log" >&2
        if grep -q "remove is disabled" "$log"; then
            say "./dev removes no package. Boost 1.81 cannot be installed beside another Boost: remove"
            say "the older one, or work in a container."
        fi
        die "apt-get $1 failed. The whole log is in $log."
    fi
}

require_rights() {
    ((EUID == 0)) && return
    if command -v sudo >/dev/null && sudo true; then return; fi
    printf 'These packages are missing, and there is neither root nor sudo here to install them:\n' >&2
    printf '    apt-get install --no-install-recommends %s\n' "$*" >&2
    die "Install them and run the same command again."
}

# On Debian 12 libmsgpack-cxx-dev pulls Boost 1.74, which conflicts with 1.81. It is headers only,
# so they are unpacked here without being installed.
unpack_msgpack() {
    say "Unpacking msgpack-c's headers into $msgpack_folder"
    local folder
    folder=$(mktemp -d)
    # apt fetches as the user _apt, who must be able to write there.
    ((EUID != 0)) || ! id _apt >/dev/null 2>&1 || chown _apt "$folder"
    if ! (cd "$folder" && apt-get -q download libmsgpack-cxx-dev >apt.log 2>&1); then
        cat "$folder/apt.log" >&2
        rm -rf "$folder"
        die "apt-get could not download libmsgpack-cxx-dev."
    fi
    mkdir -p "$msgpack_folder"
    dpkg-deb -x "$folder"/libmsgpack-cxx-dev_*.deb "$msgpack_folder"
    rm -rf "$folder"
}

# install_missing build|app|browser|test|fuzz|check
install_missing() {
    [[ -z ${SANDERLING_NO_INSTALL:-} ]] || return 0
    local wanted=() missing=() package boost_missing="" msgpack_missing=""
    case $1 in
        build) wanted=("${build_packages[@]}") ;;
        app) wanted=("${build_packages[@]}" "${app_packages[@]}") ;;
        browser) wanted=("${build_packages[@]}" "${app_packages[@]}" "${browser_packages[@]}") ;;
        test) wanted=("${build_packages[@]}" "${suite_packages[@]}") ;;
        fuzz) wanted=("${build_packages[@]}" "${fuzz_packages[@]}") ;;
        check) wanted=("${build_packages[@]}" "${check_packages[@]}") ;;
    esac
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        say "This is not a Debian-like system: ./dev cannot install what the build needs, which is"
        say "    ${wanted[*]} libboost-dev (1.81 or newer) libmsgpack-cxx-dev"
        die "With those in place, run it again with SANDERLING_NO_INSTALL=1."
    fi
    for package in "${wanted[@]}"; do
        # Node from elsewhere brings npm with it, and would be at odds with the distribution's.
        [[ $package != npm ]] || ! command -v npm >/dev/null || continue
        is_installed "$package" || missing+=("$package")
    done
    has_boost || boost_missing=1
    has_msgpack || msgpack_missing=1
    [[ -n ${missing[*]}$boost_missing$msgpack_missing ]] || return 0
    rm -f .deps/apt.log

    if [[ -n ${missing[*]}$boost_missing ]]; then
        require_rights "${missing[@]}" ${boost_missing:+libboost1.81-dev}
        apt_step "Reading the package lists" update
        if [[ -n $boost_missing ]]; then
            if can_install libboost1.81-dev; then missing+=(libboost1.81-dev)
            else missing+=(libboost-dev); fi
        fi
    elif ! can_install libmsgpack-cxx-dev; then  # the lists were never read here
        require_rights libmsgpack-cxx-dev
        apt_step "Reading the package lists" update
    fi
    # The headers come from the plain package wherever that agrees with the Boost that is used.
    if [[ -n $msgpack_missing ]] && { ((EUID == 0)) || ((${#missing[@]})); } &&
        apt-get -s --no-remove install "${missing[@]}" libmsgpack-cxx-dev >/dev/null 2>&1; then
        missing+=(libmsgpack-cxx-dev)
        msgpack_missing=""
    fi
    if ((${#missing[@]})); then
        apt_step "Installing ${#missing[@]} packages: ${missing[*]}" install "${missing[@]}"
    fi
    [[ -z $msgpack_missing ]] || unpack_msgpack
}
